using Apache.Arrow;
using Parquet;
using Parquet.Schema;

namespace Verdict.SparkNlp.Frames.Parquet;

/// <summary>One Parquet column of a row group: its levels, its values, and the Arrow array that they become.</summary>
internal abstract class LeafReader(DataField field, string path)
{
    private int[] _definitions = [];
    private int[] _repetitions = [];
    private int _entries;
    private int _at;

    /// <summary>Makes the reader of a column.</summary>
    public static LeafReader Of(DataField field, string path)
    {
        Type type = field.ClrType;
        if (type == typeof(string) || type == typeof(ReadOnlyMemory<char>))
            return new LeafReader<ReadOnlyMemory<char>, StringArray.Builder>(field, path, (b, v) => b.Append(v.Span.ToString()), b => b.AppendNull(), b => b.Build());
        if (type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>))
            return new LeafReader<ReadOnlyMemory<byte>, BinaryArray.Builder>(field, path, (b, v) => b.Append(v.Span), b => b.AppendNull(), b => b.Build());
        if (type == typeof(bool))
            return new LeafReader<bool, BooleanArray.Builder>(field, path, (b, v) => b.Append(v), b => b.AppendNull(), b => b.Build());
        if (type == typeof(sbyte))
            return new LeafReader<sbyte, Int8Array.Builder>(field, path, (b, v) => b.Append(v), b => b.AppendNull(), b => b.Build());
        if (type == typeof(short))
            return new LeafReader<short, Int16Array.Builder>(field, path, (b, v) => b.Append(v), b => b.AppendNull(), b => b.Build());
        if (type == typeof(int))
            return new LeafReader<int, Int32Array.Builder>(field, path, (b, v) => b.Append(v), b => b.AppendNull(), b => b.Build());
        if (type == typeof(long))
            return new LeafReader<long, Int64Array.Builder>(field, path, (b, v) => b.Append(v), b => b.AppendNull(), b => b.Build());
        if (type == typeof(float))
            return new LeafReader<float, FloatArray.Builder>(field, path, (b, v) => b.Append(v), b => b.AppendNull(), b => b.Build());
        if (type == typeof(double))
            return new LeafReader<double, DoubleArray.Builder>(field, path, (b, v) => b.Append(v), b => b.AppendNull(), b => b.Build());
        return new TimestampReader(field, path);
    }

    /// <summary>Whether entries are left.</summary>
    public bool HasMore => _at < _entries;

    /// <summary>The next entry's definition level.</summary>
    public int Definition => !HasMore ? throw Broken() : _definitions.Length == 0 ? 0 : _definitions[_at];

    /// <summary>The next entry's repetition level.</summary>
    public int Repetition => _repetitions.Length == 0 ? 0 : _repetitions[_at];

    /// <summary>Loads the column of a row group.</summary>
    public async Task LoadAsync(ParquetRowGroupReader group)
    {
        // What the group claims was checked against the file's length before.
        _entries = (int)(group.GetMetadata(field)?.MetaData?.NumValues ?? throw Broken());
        _definitions = field.MaxDefinitionLevel > 0 ? new int[_entries] : [];
        _repetitions = field.MaxRepetitionLevel > 0 ? new int[_entries] : [];
        _at = 0;
        await ReadAsync(group, _entries, Optional(_definitions), Optional(_repetitions)).ConfigureAwait(false);
    }

    /// <summary>Goes past an entry and adds nothing.</summary>
    public void Skip()
    {
        if (!HasMore)
            throw Broken();
        _at++;
    }

    /// <summary>Adds the next entry's value, or a null.</summary>
    public void Read()
    {
        bool there = Definition == field.MaxDefinitionLevel;
        _at++;
        if (!there)
            AppendNull();
        else if (!AppendNext())
            throw Broken();
    }

    /// <summary>Adds a null, without an entry.</summary>
    public abstract void AppendNull();

    /// <summary>What was added since the last time.</summary>
    public abstract IArrowArray Build();

    /// <summary>Reads values and levels by the type's name: the library's own way to ask for whatever it is does not survive compilation ahead of time.</summary>
    protected abstract Task ReadAsync(ParquetRowGroupReader group, int count, Memory<int>? definitions, Memory<int>? repetitions);

    protected abstract bool AppendNext();

    private static Memory<int>? Optional(int[] levels) => levels.Length == 0 ? null : (Memory<int>?)levels.AsMemory();

    private VerdictFormatException Broken() => new(path, $"column {field.Path}", "its levels do not fit its values or the other columns. The file is damaged.");
}

/// <summary>The column of one type.</summary>
internal class LeafReader<T, TBuilder>(DataField field, string path, Action<TBuilder, T> append, Action<TBuilder> appendNull, Func<TBuilder, IArrowArray> build) : LeafReader(field, path)
    where T : struct
    where TBuilder : new()
{
    private readonly DataField _field = field;
    private T[] _values = [];
    private int _next;
    private TBuilder _builder = new();

    public override void AppendNull() => appendNull(_builder);

    public override IArrowArray Build()
    {
        IArrowArray built = build(_builder);
        _builder = new();
        return built;
    }

    protected override async Task ReadAsync(ParquetRowGroupReader group, int count, Memory<int>? definitions, Memory<int>? repetitions)
    {
        _values = new T[count];
        _next = 0;
        await group.ReadRawAsync(_field, _values.AsMemory(), definitions, repetitions).ConfigureAwait(false);
    }

    protected override bool AppendNext()
    {
        if (_next >= _values.Length)
            return false;
        append(_builder, _values[_next++]);
        return true;
    }
}

/// <summary>Points in time; Spark writes them in UTC.</summary>
internal sealed class TimestampReader(DataField field, string path) : LeafReader<DateTime, TimestampReader.Builder>(
    field, path, (b, v) => b.Inner.Append(new DateTimeOffset(DateTime.SpecifyKind(v, DateTimeKind.Utc))), b => b.Inner.AppendNull(), b => b.Inner.Build())
{
    /// <summary>A builder that knows its unit.</summary>
    internal sealed class Builder
    {
        public TimestampArray.Builder Inner { get; } = new(new Apache.Arrow.Types.TimestampType(Apache.Arrow.Types.TimeUnit.Microsecond, "UTC"));
    }
}
