namespace Verdict.Hub.Tests.Serving;

/// <summary>One way for an answer to go wrong.</summary>
internal sealed record Fault
{
    /// <summary>Only a status, no file.</summary>
    public int? Status { get; init; }

    /// <summary>Headers that go with <see cref="Status"/>.</summary>
    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>The connection breaks after so many bytes.</summary>
    public int? CutAt { get; init; }

    /// <summary>With <see cref="CutAt"/>: the answer ends as if it were whole (chunked, no length).</summary>
    public bool EndsQuietly { get; init; }

    /// <summary>Nothing more comes, but the connection stays open.</summary>
    public bool Stalls { get; init; }

    /// <summary>A byte every twentieth of a second.</summary>
    public bool Drips { get; init; }

    /// <summary>A bit of this byte is turned.</summary>
    public int? FlipByte { get; init; }

    /// <summary>So many bytes too many.</summary>
    public int Extra { get; init; }

    /// <summary>No Content-Length.</summary>
    public bool Chunked { get; init; }

    /// <summary>Whether a range is answered with 206.</summary>
    public bool HonoursRange { get; init; } = true;

    /// <summary>How far the range that is sent back is from the one that was asked for.</summary>
    public int RangeShift { get; init; }

    public static Fault Cut(int bytes) => new() { CutAt = bytes };

    public static Fault Answer(int status, params (string, string)[] headers) => new() { Status = status, Headers = headers };
}
