namespace Verdict.SparkNlp;

/// <summary>Runs a fitted pipeline on texts without a data frame. Safe from many threads once its model is set up.</summary>
public sealed class LightPipeline
{
    private readonly bool _parseEmbeddings;

    /// <summary>Creates one.</summary>
    /// <param name="pipelineModel">The fitted pipeline.</param>
    /// <param name="parseEmbeddings">Whether <see cref="Annotate(string)"/> gives vectors in place of results, their numbers joined by spaces.</param>
    public LightPipeline(PipelineModel pipelineModel, bool parseEmbeddings = false)
    {
        ArgumentNullException.ThrowIfNull(pipelineModel);
        PipelineModel = pipelineModel;
        _parseEmbeddings = parseEmbeddings;
    }

    /// <summary>The fitted pipeline.</summary>
    public PipelineModel PipelineModel { get; }

    /// <summary>Annotates one text.</summary>
    /// <returns>For each output column, in the order of the stages, its annotations. Documents carry no metadata here, as in Spark NLP.</returns>
    public IReadOnlyDictionary<string, IReadOnlyList<Annotation>> FullAnnotate(string text) => FullAnnotate([text])[0];

    /// <summary>Annotates texts, all of them pooled into batches; result <c>i</c> belongs to text <c>i</c>.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<Annotation>>> FullAnnotate(IReadOnlyList<string> texts) =>
        [.. Run(texts).Select(r => r.Finished is null
            ? r.Columns
            : new OrderedDictionary<string, IReadOnlyList<Annotation>>(r.Columns.Where(c => r.Finished.ContainsKey(c.Key))))];

    /// <summary>Annotates one text.</summary>
    /// <returns>For each output column, in the order of the stages, the results of its annotations.</returns>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Annotate(string text) => Annotate([text])[0];

    /// <summary>Annotates texts, all of them pooled into batches; result <c>i</c> belongs to text <c>i</c>.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<string>>> Annotate(IReadOnlyList<string> texts) =>
        [.. Run(texts).Select(r => r.Finished ?? Results(r))];

    /// <summary>Transforms a frame, as the pipeline itself does.</summary>
    public DataFrame Transform(DataFrame frame) => PipelineModel.Transform(frame);

    private LightRow[] Run(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        LightRow[] rows = [.. texts.Select((t, i) => new LightRow(t ?? throw new ArgumentException($"Text {i} is null. Give \"\" for an empty one.", nameof(texts))))];
        PipelineModel.AnnotateLight(rows);
        return rows;
    }

    private OrderedDictionary<string, IReadOnlyList<string>> Results(LightRow row) => new(row.Columns.Select(c =>
        KeyValuePair.Create<string, IReadOnlyList<string>>(c.Key, [.. c.Value.Select(a => _parseEmbeddings && a.Embeddings.Count > 0
            ? string.Join(' ', a.Embeddings.Select(Text.JavaText.Of))
            : a.Result)])));
}
