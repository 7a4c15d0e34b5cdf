using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Verdict.SparkNlp.Frames;

/// <summary>Arrow's types by Spark's names.</summary>
internal static class SparkTypes
{
    /// <summary>A type on one line, such as <c>array&lt;string&gt;</c>.</summary>
    public static string Name(IArrowType type) => type switch
    {
        MapType map => $"map<{Name(map.KeyField.DataType)},{Name(map.ValueField.DataType)}>",
        ListType list => $"array<{Name(list.ValueDataType)}>",
        StructType structure => $"struct<{string.Join(',', structure.Fields.Select(f => $"{f.Name}:{Name(f.DataType)}"))}>",
        Int32Type => "int",
        Int64Type => "bigint",
        Int16Type => "smallint",
        Int8Type => "tinyint",
        _ => Simple(type),
    };

    /// <summary>A schema as <c>printSchema</c> shows it.</summary>
    public static string Tree(Schema schema)
    {
        var text = new StringBuilder("root\n");
        foreach (Field field in schema.FieldsList)
            Append(text, field, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Field field, int depth)
    {
        Indent(text, depth).Append($"{field.Name}: {Head(field.DataType)} (nullable = {Bool(field.IsNullable)})\n");
        AppendInside(text, field.DataType, depth + 1);
    }

    private static void AppendInside(StringBuilder text, IArrowType type, int depth)
    {
        switch (type)
        {
            case MapType map:
                Indent(text, depth).Append($"key: {Head(map.KeyField.DataType)}\n");
                AppendInside(text, map.KeyField.DataType, depth + 1);
                Indent(text, depth).Append($"value: {Head(map.ValueField.DataType)} (valueContainsNull = {Bool(map.ValueField.IsNullable)})\n");
                AppendInside(text, map.ValueField.DataType, depth + 1);
                break;
            case ListType list:
                Indent(text, depth).Append($"element: {Head(list.ValueDataType)} (containsNull = {Bool(list.ValueField.IsNullable)})\n");
                AppendInside(text, list.ValueDataType, depth + 1);
                break;
            case StructType structure:
                foreach (Field field in structure.Fields)
                    Append(text, field, depth);
                break;
        }
    }

    private static StringBuilder Indent(StringBuilder text, int depth)
    {
        for (int i = 0; i < depth; i++)
            text.Append(" |   ");
        return text.Append(" |-- ");
    }

    private static string Bool(bool value) => value ? "true" : "false";

    /// <summary>A type's name without what is inside it.</summary>
    public static string Head(IArrowType type) => type switch
    {
        MapType => "map",
        ListType => "array",
        StructType => "struct",
        _ => Simple(type),
    };

    private static string Simple(IArrowType type) => type.TypeId switch
    {
        ArrowTypeId.String or ArrowTypeId.LargeString or ArrowTypeId.StringView => "string",
        ArrowTypeId.Int32 => "integer",
        ArrowTypeId.Int64 => "long",
        ArrowTypeId.Int16 => "short",
        ArrowTypeId.Int8 => "byte",
        ArrowTypeId.Boolean => "boolean",
        ArrowTypeId.Float => "float",
        ArrowTypeId.Double => "double",
        ArrowTypeId.Date32 => "date",
        ArrowTypeId.Timestamp => "timestamp",
        ArrowTypeId.Binary => "binary",
        ArrowTypeId.Null => "void",
        _ => type.Name,
    };
}
