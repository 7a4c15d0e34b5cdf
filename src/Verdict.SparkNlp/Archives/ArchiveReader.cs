using System.Globalization;
using Verdict.SparkNlp.Archives.Files;

namespace Verdict.SparkNlp.Archives;

/// <summary>
/// Opens what holds a pipeline, a stage or a model: a folder or a zip as Spark NLP saves it, an export that it imports (SavedModel, ONNX),
/// or a Hugging Face folder. Everything is read, checked and complete when <see cref="Open"/> returns.
/// </summary>
internal static class ArchiveReader
{
    private const int MostStages = 1000;
    private const int MostPipelinesInPipelines = 4;

    /// <summary>Reads a saved stage or pipeline.</summary>
    /// <param name="path">A folder, or a zip of one as hubs publish it (Hugging Face folders unpacked only).</param>
    /// <returns>A <see cref="StageArchive"/> or a <see cref="PipelineArchive"/>; the caller disposes it.</returns>
    /// <exception cref="VerdictFormatException">It is damaged, hostile, or of a class that is not supported; the message says what and where.</exception>
    public static SavedArchive Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileTree tree = FileTree.Open(path);
        return Read(tree);
    }

    /// <summary>Reads what lies in files that are open already; they may be closed afterwards.</summary>
    internal static SavedArchive Read(FileTree tree)
    {
        var root = new ArchiveFolder(tree, string.Empty);
        return StageMetadata.IsIn(root) || !ExportReader.IsIn(root) ? Read(root, 0) : ExportReader.Read(root);
    }

    private static SavedArchive Read(ArchiveFolder folder, int depth)
    {
        StageMetadata metadata = StageMetadata.Read(folder);
        switch (metadata.ClassName)
        {
            case StageClasses.PipelineModel or StageClasses.Pipeline:
                return new PipelineArchive(metadata, ReadStages(folder, metadata, depth));
            case StageClasses.TokenizerModel:
                return new StageArchive(metadata, TokenizerRules.Read(folder));
            case StageClasses.Classifier:
                return new StageArchive(metadata, ClassifierReader.Read(folder, metadata));
            case { } name when StageClasses.Stages.Contains(name):
                return new StageArchive(metadata);
            default:
                throw new VerdictFormatException(
                    folder.PathOf("metadata"), "class",
                    $"'{metadata.ClassName}' is not supported. Supported are {string.Join(", ", StageClasses.Stages.Select(n => n[(n.LastIndexOf('.') + 1)..]))}, PipelineModel and Pipeline.");
        }
    }

    private static List<SavedArchive> ReadStages(ArchiveFolder folder, StageMetadata metadata, int depth)
    {
        if (depth >= MostPipelinesInPipelines)
            throw new VerdictFormatException(folder.Path, null, $"pipelines lie in pipelines more than {MostPipelinesInPipelines} deep.");
        IReadOnlyList<string> uids = metadata.Params.Texts("stageUids")
            ?? throw new VerdictFormatException(folder.PathOf("metadata"), "paramMap.stageUids", "is missing; a saved pipeline names its stages there.");
        if (uids.Count > MostStages)
            throw new VerdictFormatException(folder.PathOf("metadata"), "paramMap.stageUids", $"names {uids.Count:N0} stages; at most {MostStages:N0} are read.");

        int digits = uids.Count.ToString(CultureInfo.InvariantCulture).Length;
        List<SavedArchive> stages = [];
        try
        {
            for (int i = 0; i < uids.Count; i++)
                stages.Add(ReadStage(folder, uids[i], i, digits, depth));
            return stages;
        }
        catch
        {
            stages.ForEach(s => s.Dispose());
            throw;
        }
    }

    private static SavedArchive ReadStage(ArchiveFolder folder, string uid, int index, int digits, int depth)
    {
        string name = $"{index.ToString("D" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)}_{uid}";
        if (uid.Length == 0 || uid.IndexOfAny(['/', '\\', ':', '\0']) >= 0 || uid is "." or "..")
            throw new VerdictFormatException(folder.PathOf("metadata"), "paramMap.stageUids", $"'{uid}' is no stage's uid.");
        ArchiveFolder stage = folder.Sub("stages").Sub(name);
        if (!StageMetadata.IsIn(stage))
            throw new VerdictFormatException(folder.PathOf($"stages/{name}"), null, "the stage's folder is missing, though the pipeline names it. The archive is incomplete; download or save it again.");
        SavedArchive read = Read(stage, depth + 1);
        if (read.Uid == uid)
            return read;
        read.Dispose();
        throw new VerdictFormatException(stage.PathOf("metadata"), "uid", $"is '{read.Uid}', but the pipeline calls the stage '{uid}'.");
    }
}
