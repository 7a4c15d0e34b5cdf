using Apache.Arrow;
using Apache.Arrow.Types;

namespace Verdict.Data.Arrow;

/// <summary>One value out of an Arrow array.</summary>
internal static class ArrowValue
{
    public static RecordValue Read(IArrowArray array, int index, RecordType type)
    {
        if (array.IsNull(index))
            return default;
        return array switch
        {
            StringArray a => RecordValue.Of(a.GetString(index)),
            LargeStringArray a => RecordValue.Of(a.GetString(index)),
            StringViewArray a => RecordValue.Of(a.GetString(index)),
            BooleanArray a => RecordValue.Of(a.GetValue(index)!.Value),
            Int8Array a => RecordValue.OfInteger(type.Kind, a.GetValue(index)!.Value),
            Int16Array a => RecordValue.OfInteger(type.Kind, a.GetValue(index)!.Value),
            Int32Array a => RecordValue.OfInteger(type.Kind, a.GetValue(index)!.Value),
            Int64Array a => RecordValue.OfInteger(type.Kind, a.GetValue(index)!.Value),
            UInt8Array a => RecordValue.OfInteger(type.Kind, a.GetValue(index)!.Value),
            UInt16Array a => RecordValue.OfInteger(type.Kind, a.GetValue(index)!.Value),
            UInt32Array a => RecordValue.OfInteger(type.Kind, a.GetValue(index)!.Value),
            UInt64Array a => RecordValue.OfInteger(type.Kind, (long)a.GetValue(index)!.Value),
            HalfFloatArray a => RecordValue.Of((float)a.GetValue(index)!.Value),
            FloatArray a => RecordValue.Of(a.GetValue(index)!.Value),
            DoubleArray a => RecordValue.Of(a.GetValue(index)!.Value),
            Decimal128Array a when type.Kind == RecordKind.Decimal => RecordValue.Of(a.GetValue(index)!.Value),
            Date32Array a => RecordValue.OfTemporal(type, a.Values[index]),
            Date64Array a => RecordValue.OfTemporal(type, (long)Math.Floor(a.Values[index] / 86_400_000.0)),
            Time32Array a => RecordValue.OfTemporal(type, a.GetValue(index)!.Value),
            Time64Array a => RecordValue.OfTemporal(type, a.GetValue(index)!.Value),
            TimestampArray a => RecordValue.OfTemporal(type, a.GetValue(index)!.Value),
            BinaryArray a => RecordValue.Of(a.GetBytes(index).ToArray()),
            LargeBinaryArray a => RecordValue.Of(a.GetBytes(index).ToArray()),
            Apache.Arrow.Arrays.FixedSizeBinaryArray a => RecordValue.Of(a.GetBytes(index).ToArray()),
            DictionaryArray a => ReadDictionary(a, index, type),
            ListArray or LargeListArray or FixedSizeListArray or StructArray => ReadNested(array, index, type.Shape!),
            _ => throw new InvalidDataException($"a column has the type {array.Data.DataType.Name}, which Verdict does not read; write it as text"),
        };
    }

    private static RecordValue ReadDictionary(DictionaryArray array, int index, RecordType type)
    {
        long key = Read(array.Indices, index, ArrowTypes.Of(array.Indices.Data.DataType)).Bits;
        if (key < 0 || key >= array.Dictionary.Length)
            throw new InvalidDataException($"a dictionary has {array.Dictionary.Length} values, and value {key} is asked for");
        return Read(array.Dictionary, (int)key, type);
    }

    private static RecordValue ReadNested(IArrowArray array, int index, NestedShape shape) => RecordValue.OfNested(new(shape, array switch
    {
        MapArray map => ReadMap(map, index, shape),
        ListArray list => ReadItems(list.Values, list.ValueOffsets[index], list.GetValueLength(index), shape),
        LargeListArray list => ReadItems(list.Values, checked((int)list.ValueOffsets[index]), list.GetValueLength(index), shape),
        FixedSizeListArray list => ReadItems(list.Values, checked((index + list.Data.Offset) * SizeOf(list)), SizeOf(list), shape),
        _ => [.. ((StructArray)array).Fields.Select((field, i) => Read(field, index, shape.Fields[i].Type))],
    }));

    private static int SizeOf(FixedSizeListArray list) => ((FixedSizeListType)list.Data.DataType).ListSize;

    private static RecordValue[] ReadItems(IArrowArray values, int start, int count, NestedShape shape)
    {
        var items = new RecordValue[count];
        for (int i = 0; i < count; i++)
            items[i] = Read(values, checked(start + i), shape.Fields[0].Type);
        return items;
    }

    private static RecordValue[] ReadMap(MapArray map, int index, NestedShape shape)
    {
        int start = map.ValueOffsets[index], count = map.GetValueLength(index);
        var items = new RecordValue[checked(count * 2)];
        for (int i = 0; i < items.Length; i++)
            items[i] = Read(i % 2 == 0 ? map.Keys : map.Values, start + (i / 2), shape.Fields[i % 2].Type);
        return items;
    }
}
