using Verdict.Data.Files;

namespace Verdict.Data.JsonLines;

/// <summary>Splits characters into lines at LF alone: JSON may hold U+0085, U+2028 and the like unescaped.</summary>
internal sealed class LineReader(DecodingReader reader, int maxLength) : IDisposable
{
    private char[] _buffer = new char[1 << 14];
    private int _start, _end;

    /// <summary>The number of the line that <see cref="Next"/> gave last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next line without its LF (and without a CR before it).</summary>
    /// <param name="line">The line; valid until the next call. Empty where it is too long.</param>
    /// <param name="tooLong">Whether it has more characters than allowed; it has then been passed over.</param>
    /// <returns>Whether there was one.</returns>
    public bool Next(out ReadOnlyMemory<char> line, out bool tooLong)
    {
        tooLong = false;
        Number++;
        int searched = _start;
        while (true)
        {
            int at = _buffer.AsSpan(searched.._end).IndexOf('\n');
            if (at >= 0)
            {
                line = tooLong ? default : Trim(_buffer.AsMemory(_start..(searched + at)));
                _start = searched + at + 1;
                return true;
            }

            if (_end - _start > maxLength)
            {
                tooLong = true;
                _start = _end = 0;
            }

            searched = Grow();
            if (searched == _end)
            {
                bool any = tooLong || _start < _end;
                line = Trim(_buffer.AsMemory(_start.._end));
                _start = _end;
                return any;
            }
        }
    }

    public void Dispose() => reader.Dispose();

    private static ReadOnlyMemory<char> Trim(ReadOnlyMemory<char> line) => line.Span is [.., '\r'] ? line[..^1] : line;

    /// <summary>Reads more behind what is there; returns where the new part begins, which is the end where there is no more.</summary>
    private int Grow()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        int old = _end;
        _end += reader.Read(_buffer.AsSpan(_end));
        return old;
    }
}
