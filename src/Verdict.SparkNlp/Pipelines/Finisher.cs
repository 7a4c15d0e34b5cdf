using Apache.Arrow;
using Apache.Arrow.Types;

namespace Verdict.SparkNlp;

/// <summary>Turns annotation columns into plain lists of text, or into one string each, for whoever does not know annotations.</summary>
public sealed class Finisher : Transformer
{
    private static readonly StructType PairType = new([new Field("_1", StringType.Default, true), new Field("_2", StringType.Default, true)]);
    private static readonly ListType PairsType = new(new Field("element", PairType, true));
    private static readonly ListType TextsType = new(new Field("element", StringType.Default, true));
    private string[]? _inputCols;
    private string[]? _outputCols;

    /// <summary>Creates one with Spark NLP's defaults.</summary>
    public Finisher()
        : base(NewUid("Finisher"))
    {
    }

    /// <summary>The annotation columns.</summary>
    /// <exception cref="InvalidOperationException">They were never set.</exception>
    public IReadOnlyList<string> InputCols => _inputCols ?? throw new InvalidOperationException($"Failed to find a default value for inputCols in {Uid}. Call SetInputCols first.");

    /// <summary>The columns that are added, one for each input. Default: <c>finished_</c> and the input's name.</summary>
    public IReadOnlyList<string> OutputCols => _outputCols ?? [.. InputCols.Select(c => "finished_" + c)];

    /// <summary>What stands between the parts of one annotation where <see cref="OutputAsArray"/> is false. Default <c>#</c>.</summary>
    public string ValueSplitSymbol { get; private set; } = "#";

    /// <summary>What stands between annotations where <see cref="OutputAsArray"/> is false. Default <c>@</c>.</summary>
    public string AnnotationSplitSymbol { get; private set; } = "@";

    /// <summary>Whether the annotation columns go. Default true.</summary>
    public bool CleanAnnotations { get; private set; } = true;

    /// <summary>Whether metadata comes out too: a column of its own, or in the string. Default false.</summary>
    public bool IncludeMetadata { get; private set; }

    /// <summary>Whether the output is a list of text (the default) or one string.</summary>
    public bool OutputAsArray { get; private set; } = true;

    /// <summary>Sets <see cref="InputCols"/>.</summary>
    public Finisher SetInputCols(params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _inputCols = [.. columns];
        return this;
    }

    /// <summary>Sets <see cref="OutputCols"/>.</summary>
    public Finisher SetOutputCols(params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _outputCols = [.. columns];
        return this;
    }

    /// <summary>Sets <see cref="ValueSplitSymbol"/>.</summary>
    public Finisher SetValueSplitSymbol(string symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        ValueSplitSymbol = symbol;
        return this;
    }

    /// <summary>Sets <see cref="AnnotationSplitSymbol"/>.</summary>
    public Finisher SetAnnotationSplitSymbol(string symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        AnnotationSplitSymbol = symbol;
        return this;
    }

    /// <summary>Sets <see cref="CleanAnnotations"/>.</summary>
    public Finisher SetCleanAnnotations(bool value)
    {
        CleanAnnotations = value;
        return this;
    }

    /// <summary>Sets <see cref="IncludeMetadata"/>.</summary>
    public Finisher SetIncludeMetadata(bool value)
    {
        IncludeMetadata = value;
        return this;
    }

    /// <summary>Sets <see cref="OutputAsArray"/>.</summary>
    public Finisher SetOutputAsArray(bool value)
    {
        OutputAsArray = value;
        return this;
    }

    /// <summary>Loads what Spark NLP or <see cref="Transformer.Save"/> saved.</summary>
    /// <param name="path">The folder, or a zip of it.</param>
    /// <exception cref="VerdictFormatException">It is damaged, or something else.</exception>
    public static Finisher Load(string path) => SavedStages.Open<Finisher>(path);

