using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Verdict.Cli.Output;

/// <summary>
/// Writes UTF-8 lines, plain or JSON, to a stream, buffered until <see cref="Flush"/> or 32 KiB. Lone surrogates become U+FFFD.
/// Not safe for several threads.
/// </summary>
internal sealed class LineWriter : IDisposable
{
    private const int FlushAt = 32 * 1024;

    // Results are read by people and by jq, never pasted into HTML: accents and quotes stay as they are.
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Stream _stream;
    private readonly Utf8JsonWriter _json;

    public LineWriter(Stream stream)
    {
        _stream = stream;
        _json = new Utf8JsonWriter(_buffer, JsonOptions);
    }

    /// <summary>Writes one plain line.</summary>
    public void Line(ReadOnlySpan<char> text)
    {
        Encoding.UTF8.GetBytes(text, _buffer);
        EndLine();
    }

    /// <summary>Writes one JSON object as one line.</summary>
    /// <param name="value">What to write.</param>
    /// <param name="write">Writes its properties; the braces are there already.</param>
    public void Object<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        _json.WriteStartObject();
        write(_json, value);
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset(_buffer);
        EndLine();
    }

    /// <summary>Hands everything written so far to the stream.</summary>
    public void Flush()
    {
        if (_buffer.WrittenCount > 0)
            _stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
        _stream.Flush();
    }

    /// <summary>Closes the stream. What is still in the buffer is dropped: a command that succeeds flushes.</summary>
    public void Dispose()
    {
        _json.Dispose();
        _stream.Dispose();
    }

    private void EndLine()
    {
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= FlushAt)
            Flush();
    }
}
