namespace Verdict.Data.Columnar;

/// <summary>Values of one type on their way into a columnar file: a column's, one a row, or what lies inside of it. Immutable.</summary>
internal sealed class Cells
{
    private readonly List<Record>? _rows;
    private readonly string _file;

    private Cells(RecordColumn column, IReadOnlyList<RecordValue> values, List<Record>? rows, string file)
    {
        Column = column;
        Values = values;
        _rows = rows;
        _file = file;
    }

    public RecordColumn Column { get; }

    public RecordType Type => Column.Type;

    public IReadOnlyList<RecordValue> Values { get; }

    public int Count => Values.Count;

    /// <summary>A column of rows; there may be none.</summary>
    public static Cells Of(RecordColumn type, List<Record> rows, int column)
    {
        var values = new RecordValue[rows.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = rows[i].Values[column];
        return new(type, values, rows, rows.Count > 0 ? rows[0].File : "");
    }

    /// <summary>What lies inside of these.</summary>
    public Cells Inside(RecordColumn field, IReadOnlyList<RecordValue> values) => new(field with { Name = $"{Column.Name}.{field.Name}" }, values, null, _file);

    public bool IsNull(int index) => Values[index].IsNull;

    /// <summary>The items of a nested value; null where there is none.</summary>
    /// <exception cref="VerdictFormatException">The value is of another shape than the column, or a map has a key that is null.</exception>
    public IReadOnlyList<RecordValue>? Items(int index) =>
        IsNull(index) || Type.Shape!.Equals(Values[index].Nested?.Shape) ? Items(Values[index], index) : throw Misfit(index);

    /// <summary>The items of a value that lies anywhere inside of these.</summary>
    /// <param name="value">The value.</param>
    /// <param name="index">Which of these it lies in.</param>
    public IReadOnlyList<RecordValue>? Items(RecordValue value, int index)
    {
        if (value.Nested is not { } nested)
            return null;
        for (int i = 0; nested.Shape.Kind == NestedKind.Map && i < nested.Items.Count; i += 2)
        {
            if (nested.Items[i].IsNull)
                throw new VerdictFormatException(_file, Place(index), $"a map in column '{Column.Name}' has a key that is null, which the output cannot hold. Write JSON lines or CSV, or leave the column out.");
        }

        return nested.Items;
    }

    /// <summary>The error for a value that is not of the column's type.</summary>
    public VerdictFormatException Misfit(int index) => new(_file, Place(index), $"the value of column '{Column.Name}' is of kind {Values[index].Kind} where the output holds {Type}. Read from a file, whose types are all known beforehand, or write JSON lines.");

    private string? Place(int index) => _rows is null ? null : _rows[index].Line > 0 ? $"line {_rows[index].Line}" : $"row {_rows[index].Index + 1}";
}
