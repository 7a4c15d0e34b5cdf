namespace Verdict.Tokenization;

/// <summary>How to shorten what is too long, and the windows that come of it.</summary>
/// <param name="MaxLength">The most tokens, special tokens included.</param>
/// <param name="Strategy">Which text gives up tokens.</param>
/// <param name="Side">Which end is cut off.</param>
/// <param name="Stride">How many tokens neighbouring windows share.</param>
internal sealed record Truncation(int MaxLength, TruncationStrategy Strategy, TruncationSide Side, int Stride)
{
    /// <summary>How many pieces of each text stay.</summary>
    /// <param name="first">Pieces of the first text.</param>
    /// <param name="second">Pieces of the second text, <see langword="null"/> where there is none.</param>
    /// <param name="specials">Special tokens that will be added.</param>
    /// <exception cref="ArgumentException">The text that must give up tokens is too short, or is not there.</exception>
    public (int First, int Second) Room(int first, int? second, int specials)
    {
        int other = second ?? 0;
        int room = MaxLength - specials;
        long tooMany = (long)first + other - room;

        // Below zero the reference's unsigned subtraction wraps around to "no limit".
        if (room < 0 || tooMany <= 0)
            return (first, other);
        if (room == 0)
            return (0, 0);
        if (Strategy == TruncationStrategy.LongestFirst)
            return second is null ? (room, 0) : LongestFirst(first, other, room);
        if (Strategy == TruncationStrategy.OnlySecond && second is null)
            throw new ArgumentException("Only the second text may be truncated, but there is none. Give a pair or truncate the first text.");
        int target = Strategy == TruncationStrategy.OnlyFirst ? first : other;
        if (target <= tooMany)
        {
            throw new ArgumentException(
                $"The {(Strategy == TruncationStrategy.OnlyFirst ? "first" : "second")} text has {target} tokens, too few to give up {tooMany} so that {MaxLength} remain. Raise the maximum length or truncate the longest first.");
        }

        return Strategy == TruncationStrategy.OnlyFirst ? (first - (int)tooMany, other) : (first, other - (int)tooMany);
    }

    /// <summary>How many pieces of each text stay where the longer one gives up pieces first.</summary>
    /// <param name="first">Pieces of the first text.</param>
    /// <param name="second">Pieces of the second text; both together are more than <paramref name="room"/>.</param>
    /// <param name="room">How many may stay.</param>
    public static (int First, int Second) LongestFirst(int first, int second, int room)
    {
        int shorter = Math.Min(first, second);
        int longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
        if ((long)shorter + longer > room)
        {
            shorter = room / 2;
            longer = shorter + (room % 2);
        }

        return first > second ? (longer, shorter) : (shorter, longer);
    }

    /// <summary>The windows of one text: the one that stays, then the further ones.</summary>
    /// <param name="count">Pieces of the text.</param>
    /// <param name="length">Pieces of a window.</param>
    /// <exception cref="ArgumentException">The stride leaves a window no room for new pieces.</exception>
    public Windows WindowsOf(int count, int length)
    {
        if (length >= count)
            return new Windows(count, count, 0, Side);
        if (length > 0 && Stride >= length)
        {
            throw new ArgumentException(
                $"The stride of {Stride} tokens must be less than the {length} tokens of text that a window has room for. Lower the stride or raise the maximum length.");
        }

        return new Windows(count, length, Stride, Side);
    }
}

/// <summary>The windows of a text that is cut into overlapping stretches.</summary>
/// <param name="Total">Pieces of the text.</param>
/// <param name="Length">Pieces of a window; 0 where nothing may stay: then the second window is the whole text.</param>
/// <param name="Stride">Pieces that neighbours share.</param>
/// <param name="Side">The end that is cut off; windows begin at the other.</param>
internal readonly record struct Windows(int Total, int Length, int Stride, TruncationSide Side)
{
    /// <summary>How many windows there are, at least one.</summary>
    public int Count =>
        Length >= Total ? 1
        : Length == 0 ? 2
        : 1 + ((Total - Length + Length - Stride - 1) / (Length - Stride));

    /// <summary>The first piece of a window and the one after its last.</summary>
    public (int Start, int End) this[int index]
    {
        get
        {
            if (Length >= Total)
                return (0, Total);
            if (Length == 0)
                return index == 0 ? (0, 0) : (0, Total);
            int from = index * (Length - Stride);
            return Side == TruncationSide.Right
                ? (from, Math.Min(from + Length, Total))
                : (Math.Max(Total - from - Length, 0), Total - from);
        }
    }
}
