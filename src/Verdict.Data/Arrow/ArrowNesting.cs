using Apache.Arrow;
using Apache.Arrow.Types;
using Verdict.Data.Columnar;

namespace Verdict.Data.Arrow;

/// <summary>A column of lists, structs or maps, from values: what lies inside becomes columns of its own.</summary>
internal static class ArrowNesting
{
    public static IArrowArray Build(Cells cells, IArrowType type)
    {
        var valid = new ArrowBuffer.BitmapBuilder(cells.Count);
        var offsets = new ArrowBuffer.Builder<int>(cells.Count + 1);
        List<RecordValue>[] inside = [.. cells.Type.Shape!.Fields.Select(static _ => new List<RecordValue>())];
        int nulls = 0;
        bool isStruct = type is StructType;
        offsets.Append(0);
        for (int i = 0; i < cells.Count; i++)
        {
            IReadOnlyList<RecordValue>? items = cells.Items(i);
            valid.Append(items is not null);
            nulls += items is null ? 1 : 0;
            int count = isStruct ? inside.Length : items?.Count ?? 0;

            // A map's keys and values come by turns; a struct without a value still has a place in each field.
            for (int item = 0; item < count; item++)
                inside[item % inside.Length].Add(items is null ? default : items[item]);
            if (!isStruct)
                offsets.Append(inside[0].Count);
        }

        ArrayData[] children = [.. inside.Select((values, i) => ArrowColumn.Build(cells.Inside(cells.Type.Shape.Fields[i], values), FieldOf(type, i).DataType).Data)];
        ArrowBuffer validity = nulls > 0 ? valid.Build() : ArrowBuffer.Empty;
        if (isStruct)
            return ArrowArrayFactory.BuildArray(new ArrayData(type, cells.Count, nulls, 0, [validity], children));
        if (type is MapType map)
            children = [new ArrayData(new StructType([map.KeyField, map.ValueField]), inside[0].Count, 0, 0, [ArrowBuffer.Empty], children)];
        return ArrowArrayFactory.BuildArray(new ArrayData(type, cells.Count, nulls, 0, [validity, offsets.Build()], children));
    }

    private static Field FieldOf(IArrowType type, int index) => type switch
    {
        MapType map => index == 0 ? map.KeyField : map.ValueField,
        ListType list => list.ValueField,
        _ => ((StructType)type).Fields[index],
    };
}
