using System.Collections;

namespace Verdict.Tokenization;

/// <summary>
/// An encoding and its overflowing windows before any of them is built: the pieces of one or two texts and how they are cut.
/// </summary>
internal sealed class EncodingPlan
{
    private readonly PieceRun _first;
    private readonly PieceRun? _second;
    private readonly Windows _firstWindows;
    private readonly Windows _secondWindows;
    private readonly Template _template;
    private readonly bool _addSpecials;
    private readonly Padding? _padding;

    /// <summary>Plans an encoding.</summary>
    /// <exception cref="ArgumentException">The truncation cannot be done.</exception>
    public EncodingPlan(TokenizerParts parts, PieceRun first, PieceRun? second, bool addSpecials, Truncation? truncation)
    {
        _first = first;
        _second = second;
        _template = second is null ? parts.Single : parts.Pair;
        _addSpecials = addSpecials;
        _padding = parts.Padding;
        int other = second?.Count ?? 0;
        if (truncation is null)
        {
            _firstWindows = new Windows(first.Count, first.Count, 0, default);
            _secondWindows = new Windows(other, other, 0, default);
            return;
        }

        (int firstRoom, int secondRoom) = truncation.Room(first.Count, second?.Count, addSpecials ? _template.SpecialCount : 0);
        _firstWindows = truncation.WindowsOf(first.Count, firstRoom);
        _secondWindows = truncation.WindowsOf(other, secondRoom);
        if ((long)_firstWindows.Count * _secondWindows.Count > int.MaxValue)
            throw new ArgumentException("Truncating both texts makes more windows than can be counted. Raise the maximum length or truncate one text only.");
    }

    /// <summary>How many tokens the encoding has before padding.</summary>
    public int Length => LengthOf(_firstWindows[0]) + LengthOf(_secondWindows[0]) + (_addSpecials ? _template.SpecialCount : 0);

    /// <summary>Builds the encoding.</summary>
    /// <param name="longest">The longest encoding of its batch.</param>
    public Encoding Build(int longest)
    {
        int target = _padding?.Target(longest) ?? 0;
        int windows = _firstWindows.Count * _secondWindows.Count;
        return new Encoding(Parts(0, 0, target), windows == 1 ? [] : new OverflowingWindows(this, windows - 1, target));
    }

    private static int LengthOf((int Start, int End) window) => window.End - window.Start;

    private EncodingPart[] Parts(int firstWindow, int secondWindow, int target)
    {
        (int Start, int End) first = _firstWindows[firstWindow];
        (int Start, int End) second = _secondWindows[secondWindow];
        int length = LengthOf(first) + LengthOf(second) + (_addSpecials ? _template.SpecialCount : 0);
        List<EncodingPart> parts = [];
        foreach (TemplatePlace place in _template.Places)
        {
            if (place.Sequence == 0)
                parts.Add(new EncodingPart(_first, first.Start, LengthOf(first), place, Attention: true));
            else if (place.Sequence == 1)
                parts.Add(new EncodingPart(_second, second.Start, LengthOf(second), place, Attention: true));
            else if (_addSpecials)
                parts.Add(new EncodingPart(null, 0, 1, place, Attention: true));
        }

        if (_padding is not null && target > length)
        {
            var padding = new EncodingPart(null, 0, target - length, new TemplatePlace(-1, _padding.TypeId, _padding.Id, _padding.Token), Attention: false);
            parts.Insert(_padding.Left ? 0 : parts.Count, padding);
        }

        return [.. parts];
    }

    /// <summary>
    /// The further windows in the reference's order: each further window of the first text with every window of the second, then the
    /// first window of the first text with the further windows of the second.
    /// </summary>
    private sealed class OverflowingWindows(EncodingPlan plan, int count, int target) : IReadOnlyList<Encoding>
    {
        public int Count => count;

        public Encoding this[int index]
        {
            get
            {
                ArgumentOutOfRangeException.ThrowIfNegative(index);
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
                int perFirst = plan._secondWindows.Count;
                int shifted = index + perFirst;
                int first = shifted / perFirst;
                int second = shifted % perFirst;
                if (first == plan._firstWindows.Count)
                    (first, second) = (0, second + 1);
                return new Encoding(plan.Parts(first, second, target), []);
            }
        }

        public IEnumerator<Encoding> GetEnumerator()
        {
            for (int i = 0; i < count; i++)
                yield return this[i];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
