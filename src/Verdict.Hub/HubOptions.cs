using Verdict.Hub.Transfer;

namespace Verdict.Hub;

/// <summary>Where models come from and where they are kept. The defaults come from the environment, as Python's hub client reads it.</summary>
public sealed record HubOptions
{
    private const string HuggingFaceHome = "https://huggingface.co";
    private const string SparkNlpHome = "https://s3.amazonaws.com/auxdata.johnsnowlabs.com";

    /// <summary>Reads the environment of this process.</summary>
    public HubOptions()
        : this(Environment.GetEnvironmentVariable)
    {
    }

    internal HubOptions(Func<string, string?> environment)
    {
        string? Read(string name) => environment(name) is { Length: > 0 } value ? value : null;
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string Expand(string path) => path is "~" || path.StartsWith("~/", StringComparison.Ordinal) ? home + path[1..] : path;

        string cache = Read("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache");
        string huggingFace = Expand(Read("HF_HOME") ?? Path.Combine(cache, "huggingface"));
        HuggingFaceSources = List(Read("HF_ENDPOINT") ?? HuggingFaceHome);
        HuggingFaceCache = Expand(Read("HF_HUB_CACHE") ?? Read("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(huggingFace, "hub"));
        HuggingFaceToken = IsTrue(Read("HF_HUB_DISABLE_IMPLICIT_TOKEN")) ? null
            : Clean(Read("HF_TOKEN") ?? Read("HUGGING_FACE_HUB_TOKEN")) ?? ReadToken(Expand(Read("HF_TOKEN_PATH") ?? Path.Combine(huggingFace, "token")));
        Offline = IsTrue(Read("HF_HUB_OFFLINE")) || IsTrue(Read("TRANSFORMERS_OFFLINE"));
        SparkNlpSources = List(Read("VERDICT_SPARKNLP_HUB") ?? SparkNlpHome);
        SparkNlpCache = Expand(Read("VERDICT_SPARKNLP_CACHE") ?? Path.Combine(home, "cache_pretrained"));
    }

    /// <summary>
    /// Where Hugging Face names are looked up, in order: addresses of the hub or its mirrors, folders
    /// (<c>organisation/name/config.json</c> or the cache layout) and bundle files.
    /// Default: <c>HF_ENDPOINT</c> (several are separated by <c>;</c>), else <c>https://huggingface.co</c>.
    /// </summary>
    public IReadOnlyList<string> HuggingFaceSources { get; init; }

    /// <summary>
    /// The cache shared with Python's client. Default: <c>HF_HUB_CACHE</c>, else <c>hub</c> in <c>HF_HOME</c>,
    /// else <c>~/.cache/huggingface/hub</c>.
    /// </summary>
    public string HuggingFaceCache { get; init; }

    /// <summary>
    /// The token for private and gated models, sent to addresses of <see cref="HuggingFaceSources"/> and never anywhere else.
    /// Default: <c>HF_TOKEN</c>, else the file <c>HF_TOKEN_PATH</c> or <c>token</c> in <c>HF_HOME</c>.
    /// </summary>
    public string? HuggingFaceToken { get; init; }

    /// <summary>
    /// Where Spark NLP names are looked up, in order: addresses and folders that hold <see cref="SparkNlpFolder"/>, and bundle files.
    /// Default: <c>VERDICT_SPARKNLP_HUB</c> (several are separated by <c>;</c>), else Spark NLP's public bucket.
    /// </summary>
    public IReadOnlyList<string> SparkNlpSources { get; init; }

    /// <summary>The folder inside a Spark NLP source that holds <c>metadata.json</c> and the archives. Default: <c>public/models</c>.</summary>
    public string SparkNlpFolder { get; init; } = "public/models";

    /// <summary>The cache shared with Spark NLP. Default: <c>VERDICT_SPARKNLP_CACHE</c>, else <c>~/cache_pretrained</c>.</summary>
    public string SparkNlpCache { get; init; }

    /// <summary>The Spark NLP release to choose archives for, as <c>5.5.3</c>: archives that need a later one are not taken.</summary>
    public string SparkNlpVersion { get; init; } = "5.5.3";

    /// <summary>The Spark release to choose archives for, as <c>3.5</c>.</summary>
    public string SparkVersion { get; init; } = "3.5";

    /// <summary>
    /// Whether the network is left alone entirely: only caches, folders and bundles are read.
    /// Default: <c>HF_HUB_OFFLINE</c> or <c>TRANSFORMERS_OFFLINE</c> is <c>1</c>, <c>ON</c>, <c>YES</c> or <c>TRUE</c>.
    /// </summary>
    public bool Offline { get; init; }

    /// <summary>
    /// The lock that answers for every name: its revision is used, and every file is compared with its hash.
    /// Default: none; names mean what their hubs say today. Paths are not looked up in it.
    /// </summary>
    public ModelLock? Lock { get; init; }

    /// <summary>How requests are retried; shorter in tests.</summary>
    internal TransferSettings Transfer { get; init; } = new();

    /// <summary>The options as text, without the token: it must never reach a log.</summary>
    public override string ToString() =>
        $"HuggingFaceSources = {string.Join(';', HuggingFaceSources)}, HuggingFaceCache = {HuggingFaceCache}, HuggingFaceToken = {(HuggingFaceToken is null ? "none" : "set")}, "
        + $"SparkNlpSources = {string.Join(';', SparkNlpSources)}, SparkNlpFolder = {SparkNlpFolder}, SparkNlpCache = {SparkNlpCache}, "
        + $"SparkNlpVersion = {SparkNlpVersion}, SparkVersion = {SparkVersion}, Offline = {Offline}";

    private static string[] List(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsTrue(string? value) => value?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";

    private static string? Clean(string? token) => token?.Trim() is { Length: > 0 } clean && clean.All(c => c is > ' ' and < '\x7f') ? clean : null;

    private static string? ReadToken(string path)
    {
        try
        {
            return File.Exists(path) && new FileInfo(path).Length < 10_000 ? Clean(File.ReadAllText(path)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
