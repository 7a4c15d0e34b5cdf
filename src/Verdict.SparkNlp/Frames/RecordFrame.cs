using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using Verdict.Data;
using ArrowSchema = Apache.Arrow.Schema;

namespace Verdict.SparkNlp.Frames;

/// <summary>Delimited text and JSON lines as frames.</summary>
internal static class RecordFrame
{
    /// <summary>Opens a file for its columns.</summary>
    public static DataFrame Open(string path, RecordFormat format)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RecordEncoding encoding = RecordEncoding.TryFromPath(path, out RecordEncoding known) ? known : new RecordEncoding(format);
        using RecordReader reader = RecordReader.Open(path, encoding);
        var schema = new ArrowSchema(reader.Schema.Columns.Select(c => new Field(c.Name, TypeOf(c.Type.Kind), true)), null);
        return new DataFrame(schema, () => Read(path, encoding, schema));
    }

    private static IArrowType TypeOf(RecordKind kind) => kind switch
    {
        RecordKind.Boolean => BooleanType.Default,
        RecordKind.Int64 => Int64Type.Default,
        RecordKind.Float64 => DoubleType.Default,
        _ => StringType.Default,
    };

    private static IEnumerable<RecordBatch> Read(string path, RecordEncoding encoding, ArrowSchema schema)
    {
        using RecordReader reader = RecordReader.Open(path, encoding);
        foreach (Record[] rows in reader.Read().Chunk(DataFrame.RowsPerBatch))
            yield return new RecordBatch(schema, schema.FieldsList.Select(f => Column(f, rows)), rows.Length);
    }

    private static IArrowArray Column(Field field, Record[] rows)
    {
        var texts = new StringArray.Builder();
        var flags = new BooleanArray.Builder();
        var whole = new Int64Array.Builder();
        var numbers = new DoubleArray.Builder();
        foreach (Record row in rows)
        {
            if (row.Error is { } error)
                throw new VerdictFormatException(row.File, row.Place[(row.File.Length + 2)..], error[(error.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
            RecordValue value = row[field.Name];
            string? text = value.Kind == RecordKind.Null ? null : value.ToText();
            _ = field.DataType.TypeId switch
            {
                ArrowTypeId.Boolean => (object)(text is null ? flags.AppendNull() : flags.Append(text == "true")),
                ArrowTypeId.Int64 => text is null ? whole.AppendNull() : whole.Append(long.Parse(text, CultureInfo.InvariantCulture)),
                ArrowTypeId.Double => text is null ? numbers.AppendNull() : numbers.Append(double.Parse(text, CultureInfo.InvariantCulture)),
                _ => text is null ? texts.AppendNull() : texts.Append(text),
            };
        }

        return field.DataType.TypeId switch
        {
            ArrowTypeId.Boolean => flags.Build(),
            ArrowTypeId.Int64 => whole.Build(),
            ArrowTypeId.Double => numbers.Build(),
            _ => texts.Build(),
        };
    }
}
