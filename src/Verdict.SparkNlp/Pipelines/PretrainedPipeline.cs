using Verdict.Hub;

namespace Verdict.SparkNlp;

/// <summary>A saved pipeline by its name in Spark NLP's hub, or from a disk. Safe from many threads.</summary>
public sealed class PretrainedPipeline : IDisposable
{
    /// <summary>Loads a pipeline by name, fetching it first if it is not in the cache.</summary>
    /// <param name="name">The pipeline's name.</param>
    /// <param name="lang">Its language.</param>
    /// <param name="hub">Where to look, and for which release; <see langword="null"/> for the environment's settings.</param>
    /// <exception cref="HubException">There is no such pipeline, or it could not be had; the message says why.</exception>
    /// <exception cref="VerdictFormatException">The archive is damaged, or no pipeline.</exception>
    public PretrainedPipeline(string name, string lang = "en", HubOptions? hub = null)
        : this(PipelineModel.Load(SavedStages.Fetch(name, lang, hub)))
    {
    }

    private PretrainedPipeline(PipelineModel model)
    {
        Model = model;
        LightModel = new LightPipeline(model);
    }

    /// <summary>The pipeline.</summary>
    public PipelineModel Model { get; }

    /// <summary>The same for texts without a frame.</summary>
    public LightPipeline LightModel { get; }

    /// <summary>Loads a pipeline that Spark saved.</summary>
    /// <param name="path">The folder, or a zip of it.</param>
    /// <exception cref="VerdictFormatException">It is damaged, or no pipeline.</exception>
    public static PretrainedPipeline FromDisk(string path) => new(PipelineModel.Load(path));

    /// <summary>Annotates one text; see <see cref="LightPipeline.Annotate(string)"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Annotate(string text) => LightModel.Annotate(text);

    /// <summary>Annotates texts; see <see cref="LightPipeline.Annotate(IReadOnlyList{string})"/>.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<string>>> Annotate(IReadOnlyList<string> texts) => LightModel.Annotate(texts);

    /// <summary>Annotates a frame's column, which the result calls <c>text</c>.</summary>
    public DataFrame Annotate(DataFrame frame, string column)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Model.Transform(frame.WithColumnRenamed(column, "text"));
    }

    /// <summary>Annotates one text; see <see cref="LightPipeline.FullAnnotate(string)"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Annotation>> FullAnnotate(string text) => LightModel.FullAnnotate(text);

    /// <summary>Annotates texts; see <see cref="LightPipeline.FullAnnotate(IReadOnlyList{string})"/>.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<Annotation>>> FullAnnotate(IReadOnlyList<string> texts) => LightModel.FullAnnotate(texts);

    /// <summary>Transforms a frame.</summary>
    public DataFrame Transform(DataFrame frame) => Model.Transform(frame);

    /// <summary>Lets go of the model.</summary>
    public void Dispose() => Model.Dispose();
}
