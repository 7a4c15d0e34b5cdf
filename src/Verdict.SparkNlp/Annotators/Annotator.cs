using Apache.Arrow;

namespace Verdict.SparkNlp;

/// <summary>A transformer that reads annotation columns and adds another one.</summary>
public abstract class Annotator : Transformer
{
    private readonly string[] _inputTypes;
    private protected string[]? _inputCols;
    private protected string? _outputCol;

    private protected Annotator(string uid, string[] inputTypes, string outputType)
        : base(uid)
    {
        _inputTypes = inputTypes;
        OutputAnnotatorType = outputType;
    }

    /// <summary>The columns that are read. The order does not count: what a column holds is known by its kind.</summary>
    /// <exception cref="InvalidOperationException">It was never set and has no default.</exception>
    public IReadOnlyList<string> InputCols => _inputCols ?? throw new InvalidOperationException($"Failed to find a default value for inputCols in {Uid}. Call SetInputCols first.");

    /// <summary>The column that is added.</summary>
    /// <exception cref="InvalidOperationException">It was never set and has no default.</exception>
    public string OutputCol => _outputCol ?? throw new InvalidOperationException($"Failed to find a default value for outputCol in {Uid}. Call SetOutputCol first.");

    /// <summary>Whether a <see cref="LightPipeline"/> leaves this stage out; its column is then missing from the results and empty for later stages. Default false.</summary>
    public bool LazyAnnotator { get; internal set; }

    /// <summary>The kinds of annotation that it needs.</summary>
    public IReadOnlyList<string> InputAnnotatorTypes => _inputTypes;

    /// <summary>The kind of annotation that it makes.</summary>
    public string OutputAnnotatorType { get; }

    /// <summary>How many rows are gathered before work starts; 1 means a record batch at a time.</summary>
    internal virtual int WindowRows => 1;

    /// <summary>The new column's annotations.</summary>
    /// <param name="rows">For each row, the annotations of all input columns one after the other.</param>
    internal abstract IReadOnlyList<Annotation>[] AnnotateRows(IReadOnlyList<IReadOnlyList<Annotation>> rows);

    internal override Schema TransformSchema(Schema schema)
    {
        string[] present = [.. InputCols.Select(c => AnnotationColumn.TypeOf(schema, c)).OfType<string>()];
        if (!_inputTypes.All(present.Contains))
            throw new ArgumentException(MissingInputs(schema));
        return Frames.Schemas.With(schema, AnnotationColumn.Field(OutputCol, OutputAnnotatorType));
    }

    internal override IEnumerable<RecordBatch> TransformBatches(IEnumerable<RecordBatch> batches, Schema schema)
    {
        List<RecordBatch> window = [];
        int rows = 0;
        foreach (RecordBatch batch in batches)
        {
            window.Add(batch);
            rows += batch.Length;
            if (rows < WindowRows)
                continue;
            foreach (RecordBatch done in TransformWindow(window, schema))
                yield return done;
            window.Clear();
            rows = 0;
        }

        foreach (RecordBatch done in TransformWindow(window, schema))
            yield return done;
    }

    internal override void AnnotateLight(IReadOnlyList<LightRow> rows)
    {
        if (LazyAnnotator)
        {
            foreach (LightRow row in rows)
                row.LeftOut.Add(OutputCol);
            return;
        }

        IReadOnlyList<Annotation>[] made = AnnotateRows([.. rows.Select(r => Gather(InputCols.Select(c => r.Columns.TryGetValue(c, out IReadOnlyList<Annotation>? found)
            ? found
            : r.LeftOut.Contains(c) ? [] : throw new ArgumentException($"{Uid} reads the column '{c}', which no stage before it makes. The columns are: {string.Join(", ", r.Columns.Keys)}."))))]);
        for (int i = 0; i < made.Length; i++)
            rows[i].Columns[OutputCol] = made[i];
    }

    private IEnumerable<RecordBatch> TransformWindow(List<RecordBatch> window, Schema schema)
    {
        List<IReadOnlyList<Annotation>> rows = [];
        foreach (RecordBatch batch in window)
        {
            IReadOnlyList<Annotation>[][] columns = [.. InputCols.Select(c => AnnotationColumn.Read(batch.Column(c)))];
            for (int i = 0; i < batch.Length; i++)
                rows.Add(Gather(columns.Select(c => c[i])));
        }

        IReadOnlyList<Annotation>[] made = AnnotateRows(rows);
        int start = 0;
        foreach (RecordBatch batch in window)
        {
            yield return Finish(batch, AnnotationColumn.Build(made.AsSpan(start, batch.Length)), made.AsMemory(start, batch.Length), schema);
            start += batch.Length;
        }
    }

    /// <summary>Puts the new column behind the others; a stage that makes other rows of them does so here.</summary>
    private protected virtual RecordBatch Finish(RecordBatch batch, IArrowArray column, ReadOnlyMemory<IReadOnlyList<Annotation>> made, Schema schema) =>
        Frames.Schemas.With(batch, schema, OutputCol, column);

    /// <summary>Checks the number of input columns as Spark NLP's setter does.</summary>
    private protected void CheckInputCols(string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Length != _inputTypes.Length)
        {
            throw new ArgumentException(
                $"requirement failed: setInputCols in {Uid} expecting {_inputTypes.Length} columns. Provided column amount: {columns.Length}. Which should be columns from the following annotators: {string.Join(", ", _inputTypes)}");
        }
    }

    private static IReadOnlyList<Annotation> Gather(IEnumerable<IReadOnlyList<Annotation>> columns)
    {
        IReadOnlyList<Annotation>[] all = [.. columns];
        return all.Length == 1 ? all[0] : [.. all.SelectMany(a => a)];
    }

    private string MissingInputs(Schema schema)
    {
        IEnumerable<string> columns = schema.FieldsList.Select(f => AnnotationColumn.TypeOf(schema, f.Name) is { } type
            ? $"(column_name={f.Name},is_nlp_annotator=true,type={type})"
            : $"(column_name={f.Name},is_nlp_annotator=false)");
        return $"requirement failed: Wrong or missing inputCols annotators in {Uid}.\n\nCurrent inputCols: {string.Join(',', InputCols)}. Dataset's columns:\n{string.Join('\n', columns)}.\n" +
            $"Make sure such annotators exist in your pipeline, with the right output names and that they have following annotator types: {string.Join(", ", _inputTypes)}";
    }
}
