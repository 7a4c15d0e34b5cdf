using Parquet;
using Parquet.Schema;

namespace Verdict.Data.Parquet;

/// <summary>A leaf's column of one row group, read from the front to the back: levels and values as Parquet stores them.</summary>
internal abstract class Leaf
{
    private int _at;
    private int _value;

    protected Leaf(DataField field, RecordType type)
    {
        Field = field;
        Type = type;
    }

    public DataField Field { get; }

    public RecordType Type { get; }

    /// <summary>Whether an entry is left.</summary>
    public bool Any => _at < Count;

    /// <summary>How far the entry at hand is defined.</summary>
    public int Definition => Field.MaxDefinitionLevel == 0 ? 0 : DefinitionAt(_at);

    /// <summary>At which level the entry at hand repeats.</summary>
    public int Repetition => Field.MaxRepetitionLevel == 0 ? 0 : RepetitionAt(_at);

    /// <summary>Whether the value that was taken last is text that holds bytes which are none; it has U+FFFD in their place.</summary>
    public bool IsBroken { get; protected set; }

    protected abstract int Count { get; }

    /// <summary>Takes the entry at hand: its value, or null where it is not fully defined.</summary>
    public RecordValue Take()
    {
        bool defined = Definition == Field.MaxDefinitionLevel;
        _at++;
        IsBroken = false;
        return defined ? ValueAt(_value++) : default;
    }

    /// <summary>Reads a leaf's column of a row group.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="field">The leaf.</param>
    /// <param name="type">Its type.</param>
    /// <param name="count">How many entries it has, nulls included.</param>
    public static Task<Leaf> ReadAsync(ParquetRowGroupReader group, DataField field, RecordType type, int count)
    {
        // Each type by its name: the library's own way to ask for "whatever it is" does not survive compilation ahead of time.
        System.Type stored = field.ClrType;
        if (stored == typeof(ReadOnlyMemory<char>) && field is { MaxRepetitionLevel: 0, Path.Length: 1 })
            return TextLeaf.ReadTextAsync(group, field, type, count);
        if (stored == typeof(ReadOnlyMemory<char>))
            return Read<ReadOnlyMemory<char>>(static (v, _) => RecordValue.Of(v.ToString()));
        if (stored == typeof(ReadOnlyMemory<byte>))
            return Read<ReadOnlyMemory<byte>>(static (v, _) => RecordValue.Of(v.ToArray()));
        if (stored == typeof(Guid))
            return Read<Guid>(static (v, _) => RecordValue.Of(v.ToString()));
        if (stored == typeof(DateOnly))
            return Read<DateOnly>(static (v, t) => RecordValue.OfTemporal(t, v.DayNumber - EpochDay));
        return System.Type.GetTypeCode(stored) switch
        {
            TypeCode.Boolean => Read<bool>(static (v, _) => RecordValue.Of(v)),
            TypeCode.SByte => Read<sbyte>(static (v, t) => RecordValue.OfInteger(t.Kind, v)),
            TypeCode.Int16 => Read<short>(static (v, t) => RecordValue.OfInteger(t.Kind, v)),
            TypeCode.Int32 => Read<int>(static (v, t) => t.Kind == RecordKind.Time ? RecordValue.OfTemporal(t, v) : RecordValue.OfInteger(t.Kind, v)),
            TypeCode.Int64 => Read<long>(static (v, t) => t.Kind == RecordKind.Time ? RecordValue.OfTemporal(t, v) : RecordValue.OfInteger(t.Kind, v)),
            TypeCode.Byte => Read<byte>(static (v, t) => RecordValue.OfInteger(t.Kind, v)),
            TypeCode.UInt16 => Read<ushort>(static (v, t) => RecordValue.OfInteger(t.Kind, v)),
            TypeCode.UInt32 => Read<uint>(static (v, t) => RecordValue.OfInteger(t.Kind, v)),
            TypeCode.UInt64 => Read<ulong>(static (v, t) => RecordValue.OfInteger(t.Kind, (long)v)),
            TypeCode.Single => Read<float>(static (v, _) => RecordValue.Of(v)),
            TypeCode.Double => Read<double>(static (v, _) => RecordValue.Of(v)),
            TypeCode.Decimal => Read<decimal>(static (v, _) => RecordValue.Of(v)),
            TypeCode.DateTime => Read<DateTime>(static (v, t) => RecordValue.OfTemporal(t, CountOf(v, t))),
            _ => throw new InvalidDataException($"column '{field.Path}' has values of an unknown type ({stored.Name})"),
        };

        async Task<Leaf> Read<T>(Func<T, RecordType, RecordValue> convert)
            where T : struct
        {
            var values = new T[count];
            int[]? definitions = field.MaxDefinitionLevel > 0 ? new int[count] : null;
            int[]? repetitions = field.MaxRepetitionLevel > 0 ? new int[count] : null;
            await group.ReadRawAsync(field, values.AsMemory(), Optional(definitions), Optional(repetitions)).ConfigureAwait(false);
            return new Leaf<T>(values, definitions, repetitions, field, type, convert);
        }
    }

    protected static Memory<int>? Optional(int[]? levels) => levels is null ? (Memory<int>?)null : levels.AsMemory();

    protected abstract int DefinitionAt(int index);

    protected abstract int RepetitionAt(int index);

    protected abstract RecordValue ValueAt(int index);

    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private static long CountOf(DateTime time, RecordType type)
    {
        long ticks = time.Ticks - DateTime.UnixEpoch.Ticks;
        if (type.Kind == RecordKind.Date)
            return (long)Math.Floor((double)ticks / TimeSpan.TicksPerDay);
        return type.Unit switch
        {
            TimeUnit.Millisecond => (long)Math.Floor(ticks / 10_000m),
            TimeUnit.Nanosecond => checked(ticks * 100),
            _ => (long)Math.Floor(ticks / 10m),
        };
    }
}

/// <summary>A leaf whose values are stored as <typeparamref name="T"/>.</summary>
internal sealed class Leaf<T>(T[] values, int[]? definitions, int[]? repetitions, DataField field, RecordType type, Func<T, RecordType, RecordValue> convert) : Leaf(field, type)
    where T : struct
{
    protected override int Count => values.Length;

    protected override int DefinitionAt(int index) => definitions![index];

    protected override int RepetitionAt(int index) => repetitions![index];

    protected override RecordValue ValueAt(int index)
    {
        RecordValue value = convert(values[index], Type);
        values[index] = default; // long values go as soon as their row has them
        return value;
    }
}
