using System.Globalization;
using Verdict.Hub.SparkNlp;

namespace Verdict.Hub;

/// <summary>One archive that a Spark NLP hub offers: a line of its <c>metadata.json</c>.</summary>
public sealed record SparkNlpEntry
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its language, <c>fr</c> or <c>xx</c> for many; <see langword="null"/> where none is named.</summary>
    public string? Language { get; init; }

    /// <summary>The earliest Spark NLP release that may use it, <c>3.3.2</c>.</summary>
    public string? LibraryVersion => Library?.ToString();

    /// <summary>The earliest Spark release that may use it, <c>3.0</c>.</summary>
    public string? SparkVersion => Spark?.ToString();

    /// <summary>When it was published.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary><c>ml</c> for a model, <c>pl</c> for a pipeline, <c>nd</c> for undefined.</summary>
    public string Category { get; init; } = "nd";

    /// <summary>The annotator's class, where the hub says.</summary>
    public string? Annotator { get; init; }

    /// <summary><c>tensorflow</c>, <c>onnx</c>, <c>openvino</c>, where the hub says.</summary>
    public string? Engine { get; init; }

    /// <summary>The archive's MD5; <see langword="null"/> where the hub gives none, and nothing can be compared.</summary>
    public FileHash? Checksum { get; init; }

    /// <summary>The name of the archive and of its folder in the cache: <c>name_language_library_spark_milliseconds</c>.</summary>
    public string Key => Language is null && Library is null && Spark is null ? Name
        : string.Create(CultureInfo.InvariantCulture, $"{Name}_{Language}_{Library}_{Spark}_{Time.ToUnixTimeMilliseconds()}");

    internal VersionNumber? Library { get; init; }

    internal VersionNumber? Spark { get; init; }

    internal bool IsReady { get; init; }

    internal bool IsZipped { get; init; }
}
