using Parquet.Data;
using Parquet.Schema;

namespace Verdict.Data.Parquet;

/// <summary>A leaf's column of one row group, read from the front to the back: levels and values as Parquet stores them.</summary>
internal abstract class Leaf : IDisposable
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
    public int Definition => HasDefinitions ? DefinitionAt(_at) : Field.MaxDefinitionLevel;

    /// <summary>At which level the entry at hand repeats.</summary>
    public int Repetition => Field.MaxRepetitionLevel == 0 ? 0 : RepetitionAt(_at);

    protected abstract int Count { get; }

    protected abstract bool HasDefinitions { get; }

    /// <summary>Takes the entry at hand: its value, or null where it is not fully defined.</summary>
    public RecordValue Take()
    {
        bool defined = Definition == Field.MaxDefinitionLevel;
        _at++;
        return defined ? ValueAt(_value++) : default;
    }

    public abstract void Dispose();

    /// <summary>Wraps a column that has been read.</summary>
    public static Leaf Of(RawColumnData data, DataField field, RecordType type) => data switch
    {
        RawColumnData<ReadOnlyMemory<char>> c => new Leaf<ReadOnlyMemory<char>>(c, field, type, static (v, _) => RecordValue.Of(v.ToString())),
        RawColumnData<ReadOnlyMemory<byte>> c => new Leaf<ReadOnlyMemory<byte>>(c, field, type, static (v, _) => RecordValue.Of(v.ToArray())),
        RawColumnData<bool> c => new Leaf<bool>(c, field, type, static (v, _) => RecordValue.Of(v)),
        RawColumnData<sbyte> c => new Leaf<sbyte>(c, field, type, static (v, t) => RecordValue.OfInteger(t.Kind, v)),
        RawColumnData<short> c => new Leaf<short>(c, field, type, static (v, t) => RecordValue.OfInteger(t.Kind, v)),
        RawColumnData<int> c => new Leaf<int>(c, field, type, static (v, t) => t.Kind == RecordKind.Time ? RecordValue.OfTemporal(t, v) : RecordValue.OfInteger(t.Kind, v)),
        RawColumnData<long> c => new Leaf<long>(c, field, type, static (v, t) => t.Kind == RecordKind.Time ? RecordValue.OfTemporal(t, v) : RecordValue.OfInteger(t.Kind, v)),
        RawColumnData<byte> c => new Leaf<byte>(c, field, type, static (v, t) => RecordValue.OfInteger(t.Kind, v)),
        RawColumnData<ushort> c => new Leaf<ushort>(c, field, type, static (v, t) => RecordValue.OfInteger(t.Kind, v)),
        RawColumnData<uint> c => new Leaf<uint>(c, field, type, static (v, t) => RecordValue.OfInteger(t.Kind, v)),
        RawColumnData<ulong> c => new Leaf<ulong>(c, field, type, static (v, t) => RecordValue.OfInteger(t.Kind, (long)v)),
        RawColumnData<float> c => new Leaf<float>(c, field, type, static (v, _) => RecordValue.Of(v)),
        RawColumnData<double> c => new Leaf<double>(c, field, type, static (v, _) => RecordValue.Of(v)),
        RawColumnData<decimal> c => new Leaf<decimal>(c, field, type, static (v, _) => RecordValue.Of(v)),
        RawColumnData<Guid> c => new Leaf<Guid>(c, field, type, static (v, _) => RecordValue.Of(v.ToString())),
        RawColumnData<DateOnly> c => new Leaf<DateOnly>(c, field, type, static (v, t) => RecordValue.OfTemporal(t, v.DayNumber - EpochDay)),
        RawColumnData<DateTime> c => new Leaf<DateTime>(c, field, type, static (v, t) => RecordValue.OfTemporal(t, CountOf(v, t))),
        _ => throw new InvalidDataException($"column '{field.Path}' has values of an unknown type ({data.GetType().GenericTypeArguments.FirstOrDefault()?.Name})"),
    };

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
internal sealed class Leaf<T>(RawColumnData<T> data, DataField field, RecordType type, Func<T, RecordType, RecordValue> convert) : Leaf(field, type)
    where T : struct
{
    protected override int Count => HasDefinitions ? data.DefinitionLevels.Length : data.Values.Length;

    protected override bool HasDefinitions => Field.MaxDefinitionLevel > 0;

    public override void Dispose() => data.Dispose();

    protected override int DefinitionAt(int index) => data.DefinitionLevels[index];

    protected override int RepetitionAt(int index) => data.RepetitionLevels[index];

    protected override RecordValue ValueAt(int index) => convert(data.Values[index], Type);
}
