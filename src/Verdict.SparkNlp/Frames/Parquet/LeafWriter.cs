using System.Buffers;
using Apache.Arrow;
using Apache.Arrow.Types;
using Parquet;
using Parquet.Schema;

namespace Verdict.SparkNlp.Frames.Parquet;

/// <summary>The values and levels of one Parquet column while a row group is gathered.</summary>
internal abstract class LeafWriter
{
    private readonly List<int> _definitions = [];
    private readonly List<int> _repetitions = [];

    /// <summary>About how many bytes wait.</summary>
    public long Size { get; protected set; }

    /// <summary>Makes the writer of a type.</summary>
    public static LeafWriter Of(IArrowType type) => type.TypeId switch
    {
        ArrowTypeId.String or ArrowTypeId.LargeString or ArrowTypeId.StringView => new LeafWriter<ReadOnlyMemory<char>>((a, i) => TextCells.Read(a, i).AsMemory(), v => v.Length),
        ArrowTypeId.Binary => new LeafWriter<ReadOnlyMemory<byte>>((a, i) => ((BinaryArray)a).GetBytes(i).ToArray(), v => v.Length),
        ArrowTypeId.Boolean => new LeafWriter<bool>((a, i) => ((BooleanArray)a).GetValue(i)!.Value, _ => 1),
        ArrowTypeId.Int8 => new LeafWriter<sbyte>((a, i) => ((Int8Array)a).Values[i], _ => 1),
        ArrowTypeId.Int16 => new LeafWriter<short>((a, i) => ((Int16Array)a).Values[i], _ => 2),
        ArrowTypeId.Int32 => new LeafWriter<int>((a, i) => ((Int32Array)a).Values[i], _ => 4),
        ArrowTypeId.Int64 => new LeafWriter<long>((a, i) => ((Int64Array)a).Values[i], _ => 8),
        ArrowTypeId.Float => new LeafWriter<float>((a, i) => ((FloatArray)a).Values[i], _ => 4),
        ArrowTypeId.Double => new LeafWriter<double>((a, i) => ((DoubleArray)a).Values[i], _ => 8),
        _ => new LeafWriter<DateTime>((a, i) => ((TimestampArray)a).GetTimestamp(i)!.Value.UtcDateTime, _ => 8),
    };

    /// <summary>Appends that nothing is there from some level on.</summary>
    public void AppendNothing(int repetition, int definition)
    {
        _repetitions.Add(repetition);
        _definitions.Add(definition);
        Size += 2;
    }

    /// <summary>Appends a cell.</summary>
    public void Append(IArrowArray array, int index, int repetition, int definition, bool nullable)
    {
        if (array.IsNull(index))
        {
            AppendNothing(repetition, definition);
            return;
        }

        AppendNothing(repetition, definition + (nullable ? 1 : 0));
        AppendValue(array, index);
    }

    /// <summary>Writes what waits, and forgets it.</summary>
    public async Task FlushAsync(ParquetRowGroupWriter group, DataField field)
    {
        await WriteAsync(group, field, field.MaxDefinitionLevel > 0 ? _definitions.ToArray() : null, field.MaxRepetitionLevel > 0 ? _repetitions.ToArray() : null).ConfigureAwait(false);
        _definitions.Clear();
        _repetitions.Clear();
        Size = 0;
    }

    protected abstract void AppendValue(IArrowArray array, int index);

    protected abstract Task WriteAsync(ParquetRowGroupWriter group, DataField field, int[]? definitions, int[]? repetitions);
}

/// <summary>The column of one type.</summary>
internal sealed class LeafWriter<T>(Func<IArrowArray, int, T> read, Func<T, int> size) : LeafWriter
    where T : struct
{
    private readonly ArrayBufferWriter<T> _values = new();

    protected override void AppendValue(IArrowArray array, int index)
    {
        T value = read(array, index);
        _values.GetSpan(1)[0] = value;
        _values.Advance(1);
        Size += size(value);
    }

    protected override async Task WriteAsync(ParquetRowGroupWriter group, DataField field, int[]? definitions, int[]? repetitions)
    {
        ReadOnlyMemory<int>? repetitionLevels = repetitions is null ? null : (ReadOnlyMemory<int>)repetitions;
        // The library counts rows by the definitions, and by the values only where it is told that there are none.
        await (definitions is null
            ? group.WriteAsync(field, _values.WrittenMemory, repetitionLevels)
            : group.WriteAllPartsAsync(field, _values.WrittenMemory, definitions, repetitionLevels, default)).ConfigureAwait(false);
        _values.ResetWrittenCount();
    }
}
