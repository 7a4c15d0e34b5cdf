namespace Verdict.Data.Bulk;

/// <summary>Rows that go through the model together; never more than one part's.</summary>
internal sealed class Window
{
    /// <summary>The most rows in a window.</summary>
    public const int MaxRows = 512;

    /// <summary>The most characters, about, in a window; a single row may have more.</summary>
    public const long MaxSize = 1 << 18;

    public required int Part { get; init; }

    /// <summary>The part's first row among all rows of the job.</summary>
    public required long PartFirstRow { get; init; }

    public required IReadOnlyList<Record> Records { get; init; }

    /// <summary>How much the rows hold, about, in characters.</summary>
    public required long Size { get; init; }

    /// <summary>Whether the part ends with this window.</summary>
    public required bool EndsPart { get; init; }

    /// <summary>What the model says of each row; null for a bad one.</summary>
    public Prediction?[] Predictions { get; set; } = [];

    /// <summary>What is wrong with each row; null for a good one.</summary>
    public string?[] Errors { get; set; } = [];
}
