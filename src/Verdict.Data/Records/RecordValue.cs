using System.Diagnostics;
using Verdict.Data.JsonLines;

namespace Verdict.Data;

/// <summary>One value of a row. Immutable. The default is null.</summary>
[DebuggerDisplay("{Kind}: {ToText()}")]
public readonly struct RecordValue : IEquatable<RecordValue>
{
    private readonly object? _reference;
    private readonly long _bits;

    private RecordValue(RecordKind kind, long bits, object? reference)
    {
        Kind = kind;
        _bits = bits;
        _reference = reference;
    }

    /// <summary>What the value is.</summary>
    public RecordKind Kind { get; }

    /// <summary>Whether there is no value.</summary>
    public bool IsNull => Kind == RecordKind.Null;

    /// <summary>No value.</summary>
    public static RecordValue Null => default;

    /// <summary>Text; <see langword="null"/> gives no value.</summary>
    public static RecordValue Of(string? text) => text is null ? default : new(RecordKind.Text, 0, text);

    /// <summary>True or false.</summary>
    public static RecordValue Of(bool value) => new(RecordKind.Boolean, value ? 1 : 0, null);

    /// <summary>A whole number of 32 bits.</summary>
    public static RecordValue Of(int value) => new(RecordKind.Int32, value, null);

    /// <summary>A whole number of 64 bits.</summary>
    public static RecordValue Of(long value) => new(RecordKind.Int64, value, null);

    /// <summary>A fraction of 32 bits.</summary>
    public static RecordValue Of(float value) => new(RecordKind.Float32, BitConverter.SingleToInt32Bits(value), null);

    /// <summary>A fraction of 64 bits.</summary>
    public static RecordValue Of(double value) => new(RecordKind.Float64, BitConverter.DoubleToInt64Bits(value), null);

    /// <summary>A decimal fraction.</summary>
    public static RecordValue Of(decimal value) => new(RecordKind.Decimal, 0, value);

    /// <summary>Bytes, which the caller must not change afterwards.</summary>
    public static RecordValue Of(byte[]? bytes) => bytes is null ? default : new(RecordKind.Bytes, 0, bytes);

    /// <summary>A piece of valid JSON, kept as it stands.</summary>
    internal static RecordValue OfJson(string json) => new(RecordKind.Json, 0, json);

    /// <summary>A list, a struct or a map, which as text is JSON.</summary>
    internal static RecordValue OfNested(NestedValue value) => new(RecordKind.Json, 0, value);

    /// <summary>A number as JSON writes it.</summary>
    internal static RecordValue OfNumber(string number) => new(RecordKind.Number, 0, number);

    /// <summary>A whole number of the given width.</summary>
    internal static RecordValue OfInteger(RecordKind kind, long value) => new(kind, value, null);

    /// <summary>A date, time or timestamp: a count of days or of the type's unit.</summary>
    internal static RecordValue OfTemporal(RecordType type, long count) => new(type.Kind, count, type);

    /// <summary>The text, where <see cref="Kind"/> is text; otherwise an error.</summary>
    /// <exception cref="InvalidOperationException">The value is no text.</exception>
    public string AsText() => Kind == RecordKind.Text ? (string)_reference! : throw new InvalidOperationException($"The value is of kind {Kind}, not Text.");

    /// <summary>The value as plain text (invariant culture), as CSV holds it: null is empty, bytes are Base64, times are ISO 8601.</summary>
    public string ToText() => RecordText.Format(this);

    /// <summary>The count behind whole numbers, booleans, dates and times; the bits of fractions.</summary>
    internal long Bits => _bits;

    /// <summary>The text behind text, numbers and JSON.</summary>
    internal string Text => _reference is NestedValue nested ? NestedJson.Write(nested) : (string)_reference!;

    /// <summary>The list, struct or map; null where the value is something else.</summary>
    internal NestedValue? Nested => _reference as NestedValue;

    internal byte[] Bytes => (byte[])_reference!;

    internal decimal Decimal => (decimal)_reference!;

    internal RecordType Type => (RecordType)_reference!;

    internal float Single => BitConverter.Int32BitsToSingle((int)_bits);

    internal double Double => BitConverter.Int64BitsToDouble(_bits);

    internal long Size => _reference switch { string text => text.Length + 8L, byte[] bytes => (bytes.Length / 2L) + 8, NestedValue nested => nested.Size, _ => 8 };

    /// <inheritdoc/>
    public bool Equals(RecordValue other)
    {
        if (Kind != other.Kind || _bits != other._bits)
            return false;
        return _reference is byte[] bytes && other._reference is byte[] others ? bytes.AsSpan().SequenceEqual(others) : Equals(_reference, other._reference);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RecordValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _bits, _reference is byte[] bytes ? bytes.Length : _reference?.GetHashCode() ?? 0);

    /// <inheritdoc/>
    public override string ToString() => ToText();

    /// <summary>Whether two values are the same in kind and content.</summary>
    public static bool operator ==(RecordValue left, RecordValue right) => left.Equals(right);

    /// <summary>Whether two values differ in kind or content.</summary>
    public static bool operator !=(RecordValue left, RecordValue right) => !left.Equals(right);
}
