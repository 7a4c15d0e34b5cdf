namespace Verdict.SparkNlp;

/// <summary>
/// Which tokens belong to which sentence: those that lie inside it, by position alone. Documents of a list all begin at 0, so each takes
/// the tokens of all of them that end within its length; this is what Spark NLP does, and its scores depend on it.
/// </summary>
internal static class TokenAssignment
{
    /// <summary>The tokens of each sentence, in their own order.</summary>
    public static List<string>[] Of(IReadOnlyList<Sentence> sentences, IReadOnlyList<Annotation> row)
    {
        Annotation[] tokens = [.. row.Where(a => a.AnnotatorType == AnnotatorType.Token)];
        int[] order = [.. Enumerable.Range(0, tokens.Length)];
        int[] begins = [.. tokens.Select(t => t.Begin)];
        Array.Sort(begins, order);
        var result = new List<string>[sentences.Count];
        for (int i = 0; i < result.Length; i++)
        {
            Sentence sentence = sentences[i];
            List<int> inside = [];
            for (int at = First(begins, sentence.Start); at < begins.Length && begins[at] <= sentence.End; at++)
            {
                if (tokens[order[at]].End <= sentence.End)
                    inside.Add(order[at]);
            }

            inside.Sort();
            result[i] = [.. inside.Select(t => tokens[t].Result)];
        }

        return result;
    }

    private static int First(int[] begins, int start)
    {
        int low = 0, high = begins.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (begins[middle] < start)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
