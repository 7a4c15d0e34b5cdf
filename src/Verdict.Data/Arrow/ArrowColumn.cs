using Apache.Arrow;
using Apache.Arrow.Types;
using Verdict.Data.Columnar;

namespace Verdict.Data.Arrow;

/// <summary>One column of a batch, from values.</summary>
internal static class ArrowColumn
{
    public static IArrowArray Build(Cells cells, IArrowType type) => type switch
    {
        ListType or StructType or MapType => ArrowNesting.Build(cells, type),
        BooleanType => Fill(new BooleanArray.Builder(), cells, static (b, v) => b.Append(v), static b => b.AppendNull(), static (c, i) => RecordConvert.Whole(c, i) != 0).Build(),
        Int8Type => Whole(new Int8Array.Builder(), cells, static v => (sbyte)v),
        Int16Type => Whole(new Int16Array.Builder(), cells, static v => (short)v),
        Int32Type => Whole(new Int32Array.Builder(), cells, static v => (int)v),
        Int64Type => Whole(new Int64Array.Builder(), cells, static v => v),
        UInt8Type => Whole(new UInt8Array.Builder(), cells, static v => (byte)v),
        UInt16Type => Whole(new UInt16Array.Builder(), cells, static v => (ushort)v),
        UInt32Type => Whole(new UInt32Array.Builder(), cells, static v => (uint)v),
        UInt64Type => Whole(new UInt64Array.Builder(), cells, static v => (ulong)v),
        FloatType => Fill(new FloatArray.Builder(), cells, static (b, v) => b.Append((float)v), static b => b.AppendNull(), RecordConvert.Fraction).Build(),
        DoubleType => Fill(new DoubleArray.Builder(), cells, static (b, v) => b.Append(v), static b => b.AppendNull(), RecordConvert.Fraction).Build(),
        Decimal128Type number => Fill(new Decimal128Array.Builder(number), cells, static (b, v) => b.Append(v), static b => b.AppendNull(), RecordConvert.Decimal).Build(),
        Date32Type => Raw<int>(cells, type, static (c, i) => checked((int)RecordConvert.Whole(c, i))),
        Time32Type => Raw<int>(cells, type, static (c, i) => checked((int)RecordConvert.Whole(c, i))),
        Time64Type or TimestampType => Raw<long>(cells, type, RecordConvert.Whole),
        BinaryType => Fill(new BinaryArray.Builder(), cells, static (b, v) => b.Append(v.AsSpan()), static b => b.AppendNull(), RecordConvert.Bytes).Build(),
        _ => Fill(new StringArray.Builder(), cells, static (b, v) => b.Append(v), static b => b.AppendNull(), RecordConvert.Text).Build(),
    };

    private static TArray Whole<T, TArray, TBuilder>(PrimitiveArrayBuilder<T, TArray, TBuilder> builder, Cells cells, Func<long, T> narrow)
        where T : struct
        where TArray : IArrowArray
        where TBuilder : class, IArrowArrayBuilder<TArray>
    {
        for (int i = 0; i < cells.Count; i++)
        {
            if (cells.IsNull(i))
                builder.AppendNull();
            else
                builder.Append(narrow(RecordConvert.Whole(cells, i)));
        }

        return builder.Build(null);
    }

    private static TBuilder Fill<TBuilder, T>(TBuilder builder, Cells cells, Action<TBuilder, T> append, Action<TBuilder> appendNull, Func<Cells, int, T> convert)
    {
        for (int i = 0; i < cells.Count; i++)
        {
            if (cells.IsNull(i))
                appendNull(builder);
            else
                append(builder, convert(cells, i));
        }

        return builder;
    }

    /// <summary>A column whose builder takes only .NET's own times, from the counts themselves, so that no digit is lost.</summary>
    private static IArrowArray Raw<T>(Cells cells, IArrowType type, Func<Cells, int, T> convert)
        where T : unmanaged
    {
        var values = new ArrowBuffer.Builder<T>(cells.Count);
        var valid = new ArrowBuffer.BitmapBuilder(cells.Count);
        int nulls = 0;
        for (int i = 0; i < cells.Count; i++)
        {
            bool isNull = cells.IsNull(i);
            values.Append(isNull ? default : convert(cells, i));
            valid.Append(!isNull);
            nulls += isNull ? 1 : 0;
        }

        return ArrowArrayFactory.BuildArray(new ArrayData(type, cells.Count, nulls, 0, [valid.Build(), values.Build()]));
    }
}
