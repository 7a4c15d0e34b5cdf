namespace Verdict.Data;

/// <summary>What a time or timestamp counts.</summary>
public enum TimeUnit
{
    /// <summary>Seconds.</summary>
    Second,

    /// <summary>Thousandths of a second.</summary>
    Millisecond,

    /// <summary>Millionths of a second.</summary>
    Microsecond,

    /// <summary>Thousand-millionths of a second.</summary>
    Nanosecond,
}
