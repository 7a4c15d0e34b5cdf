using Apache.Arrow;
using Apache.Arrow.Types;
using Verdict.Data.Columnar;

namespace Verdict.Data.Arrow;

/// <summary>One column of a batch, from rows.</summary>
internal static class ArrowColumn
{
    public static IArrowArray Build(List<Record> rows, int column, IArrowType type) => type switch
    {
        BooleanType => Fill(new BooleanArray.Builder(), rows, column, static (b, v) => b.Append(v), static b => b.AppendNull(), static (row, c) => RecordConvert.Whole(row, c) != 0).Build(),
        Int8Type => Whole(new Int8Array.Builder(), rows, column, static v => (sbyte)v),
        Int16Type => Whole(new Int16Array.Builder(), rows, column, static v => (short)v),
        Int32Type => Whole(new Int32Array.Builder(), rows, column, static v => (int)v),
        Int64Type => Whole(new Int64Array.Builder(), rows, column, static v => v),
        UInt8Type => Whole(new UInt8Array.Builder(), rows, column, static v => (byte)v),
        UInt16Type => Whole(new UInt16Array.Builder(), rows, column, static v => (ushort)v),
        UInt32Type => Whole(new UInt32Array.Builder(), rows, column, static v => (uint)v),
        UInt64Type => Whole(new UInt64Array.Builder(), rows, column, static v => (ulong)v),
        FloatType => Fill(new FloatArray.Builder(), rows, column, static (b, v) => b.Append((float)v), static b => b.AppendNull(), RecordConvert.Fraction).Build(),
        DoubleType => Fill(new DoubleArray.Builder(), rows, column, static (b, v) => b.Append(v), static b => b.AppendNull(), RecordConvert.Fraction).Build(),
        Decimal128Type number => Fill(new Decimal128Array.Builder(number), rows, column, static (b, v) => b.Append(v), static b => b.AppendNull(), RecordConvert.Decimal).Build(),
        Date32Type => Raw<int>(rows, column, type, static (row, c) => checked((int)RecordConvert.Whole(row, c))),
        Time32Type => Raw<int>(rows, column, type, static (row, c) => checked((int)RecordConvert.Whole(row, c))),
        Time64Type or TimestampType => Raw<long>(rows, column, type, RecordConvert.Whole),
        BinaryType => Fill(new BinaryArray.Builder(), rows, column, static (b, v) => b.Append(v.AsSpan()), static b => b.AppendNull(), RecordConvert.Bytes).Build(),
        _ => Fill(new StringArray.Builder(), rows, column, static (b, v) => b.Append(v), static b => b.AppendNull(), RecordConvert.Text).Build(),
    };

    private static TArray Whole<T, TArray, TBuilder>(PrimitiveArrayBuilder<T, TArray, TBuilder> builder, List<Record> rows, int column, Func<long, T> narrow)
        where T : struct
        where TArray : IArrowArray
        where TBuilder : class, IArrowArrayBuilder<TArray>
    {
        foreach (Record row in rows)
        {
            if (row.Values[column].IsNull)
                builder.AppendNull();
            else
                builder.Append(narrow(RecordConvert.Whole(row, column)));
        }

        return builder.Build(null);
    }

    private static TBuilder Fill<TBuilder, T>(TBuilder builder, List<Record> rows, int column, Action<TBuilder, T> append, Action<TBuilder> appendNull, Func<Record, int, T> convert)
    {
        foreach (Record row in rows)
        {
            if (row.Values[column].IsNull)
                appendNull(builder);
            else
                append(builder, convert(row, column));
        }

        return builder;
    }

    /// <summary>A column whose builder takes only .NET's own times, from the counts themselves, so that no digit is lost.</summary>
    private static IArrowArray Raw<T>(List<Record> rows, int column, IArrowType type, Func<Record, int, T> convert)
        where T : unmanaged
    {
        var values = new ArrowBuffer.Builder<T>(rows.Count);
        var valid = new ArrowBuffer.BitmapBuilder(rows.Count);
        int nulls = 0;
        foreach (Record row in rows)
        {
            bool isNull = row.Values[column].IsNull;
            values.Append(isNull ? default : convert(row, column));
            valid.Append(!isNull);
            nulls += isNull ? 1 : 0;
        }

        return ArrowArrayFactory.BuildArray(new ArrayData(type, rows.Count, nulls, 0, [valid.Build(), values.Build()]));
    }
}
