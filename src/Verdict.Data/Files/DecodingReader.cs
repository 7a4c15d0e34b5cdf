using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Verdict.Data.Files;

/// <summary>
/// Bytes to characters: UTF-8, or UTF-16 of either order where a byte-order mark says so. Bytes that are no text become
/// a lone surrogate each (see <see cref="WellFormed"/>), so that the row they stand in can be marked and no other row suffers.
/// </summary>
internal sealed class DecodingReader : TextReader
{
    private const int ByteCount = 1 << 16;
    private readonly Stream _stream;
    private readonly byte[] _bytes = new byte[ByteCount];
    private readonly char[] _chars = new char[ByteCount];
    private int _byteStart, _byteEnd, _charStart, _charEnd;
    private bool _started, _ended;
    private Form _form;

    public DecodingReader(Stream stream) => _stream = stream;

    private enum Form
    {
        Utf8,
        Utf16LittleEndian,
        Utf16BigEndian,
    }

    /// <summary>The beginning of what is still to be read, at most 64 Ki characters; read without taking it away.</summary>
    public ReadOnlySpan<char> PeekStart()
    {
        if (_charStart == _charEnd)
            Fill();
        return _chars.AsSpan(_charStart.._charEnd);
    }

    public override int Peek() => _charStart < _charEnd || Fill() ? _chars[_charStart] : -1;

    public override int Read() => _charStart < _charEnd || Fill() ? _chars[_charStart++] : -1;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (buffer.IsEmpty || (_charStart == _charEnd && !Fill()))
            return 0;
        int count = Math.Min(buffer.Length, _charEnd - _charStart);
        _chars.AsSpan(_charStart, count).CopyTo(buffer);
        _charStart += count;
        return count;
    }

    public override int ReadBlock(Span<char> buffer)
    {
        int total = 0;
        while (total < buffer.Length && Read(buffer[total..]) is int count and > 0)
            total += count;
        return total;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Decodes at least one character, or says that there is none.</summary>
    private bool Fill()
    {
        if (!_started)
            Start();
        _charStart = _charEnd = 0;
        while (_charEnd == 0)
        {
            if (_byteStart == _byteEnd && !More())
                return false;
            if (_form == Form.Utf8)
                DecodeUtf8();
            else
                DecodeUtf16();
        }

        return true;
    }

    private void Start()
    {
        _started = true;
        while (_byteEnd < 3 && More())
        {
        }

        ReadOnlySpan<byte> start = _bytes.AsSpan(0, _byteEnd);
        (_form, _byteStart) = start switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Form.Utf8, 3),
            [0xFF, 0xFE, ..] => (Form.Utf16LittleEndian, 2),
            [0xFE, 0xFF, ..] => (Form.Utf16BigEndian, 2),
            _ => (Form.Utf8, 0),
        };
    }

    /// <summary>Moves what is left to the front and reads more behind it.</summary>
    private bool More()
    {
        if (_ended)
            return false;
        _bytes.AsSpan(_byteStart.._byteEnd).CopyTo(_bytes);
        _byteEnd -= _byteStart;
        _byteStart = 0;
        int count = _stream.Read(_bytes, _byteEnd, _bytes.Length - _byteEnd);
        _byteEnd += count;
        _ended = count == 0;
        return count > 0;
    }

    private void DecodeUtf8()
    {
        Utf8.ToUtf16(_bytes.AsSpan(_byteStart.._byteEnd), _chars, out int read, out int written, replaceInvalidSequences: false, isFinalBlock: _ended);
        _byteStart += read;
        _charEnd = written;
        if (written > 0 || _byteStart == _byteEnd)
            return;
        OperationStatus status = Rune.DecodeFromUtf8(_bytes.AsSpan(_byteStart.._byteEnd), out _, out int consumed);
        if (status == OperationStatus.NeedMoreData && More())
            return;
        _chars[_charEnd++] = (char)(0xDC00 | _bytes[_byteStart]);
        _byteStart += Math.Max(consumed, 1);
    }

    private void DecodeUtf16()
    {
        if (_byteEnd - _byteStart < 2 && !More())
        {
            _chars[_charEnd++] = (char)(0xDC00 | _bytes[_byteStart++]);
            return;
        }

        int count = (_byteEnd - _byteStart) / 2;
        ReadOnlySpan<ushort> units = MemoryMarshal.Cast<byte, ushort>(_bytes.AsSpan(_byteStart, count * 2));
        Span<ushort> target = MemoryMarshal.Cast<char, ushort>(_chars.AsSpan(0, count));
        if (_form == Form.Utf16LittleEndian == BitConverter.IsLittleEndian)
            units.CopyTo(target);
        else
            BinaryPrimitives.ReverseEndianness(units, target);
        _byteStart += count * 2;
        _charEnd = count;
    }
}
