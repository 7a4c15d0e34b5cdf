using Apache.Arrow;
using Apache.Arrow.Types;
using Verdict.SparkNlp.Frames;

namespace Verdict.SparkNlp;

/// <summary>
/// Turns a text column into a column of documents, the first stage of every pipeline: one document a row, or one for each element of a
/// list. A null text becomes an empty document.
/// </summary>
public sealed class DocumentAssembler : Transformer
{
    private string? _inputCol;

    /// <summary>Creates one with Spark NLP's defaults.</summary>
    public DocumentAssembler()
        : base(NewUid("DocumentAssembler"))
    {
    }

    /// <summary>The text column.</summary>
    /// <exception cref="InvalidOperationException">It was never set.</exception>
    public string InputCol => _inputCol ?? throw new InvalidOperationException($"Failed to find a default value for inputCol in {Uid}. Call SetInputCol first.");

    /// <summary>The column that is added. Default <c>document</c>.</summary>
    public string OutputCol { get; private set; } = "document";

    /// <summary>A column whose text becomes the entry <c>id</c> of the metadata; <see langword="null"/> (the default) for none.</summary>
    public string? IdCol { get; private set; }

    /// <summary>A map column whose entries join the metadata; <see langword="null"/> (the default) for none.</summary>
    public string? MetadataCol { get; private set; }

    /// <summary>What is done to the text first. Default <c>disabled</c>; offsets are those of the cleaned text.</summary>
    public string CleanupMode { get; private set; } = CleanupModes.Disabled;

    /// <summary>Sets <see cref="InputCol"/>.</summary>
    public DocumentAssembler SetInputCol(string column)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        _inputCol = column;
        return this;
    }

    /// <summary>Sets <see cref="OutputCol"/>.</summary>
    public DocumentAssembler SetOutputCol(string column)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        OutputCol = column;
        return this;
    }

    /// <summary>Sets <see cref="IdCol"/>.</summary>
    public DocumentAssembler SetIdCol(string column)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        IdCol = column;
        return this;
    }

    /// <summary>Sets <see cref="MetadataCol"/>.</summary>
    public DocumentAssembler SetMetadataCol(string column)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        MetadataCol = column;
        return this;
    }

    /// <summary>Sets <see cref="CleanupMode"/>; capitals and spaces around it do not count.</summary>
    /// <param name="mode"><c>disabled</c>, <c>inplace</c>, <c>inplace_full</c>, <c>shrink</c>, <c>shrink_full</c>, <c>each</c>, <c>each_full</c> or <c>delete_full</c>.</param>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public DocumentAssembler SetCleanupMode(string mode)
    {
        ArgumentNullException.ThrowIfNull(mode);
        string known = mode.Trim().ToLowerInvariant();
        CleanupMode = CleanupModes.All.Contains(known)
            ? known
            : throw new ArgumentException($"Special Character Cleanup supports only: {string.Join(", ", CleanupModes.All)}. Received: {mode}");
        return this;
    }

    /// <summary>Loads what Spark NLP or <see cref="Transformer.Save"/> saved.</summary>
    /// <param name="path">The folder, or a zip of it.</param>
    /// <exception cref="VerdictFormatException">It is damaged, or something else.</exception>
    public static DocumentAssembler Load(string path) => SavedStages.Open<DocumentAssembler>(path);

    internal override Schema TransformSchema(Schema schema)
    {
        Field input = schema.FieldsList.FirstOrDefault(f => f.Name == InputCol) ?? throw new ArgumentException($"Dataset does not have any '{InputCol}' column");
        if (!IsTextList(input.DataType) && !TextCells.CanRead(input.DataType))
            throw new ArgumentException($"Cannot up cast input from {SparkTypes.Name(input.DataType)} to string. The column '{InputCol}' must hold text, numbers or lists of text without nulls.");
        if (IdCol is not null)
            _ = Schemas.IndexOf(schema, IdCol);
        if (MetadataCol is not null && schema.FieldsList[Schemas.IndexOf(schema, MetadataCol)].DataType is var type && type is not MapType { KeyField.DataType: StringType, ValueField.DataType: StringType })
            throw new ArgumentException($"need a map field but got {SparkTypes.Name(type)}. The column '{MetadataCol}' must be a map of text to text.");
        return Schemas.With(schema, AnnotationColumn.Field(OutputCol, AnnotatorType.Document));
    }

    internal override IEnumerable<RecordBatch> TransformBatches(IEnumerable<RecordBatch> batches, Schema schema)
    {
        foreach (RecordBatch batch in batches)
        {
            IArrowArray input = batch.Column(InputCol);
            IArrowArray? ids = IdCol is null ? null : batch.Column(IdCol);
            MapArray? maps = MetadataCol is null ? null : (MapArray)batch.Column(MetadataCol);
            var rows = new IReadOnlyList<Annotation>[batch.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                // Spark NLP fails on a null map; here it has no entries.
                IReadOnlyDictionary<string, string?>? entries = maps is null ? null : AnnotationColumn.ReadMap(maps, i) ?? new Dictionary<string, string?>();
                string? id = ids is null ? null : TextCells.Read(ids, i);
                rows[i] = IsTextList(input.Data.DataType)
                    ? Elements((ListArray)input, i, entries, ids is not null, id)
                    : [Assemble(TextCells.Read(input, i), Metadata.OfDocument(0, entries, ids is not null, id))];
            }

            yield return Schemas.With(batch, schema, OutputCol, AnnotationColumn.Build(rows));
        }
    }

    internal override void AnnotateLight(IReadOnlyList<LightRow> rows)
    {
        foreach (LightRow row in rows)
            row.Columns[OutputCol] = [Assemble(row.Text, null)];
    }

    private Annotation Assemble(string? text, IReadOnlyDictionary<string, string?>? metadata)
    {
        string clean = CleanupModes.Clean(CleanupMode, text ?? "");
        return new Annotation(AnnotatorType.Document, 0, clean.Length - 1, clean, metadata);
    }

    private Annotation[] Elements(ListArray lists, int row, IReadOnlyDictionary<string, string?>? entries, bool hasId, string? id)
    {
        if (lists.IsNull(row))
            throw new VerdictFormatException("the data frame", $"column '{InputCol}', row {row}", "the list is null. Give an empty list, or drop the row.");
        int start = lists.ValueOffsets[row];
        var documents = new Annotation[lists.ValueOffsets[row + 1] - start];
        for (int i = 0; i < documents.Length; i++)
            documents[i] = Assemble(TextCells.Read(lists.Values, start + i), Metadata.OfDocument(i, entries, hasId, id));
        return documents;
    }

    /// <summary>Spark NLP takes lists of text only where their type says that no element is null.</summary>
    private static bool IsTextList(IArrowType type) => type is ListType { ValueDataType: StringType, ValueField.IsNullable: false };
}
