using System.Text;

namespace Verdict.Data.Tests;

/// <summary>Reads and writes in memory.</summary>
internal static class Rows
{
    public static readonly RecordEncoding Csv = new(RecordFormat.Csv);
    public static readonly RecordEncoding Tsv = new(RecordFormat.Tsv);
    public static readonly RecordEncoding JsonLines = new(RecordFormat.JsonLines);

    public static RecordReader Open(byte[] bytes, RecordEncoding encoding) => RecordReader.Open(new MemoryStream(bytes), "in", encoding);

    public static List<Record> Read(byte[] bytes, RecordEncoding encoding)
    {
        using RecordReader reader = Open(bytes, encoding);
        return [.. reader.Read()];
    }

    public static List<Record> Read(string text, RecordEncoding encoding) => Read(Encoding.UTF8.GetBytes(text), encoding);

    public static byte[] Write(RecordSchema schema, IEnumerable<Record> rows, RecordEncoding encoding)
    {
        var stream = new MemoryStream();
        using RecordWriter writer = RecordWriter.Create(stream, schema, encoding);
        foreach (Record row in rows)
            writer.Write(row);
        writer.Complete();
        return stream.ToArray();
    }

    public static string WriteText(RecordSchema schema, IEnumerable<Record> rows, RecordEncoding encoding) => Encoding.UTF8.GetString(Write(schema, rows, encoding));

    public static Record Row(RecordSchema schema, params RecordValue[] values) => new(schema, values, "test", 0, 1);

    public static RecordSchema Schema(params (string Name, RecordType Type)[] columns) => new(columns.Select(column => new RecordColumn(column.Name, column.Type)));

    public static string[] Texts(Record row) => [.. row.Values.Select(value => value.ToText())];
}
