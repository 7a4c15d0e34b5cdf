using Verdict.Files;
using Verdict.Models;
using Verdict.Weights;

namespace Verdict.SparkNlp.Tests.Archives;

/// <summary>A Hugging Face folder read by the library itself, to compare with.</summary>
internal sealed class HuggingFaceModel : IDisposable
{
    private readonly ModelFiles _files;

    private HuggingFaceModel(string folder)
    {
        _files = ModelFiles.FromFolder(folder);
        var config = HuggingFaceConfig.Read(_files);
        Configuration = BertConfiguration.Read(config);
        Labels = BertConfiguration.ReadLabels(config);
        Parameters = BertParameters.Read(SafetensorsReader.Read(_files), Configuration);
        Vocabulary = File.ReadAllText(Path.Combine(folder, "vocab.txt")).TrimEnd('\n').Split('\n');
    }

    public BertConfiguration Configuration { get; }

    public IReadOnlyList<string> Labels { get; }

    public BertParameters Parameters { get; }

    public string[] Vocabulary { get; }

    public static HuggingFaceModel Open(string folder) => new(folder);

    public void Dispose() => _files.Dispose();
}
