using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Verdict.Data.JsonLines;

/// <summary>Writes a JSON object a line: UTF-8, LF at the end, each row with its own columns.</summary>
internal sealed class JsonLinesWriter : RecordWriter
{
    private const int FlushAt = 1 << 16;

    private static readonly JsonWriterOptions Options = new()
    {
        // Letters stay letters; JSON lines are data, never part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushAt);
    private readonly Utf8JsonWriter _json;

    public JsonLinesWriter(Stream stream, RecordSchema schema)
        : base(schema)
    {
        _stream = stream;
        _json = new(_buffer, Options);
    }

    /// <summary>Each row keeps its own columns.</summary>
    private protected override Record Fit(Record record) => record;

    private protected override void WriteValues(Record record)
    {
        _json.WriteStartObject();
        IReadOnlyList<RecordColumn> columns = record.Schema.Columns;
        for (int i = 0; i < columns.Count; i++)
        {
            _json.WritePropertyName(columns[i].Name);
            JsonValue.Write(_json, record.Values[i]);
        }

        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= FlushAt)
            Drain();
    }

    private protected override void Finish()
    {
        Drain();
        _stream.Dispose();
    }

    private protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _json.Dispose();
        _stream.Dispose();
    }

    private void Drain()
    {
        _stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
