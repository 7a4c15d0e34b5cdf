#pragma warning disable CA1720 // The names are those that Parquet and Arrow use.

namespace Verdict.Data;

/// <summary>The type of a column. Immutable.</summary>
public sealed record RecordType
{
    private RecordType(RecordKind kind) => Kind = kind;

    /// <summary>What the values are.</summary>
    public RecordKind Kind { get; }

    /// <summary>How many digits a <see cref="RecordKind.Decimal"/> has; 0 for others.</summary>
    public int Precision { get; private init; }

    /// <summary>How many of the digits stand behind the point of a <see cref="RecordKind.Decimal"/>; 0 for others.</summary>
    public int Scale { get; private init; }

    /// <summary>What a <see cref="RecordKind.Time"/> or <see cref="RecordKind.Timestamp"/> counts.</summary>
    public TimeUnit Unit { get; private init; }

    /// <summary>The zone that a <see cref="RecordKind.Timestamp"/> is shown in, such as <c>UTC</c> or <c>Europe/Paris</c>; <see langword="null"/> for local time without a zone.</summary>
    public string? TimeZone { get; private init; }

    /// <summary>How a <see cref="RecordKind.Json"/> column lies in files that know nested columns; <see langword="null"/> for JSON as text.</summary>
    internal NestedType? Nesting { get; private init; }

    /// <summary>What the values of a <see cref="RecordKind.Json"/> column are where they are no text but lists, structs or maps.</summary>
    internal NestedShape? Shape { get; private init; }

    /// <summary>Text.</summary>
    public static RecordType Text { get; } = new(RecordKind.Text);

    /// <summary>True or false.</summary>
    public static RecordType Boolean { get; } = new(RecordKind.Boolean);

    /// <summary>A signed whole number of 32 bits.</summary>
    public static RecordType Int32 { get; } = new(RecordKind.Int32);

    /// <summary>A signed whole number of 64 bits.</summary>
    public static RecordType Int64 { get; } = new(RecordKind.Int64);

    /// <summary>A binary fraction of 32 bits.</summary>
    public static RecordType Float32 { get; } = new(RecordKind.Float32);

    /// <summary>A binary fraction of 64 bits.</summary>
    public static RecordType Float64 { get; } = new(RecordKind.Float64);

    /// <summary>JSON as it stands.</summary>
    public static RecordType Json { get; } = new(RecordKind.Json);

    /// <summary>Bytes.</summary>
    public static RecordType Bytes { get; } = new(RecordKind.Bytes);

    /// <summary>A type that its kind alone describes.</summary>
    /// <exception cref="ArgumentException">The kind is a decimal, a time or a timestamp, which have parameters.</exception>
    public static RecordType Of(RecordKind kind) => kind is RecordKind.Decimal or RecordKind.Time or RecordKind.Timestamp
        ? throw new ArgumentException($"{kind} has parameters. Use {nameof(DecimalOf)}, {nameof(TimeOf)} or {nameof(TimestampOf)}.", nameof(kind))
        : new(kind);

    /// <summary>A decimal fraction.</summary>
    /// <param name="precision">How many digits, from 1 to 28.</param>
    /// <param name="scale">How many of them behind the point, from 0 to <paramref name="precision"/>.</param>
    public static RecordType DecimalOf(int precision, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, 28);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, precision);
        return new(RecordKind.Decimal) { Precision = precision, Scale = scale };
    }

    /// <summary>A time of day.</summary>
    public static RecordType TimeOf(TimeUnit unit) => new(RecordKind.Time) { Unit = unit };

    /// <summary>A timestamp.</summary>
    /// <param name="unit">What it counts since 1970-01-01.</param>
    /// <param name="timeZone">The zone it is shown in, or <see langword="null"/> for local time.</param>
    public static RecordType TimestampOf(TimeUnit unit, string? timeZone) => new(RecordKind.Timestamp) { Unit = unit, TimeZone = timeZone };

    /// <summary>A nested column, whose values are JSON.</summary>
    internal static RecordType NestedOf(NestedType nesting) => new(RecordKind.Json) { Nesting = nesting };

    /// <summary>A column of lists, structs or maps.</summary>
    internal static RecordType ShapedAs(NestedShape shape) => new(RecordKind.Json) { Shape = shape };

    /// <summary>Whether the values are numbers.</summary>
    public bool IsNumeric => Kind is RecordKind.Number or (>= RecordKind.Int8 and <= RecordKind.Decimal);

    /// <summary>The type in words, as messages show it.</summary>
    public override string ToString() => Kind switch
    {
        RecordKind.Decimal => $"Decimal({Precision}, {Scale})",
        RecordKind.Time => $"Time({Unit})",
        RecordKind.Timestamp => $"Timestamp({Unit}{(TimeZone is null ? "" : ", " + TimeZone)})",
        _ => Kind.ToString(),
    };
}
