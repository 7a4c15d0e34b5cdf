namespace Verdict.Reports.Figures;

/// <summary>Figures of the rows that have something in common.</summary>
internal static class Slicing
{
    private const int LengthBins = 8;

    /// <summary>One slice a value, the most frequent first, values of equal frequency by their first row.</summary>
    public static SliceTable ByColumn(EvaluationSet set, string column, IReadOnlyList<string> values, int limit)
    {
        Dictionary<string, List<int>> rows = new(StringComparer.Ordinal);
        for (int row = 0; row < values.Count; row++)
        {
            if (!rows.TryGetValue(values[row], out List<int>? members))
                rows.Add(values[row], members = []);
            members.Add(row);
        }

        KeyValuePair<string, List<int>>[] ordered = [.. rows.OrderByDescending(group => group.Value.Count).ThenBy(group => group.Value[0])];
        Slice[] slices = [.. ordered.Take(limit).Select(group => Measure(set, group.Key, group.Value))];
        return new SliceTable(column, slices, ordered.Length - slices.Length, values.Count - slices.Sum(slice => slice.Count));
    }

    /// <summary>Slices by length in UTF-16 code units, cut so that each has about equally many rows; equal lengths stay together.</summary>
    public static Slice[] ByLength(EvaluationSet set)
    {
        if (set.Texts is not { } texts)
            return [];
        int[] lengths = [.. texts.Select(text => text.Length)];
        int[] order = new int[lengths.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort((int[])lengths.Clone(), order);
        List<Slice> slices = [];
        int start = 0;
        for (int bin = 1; bin <= LengthBins; bin++)
        {
            int end = (int)((long)order.Length * bin / LengthBins);
            while (end > start && end < order.Length && lengths[order[end]] == lengths[order[end - 1]])
                end++;
            if (end <= start)
                continue;
            int first = lengths[order[start]], last = lengths[order[end - 1]];
            slices.Add(Measure(set, first == last ? $"{first}" : $"{first}–{last}", new ArraySegment<int>(order, start, end - start)));
            start = end;
        }

        return [.. slices];
    }

    private static Slice Measure(EvaluationSet set, string name, IReadOnlyList<int> rows)
    {
        int labelCount = set.Labels.Count;
        double[] both = new double[labelCount], either = new double[labelCount];
        double right = 0, all = 0;
        int rightCount = 0;
        foreach (int row in rows)
        {
            double weight = set.WeightValues.Length == 0 ? 1 : set.WeightValues[row];
            all += weight;
            right += set.IsRight(row) ? weight : 0;
            rightCount += set.IsRight(row) ? 1 : 0;
            for (int label = 0; label < labelCount; label++)
            {
                bool real = set.IsMultiLabel ? set.Row(set.TruthSets, row)[label] : set.Truth[row] == label;
                bool said = set.IsMultiLabel ? set.Row(set.PredictedSets, row)[label] : set.Predicted[row] == label;
                both[label] += real && said ? weight : 0;
                either[label] += (real ? weight : 0) + (said ? weight : 0);
            }
        }

        double f1 = 0;
        for (int label = 0; label < labelCount; label++)
            f1 += Numbers.Divide(2 * both[label], either[label]) / labelCount;
        return new Slice(name, rows.Count, Numbers.Divide(right, all), Significance.Wilson(rightCount, rows.Count), f1);
    }
}
