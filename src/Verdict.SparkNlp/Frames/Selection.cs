using Apache.Arrow;
using Apache.Arrow.Types;

namespace Verdict.SparkNlp.Frames;

/// <summary>A column, or a field inside it, that <see cref="DataFrame.Select"/> names.</summary>
internal sealed class Selection
{
    private readonly int _column;
    private readonly int[] _path;

    private Selection(Field field, int column, int[] path)
    {
        Field = field;
        _column = column;
        _path = path;
    }

    /// <summary>The field that comes out.</summary>
    public Field Field { get; }

    /// <summary>Finds what a name stands for; a column whose own name has a point goes before a field.</summary>
    public static Selection Of(Schema schema, string name)
    {
        string[] parts = schema.FieldsList.Any(f => f.Name == name) ? [name] : name.Split('.');
        int column = Schemas.IndexOf(schema, parts[0]);
        Field field = schema.FieldsList[column];
        List<int> path = [];
        foreach (string part in parts.Skip(1))
        {
            (StructType structure, bool list) = field.DataType switch
            {
                StructType s => (s, false),
                ListType { ValueDataType: StructType s } => (s, true),
                _ => throw new ArgumentException($"Cannot resolve column name \"{name}\": {field.Name} is of type {SparkTypes.Name(field.DataType)}, which has no fields."),
            };
            int index = structure.GetFieldIndex(part);
            if (index < 0)
                throw new ArgumentException($"No such struct field `{part}` in {string.Join(", ", structure.Fields.Select(f => f.Name))}");
            Field inner = structure.Fields[index];
            path.Add(index);
            field = list
                ? new Field(part, new ListType(new Field("element", inner.DataType, true)), true)
                : new Field(part, inner.DataType, true, inner.Metadata);
        }

        return new Selection(field, column, [.. path]);
    }

    /// <summary>The array that comes out of a batch; nothing is copied.</summary>
    public IArrowArray Take(RecordBatch batch)
    {
        IArrowArray array = batch.Column(_column);
        foreach (int index in _path)
            array = array is ListArray list ? OfList(list, index) : ((StructArray)array).Fields[index];
        return array;
    }

    private static ListArray OfList(ListArray list, int index)
    {
        IArrowArray inner = ((StructArray)list.Values).Fields[index];
        var type = new ListType(new Field("element", inner.Data.DataType, true));
        return new ListArray(new ArrayData(type, list.Length, list.NullCount, list.Offset, [list.NullBitmapBuffer, list.ValueOffsetsBuffer], [inner.Data]));
    }
}
