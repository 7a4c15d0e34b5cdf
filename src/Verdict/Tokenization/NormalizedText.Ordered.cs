namespace Verdict.Tokenization;

/// <content>
/// Canonical decomposition with its reordering of marks. Stripping accents drops nearly all marks, so their order hardly ever matters; it
/// does where two marks remain that the reference does not know as such (spacing ones, and those younger than Unicode 8).
/// </content>
internal sealed partial class NormalizedText
{
    /// <summary>One code point of the decomposition.</summary>
    /// <param name="CodePoint">−1 for a mark that is dropped, which still takes its place in the order.</param>
    /// <param name="Class">The canonical combining class.</param>
    /// <param name="Consumes">Whether it stands for the next source; the others of a decomposition share the last one's.</param>
    private readonly record struct Decomposed(int CodePoint, int Class, bool Consumes);

    /// <summary>Appends text as <see cref="Append"/> does, marks in canonical order.</summary>
    private void AppendOrdered(ReadOnlySpan<char> text, int offset, Normalization steps)
    {
        List<Decomposed> items = [];
        List<(int Start, int End)> sources = [];
        Span<int> output = stackalloc int[CodePoints.MostOutputs];
        for (int i = 0; i < text.Length;)
        {
            int codePoint = CodePoints.At(text, i, out int length);
            (int Start, int End) source = (offset + i, offset + i + length);
            i += length;
            if (steps.CleanText && CodePoints.IsRemovedByCleaning(codePoint))
                continue;
            if (steps.CleanText && CodePoints.IsSpaceToCleaning(codePoint))
                codePoint = ' ';
            bool separate = steps.Separates(codePoint);
            if (separate)
                AddItem(' ');
            int count = CodePoints.StripAccents(codePoint, output);
            sources.Add(source);
            items.Add(new Decomposed(count == 0 ? -1 : output[0], CodePoints.CombiningClass(count == 0 ? codePoint : output[0]), Consumes: true));
            for (int j = 1; j < count; j++)
                items.Add(new Decomposed(output[j], CodePoints.CombiningClass(output[j]), Consumes: false));
            if (separate)
                AddItem(' ');

            void AddItem(int c)
            {
                sources.Add(source);
                items.Add(new Decomposed(c, 0, Consumes: true));
            }
        }

        Order(items);
        Write(items, sources, steps);
    }

    /// <summary>Sorts each run of marks by class, equal ones left in their order.</summary>
    private static void Order(List<Decomposed> items)
    {
        for (int start = 0; start < items.Count;)
        {
            int end = start;
            while (end < items.Count && items[end].Class != 0)
                end++;
            if (end - start > 1)
            {
                int first = start;
                foreach (Decomposed item in items[start..end].OrderBy(m => m.Class))
                    items[first++] = item;
            }

            start = end + 1;
        }
    }

    // The reference tells where a code point comes from by its position: after sorting, the n-th that stands for a source has the n-th source.
    private void Write(List<Decomposed> items, List<(int Start, int End)> sources, Normalization steps)
    {
        Span<int> output = stackalloc int[CodePoints.MostOutputs];
        int next = 0;
        foreach (Decomposed item in items)
        {
            if (item.Consumes)
                next++;
            if (item.CodePoint < 0)
                continue;
            (int start, int end) = sources[next - 1];
            output[0] = item.CodePoint;
            int count = steps.Lowercase ? CodePoints.Lowercase(item.CodePoint, output) : 1;
            for (int i = 0; i < count; i++)
                AddCodePoint(output[i], start, end);
        }
    }
}