    internal override Schema TransformSchema(Schema schema)
    {
        if (InputCols.Count != OutputCols.Count)
            throw new ArgumentException("requirement failed: inputCols and outputCols length must match");
        foreach (string column in InputCols)
        {
            Field? field = schema.FieldsList.FirstOrDefault(f => f.Name == column);
            if (field is null)
            {
                throw new ArgumentException(
                    $"requirement failed: pipeline annotator stages incomplete. expected: {string.Join(", ", InputCols)}, " +
                    $"found: {string.Join(", ", schema.FieldsList.Where(f => AnnotationColumn.IsAnnotations(f.DataType)).Select(f => f.Name))}, " +
                    $"among available: {string.Join(", ", schema.FieldsList.Select(f => f.Name))}");
            }

            if (!AnnotationColumn.IsAnnotations(field.DataType))
                throw new ArgumentException($"requirement failed: column [{column}] must be an NLP Annotation column");
        }

        IEnumerable<Field> fields = schema.FieldsList.Where(f => !CleanAnnotations || !AnnotationColumn.IsAnnotations(f.DataType))
            .Concat(OutputCols.Select(c => new Field(c, OutputAsArray ? TextsType : StringType.Default, true)));
        if (HasMetadataColumns)
            fields = fields.Concat(OutputCols.Select(c => new Field(c + "_metadata", PairsType, true)));
        return new Schema(fields, schema.Metadata);
    }

    internal override IEnumerable<RecordBatch> TransformBatches(IEnumerable<RecordBatch> batches, Schema schema)
    {
        foreach (RecordBatch batch in batches)
        {
            IReadOnlyList<Annotation>[][] inputs = [.. InputCols.Select(c => AnnotationColumn.Read(batch.Column(c)))];
            IEnumerable<IArrowArray> columns = batch.Schema.FieldsList.Where(f => !CleanAnnotations || !AnnotationColumn.IsAnnotations(f.DataType)).Select(f => batch.Column(f.Name))
                .Concat(inputs.Select(IArrowArray (i) => OutputAsArray ? Lists(i) : Strings(i)));
            if (HasMetadataColumns)
                columns = columns.Concat(inputs.Select(IArrowArray (i) => Pairs(i)));
            yield return new RecordBatch(schema, columns, batch.Length);
        }
    }

    internal override void AnnotateLight(IReadOnlyList<LightRow> rows)
    {
        foreach (LightRow row in rows)
        {
            row.Finished = new(InputCols.Where(row.Columns.ContainsKey).Select(c =>
                KeyValuePair.Create<string, IReadOnlyList<string>>(c, [.. row.Columns[c].Select(a => a.Result)])));
        }
    }

    private bool HasMetadataColumns => OutputAsArray && IncludeMetadata;

    private string Flat(Annotation annotation) => IncludeMetadata
        ? string.Join(ValueSplitSymbol, annotation.Metadata.Select(m => $"{m.Key}->{m.Value ?? "null"}").Append($"result->{annotation.Result}"))
        : annotation.Result;

    private StringArray Strings(IReadOnlyList<Annotation>[] rows)
    {
        var texts = new StringArray.Builder();
        foreach (IReadOnlyList<Annotation> row in rows)
            texts.Append(string.Join(AnnotationSplitSymbol, row.Select(Flat)));
        return texts.Build();
    }

    private static ListArray Lists(IReadOnlyList<Annotation>[] rows)
    {
        var texts = new StringArray.Builder();
        foreach (Annotation annotation in rows.SelectMany(r => r))
            texts.Append(annotation.Result);
        return new ListArray(TextsType, rows.Length, Offsets(rows.Select(r => r.Count)), texts.Build(), ArrowBuffer.Empty);
    }

    private static ListArray Pairs(IReadOnlyList<Annotation>[] rows)
    {
        var keys = new StringArray.Builder();
        var values = new StringArray.Builder();
        int count = 0;
        foreach ((string key, string? value) in rows.SelectMany(r => r).SelectMany(a => a.Metadata))
        {
            keys.Append(key);
            _ = value is null ? values.AppendNull() : values.Append(value);
            count++;
        }

        var pairs = new StructArray(PairType, count, [keys.Build(), values.Build()], ArrowBuffer.Empty);
        return new ListArray(PairsType, rows.Length, Offsets(rows.Select(r => r.Sum(a => a.Metadata.Count))), pairs, ArrowBuffer.Empty);
    }

    private static ArrowBuffer Offsets(IEnumerable<int> counts)
    {
        var offsets = new ArrowBuffer.Builder<int>();
        int at = 0;
        offsets.Append(0);
        foreach (int count in counts)
            offsets.Append(at += count);
        return offsets.Build();
    }
}
