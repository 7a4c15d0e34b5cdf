using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Verdict.Data.Arrow;

/// <summary>
/// Checks an array's buffers against each other before anything is read from it: the library follows offsets and lengths
/// that a file states without looking whether they lie inside the buffers.
/// </summary>
internal static class ArrowCheck
{
    private const int MaxDepth = 64;

    /// <exception cref="InvalidDataException">A buffer is too short for what the array says it holds, or an offset points outside.</exception>
    public static void Array(ArrayData data, int depth = 0)
    {
        if (depth > MaxDepth)
            throw new InvalidDataException($"a column is nested deeper than {MaxDepth} levels");
        long end = (long)data.Offset + data.Length;
        Require(data.Length >= 0 && data.Offset >= 0 && end < int.MaxValue, data, "its length");
        if (data.DataType is not NullType && data.Buffers is [{ IsEmpty: false } validity, ..])
            Require(validity.Length >= (end + 7) / 8, data, "its nulls");
        switch (data.DataType)
        {
            case BooleanType:
                Require(Buffer(data, 1).Length >= (end + 7) / 8, data, "its values");
                break;
            case StringType or BinaryType:
                Offsets<int>(data, end, Buffer(data, 2).Length);
                break;
            case LargeStringType or LargeBinaryType:
                Offsets<long>(data, end, Buffer(data, 2).Length);
                break;
            case StringViewType or BinaryViewType:
                Views(data, end);
                break;
            case FixedWidthType fixedWidth:
                Require(Buffer(data, 1).Length >= end * (fixedWidth.BitWidth / 8), data, "its values");
                break;
            default:
                Nested(data, end, depth);
                break;
        }
    }

    private static void Nested(ArrayData data, long end, int depth)
    {
        switch (data.DataType)
        {
            case ListType or MapType:
                Require(data.Children is [_], data, "its children");
                Offsets<int>(data, end, data.Children[0].Length);
                break;
            case LargeListType:
                Require(data.Children is [_], data, "its children");
                Offsets<long>(data, end, data.Children[0].Length);
                break;
            case FixedSizeListType list:
                Require(data.Children is [_] && list.ListSize >= 0 && data.Children[0].Length >= end * list.ListSize, data, "its children");
                break;
            case StructType group:
                Require(data.Children.Length == group.Fields.Count && data.Children.All(child => child.Length >= end), data, "its children");
                break;
            case DictionaryType dictionary:
                Require(dictionary.IndexType is FixedWidthType index && data.Dictionary is not null && Buffer(data, 1).Length >= end * (index.BitWidth / 8), data, "its indices");
                Array(data.Dictionary, depth + 1);
                break;
            default:
                throw new InvalidDataException($"a column has the type {data.DataType.Name}, which Verdict does not read; write it as text");
        }

        if (data.DataType is MapType)
            Require(data.Children[0] is { DataType: StructType, Children.Length: 2 }, data, "its entries");
        foreach (ArrayData child in data.Children ?? [])
            Array(child, depth + 1);
    }

    /// <summary>Offsets must not fall and must lie inside what they point into.</summary>
    private static void Offsets<T>(ArrayData data, long end, long limit)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        ReadOnlySpan<T> offsets = MemoryMarshal.Cast<byte, T>(Buffer(data, 1).Span);
        if (data.Length == 0 && offsets.IsEmpty)
            return;
        Require(offsets.Length > end, data, "its offsets");
        long last = 0;
        for (int i = data.Offset; i <= end; i++)
        {
            long offset = long.CreateChecked(offsets[i]);
            Require(offset >= last && offset <= limit, data, "its offsets");
            last = offset;
        }
    }

    private static void Views(ArrayData data, long end)
    {
        const int Width = 16, Inline = 12;
        ReadOnlySpan<int> views = MemoryMarshal.Cast<byte, int>(Buffer(data, 1).Span);
        Require(views.Length >= end * (Width / sizeof(int)), data, "its values");
        for (int i = data.Offset; i < end; i++)
        {
            ReadOnlySpan<int> view = views.Slice(i * 4, 4);
            Require(view[0] >= 0, data, "its values");
            if (view[0] > Inline)
                Require(view[2] >= 0 && view[2] < data.Buffers.Length - 2 && view[3] >= 0 && (long)view[3] + view[0] <= data.Buffers[view[2] + 2].Length, data, "its values");
        }
    }

    private static ArrowBuffer Buffer(ArrayData data, int index)
    {
        Require(data.Buffers is not null && data.Buffers.Length > index, data, "its buffers");
        return data.Buffers![index];
    }

    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool holds, ArrayData data, string what)
    {
        if (!holds)
            throw new InvalidDataException($"an array of type {data.DataType.Name} has {data.Length} values, and {what} do not fit");
    }
}
