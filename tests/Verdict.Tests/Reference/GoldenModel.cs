using System.Text.Json;
using Verdict.Files;
using Verdict.Models;
using Verdict.Testing;
using Verdict.Weights;
using Xunit;

namespace Verdict.Tests.Reference;

/// <summary>One folder of <c>goldens/bert-models</c>, opened without the tokeniser: the cases carry their ids.</summary>
internal sealed class GoldenModel : IDisposable
{
    private readonly ModelFiles _files;

    public GoldenModel(string name)
    {
        Folder = RepositoryPaths.Golden("bert-models", name);
        _files = ModelFiles.FromFolder(Folder);
        Config = HuggingFaceConfig.Read(_files);
        Configuration = BertConfiguration.Read(Config);
        Parameters = BertParameters.Read(SafetensorsReader.Read(_files), Configuration);
    }

    public static TheoryData<string> Names
    {
        get
        {
            var names = new TheoryData<string>();
            foreach (string folder in Directory.GetDirectories(RepositoryPaths.Golden("bert-models")).Order(StringComparer.Ordinal))
                names.Add(Path.GetFileName(folder));
            return names;
        }
    }

    public string Folder { get; }

    public HuggingFaceConfig Config { get; }

    public BertConfiguration Configuration { get; }

    public BertParameters Parameters { get; }

    public IEnumerable<GoldenCase> Cases => JsonLines.ReadGzip(Path.Combine(Folder, "cases.jsonl.gz")).Select(line => new GoldenCase(line));

    public void Dispose() => _files.Dispose();
}

/// <summary>One case of such a folder.</summary>
internal sealed class GoldenCase(JsonElement line)
{
    public string Text { get; } = line.GetProperty("text").GetString()!;

    public string? Pair { get; } = line.GetProperty("pair").GetString();

    public int[] Ids { get; } = [.. line.GetProperty("ids").EnumerateArray().Select(e => e.GetInt32())];

    public int[] TypeIds { get; } = [.. line.GetProperty("type_ids").EnumerateArray().Select(e => e.GetInt32())];

    public bool Truncated { get; } = line.GetProperty("truncated").GetBoolean();

    public double[] Logits { get; } = [.. line.GetProperty("logits").EnumerateArray().Select(e => e.GetDouble())];

    public double[] Logits64 { get; } = [.. line.GetProperty("logits64").EnumerateArray().Select(e => e.GetDouble())];

    public string Activation { get; } = line.GetProperty("activation").GetString()!;

    public double[] Scores { get; } = [.. line.GetProperty("scores").EnumerateArray().Select(e => e.GetDouble())];
}
