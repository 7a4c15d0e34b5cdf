using System.Buffers;
using System.Text;
using nietras.SeparatedValues;

namespace Verdict.Data.Delimited;

/// <summary>Writes comma- or tab-separated values: UTF-8, a header, LF at the end of rows, cells quoted where needed.</summary>
internal sealed class DelimitedWriter : RecordWriter
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",;\t\"\r\n");
    private readonly SepWriter? _rows;
    private readonly Stream _stream;

    public DelimitedWriter(Stream stream, RecordSchema schema, char separator, bool header)
        : base(schema)
    {
        _stream = stream;
        if (schema.Columns.Count == 0)
            return;
        var text = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        if (header)
            text.Write(string.Join(separator, schema.Columns.Select(column => Quote(column.Name))) + "\n");
        _rows = Sep.New(separator).Writer(options => options with { Escape = true, WriteHeader = false }).To(text);
    }

    /// <summary>A column's name. One with a semicolon is quoted too, or the header would look separated by it to a reader that guesses.</summary>
    private static string Quote(string name) => !name.AsSpan().ContainsAny(Special) ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private protected override void WriteValues(Record record)
    {
        if (_rows is null)
            return;
        using SepWriter.Row row = _rows.NewRow();
        for (int i = 0; i < record.Values.Count; i++)
            row[i].Set(record.Values[i].ToText());
    }

    private protected override void Finish()
    {
        _rows?.Dispose();
        _stream.Dispose();
    }

    private protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream.Dispose();
    }
}
