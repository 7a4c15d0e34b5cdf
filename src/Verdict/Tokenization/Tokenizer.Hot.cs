namespace Verdict.Tokenization;

/// <content>What a classifier calls: ids alone, in reused memory, without allocation.</content>
public sealed partial class Tokenizer
{
    /// <summary>Splits a text into pieces, which the buffer then holds.</summary>
    internal void Tokenize(ReadOnlySpan<char> text, TokenBuffer buffer) => buffer.Fill(_parts, text, default, isPair: false);

    /// <summary>Splits a pair into pieces, which the buffer then holds.</summary>
    internal void Tokenize(ReadOnlySpan<char> text, ReadOnlySpan<char> pair, TokenBuffer buffer) => buffer.Fill(_parts, text, pair, isPair: true);

    /// <summary>Makes the model's input of the buffer's pieces: special tokens added, the longer text shortened first, on the right.</summary>
    /// <param name="buffer">Holds the pieces, then the input.</param>
    /// <param name="maxLength">The most tokens, at least as many as there are special tokens.</param>
    /// <returns>Whether pieces were left out.</returns>
    internal bool Assemble(TokenBuffer buffer, int maxLength)
    {
        int room = RoomFor(buffer, maxLength);
        int first = buffer.FirstCount;
        int second = buffer.SecondCount;
        bool fits = (long)first + second <= room;
        if (!fits)
            (first, second) = buffer.IsPair ? Truncation.LongestFirst(first, second, room) : (room, 0);
        buffer.Put(_parts, (0, first), (0, second));
        return !fits;
    }

    /// <summary>
    /// How many windows it takes to read all of the buffer's pieces. Of a pair the longer text is cut into windows and the shorter one stays
    /// whole in each of them; where that leaves no room for a new token there is one window, truncated.
    /// </summary>
    /// <param name="buffer">Holds the pieces.</param>
    /// <param name="maxLength">The most tokens of a window.</param>
    /// <param name="stride">How many pieces neighbouring windows share; not negative and, for a single text, below the room that a window has.</param>
    internal int WindowCount(TokenBuffer buffer, int maxLength, int stride) => WindowsOf(buffer, maxLength, stride)?.Count ?? 1;

    /// <summary>Makes the model's input of one window.</summary>
    /// <param name="buffer">Holds the pieces, then the input.</param>
    /// <param name="index">Which window, from 0.</param>
    /// <param name="maxLength">As for <see cref="WindowCount"/>.</param>
    /// <param name="stride">As for <see cref="WindowCount"/>.</param>
    /// <returns>Whether pieces are left out of all windows, which happens only to a pair whose shorter text fills the window.</returns>
    internal bool AssembleWindow(TokenBuffer buffer, int index, int maxLength, int stride)
    {
        Windows? windows = WindowsOf(buffer, maxLength, stride);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, windows?.Count ?? 1);
        if (windows is null)
            return Assemble(buffer, maxLength);
        if (buffer.FirstCount >= buffer.SecondCount)
            buffer.Put(_parts, windows.Value[index], (0, buffer.SecondCount));
        else
            buffer.Put(_parts, (0, buffer.FirstCount), windows.Value[index]);
        return false;
    }

    /// <summary>The windows of the longer text; <see langword="null"/> where the pair has to be truncated instead.</summary>
    private Windows? WindowsOf(TokenBuffer buffer, int maxLength, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stride);
        int longer = Math.Max(buffer.FirstCount, buffer.SecondCount);
        int room = RoomFor(buffer, maxLength) - Math.Min(buffer.FirstCount, buffer.SecondCount);
        if (longer <= room)
            return new Windows(longer, longer, 0, TruncationSide.Right);
        if (room > stride)
            return new Windows(longer, room, stride, TruncationSide.Right);
        if (!buffer.IsPair)
            throw new ArgumentOutOfRangeException(nameof(stride), stride, $"A window has room for {room} pieces, of which its neighbour would share {stride}. Lower the stride or raise the maximum length.");
        return null;
    }

    private int RoomFor(TokenBuffer buffer, int maxLength)
    {
        int specials = buffer.TemplateOf(_parts).SpecialCount;
        if (maxLength < specials)
            throw new ArgumentOutOfRangeException(nameof(maxLength), maxLength, $"The special tokens alone are {specials}. Raise the maximum length.");
        return maxLength - specials;
    }
}
