namespace Verdict.SparkNlp.Archives.Hadoop;

/// <summary>
/// The order in which a Map of Scala 2.12 gives its pairs, and in which Spark NLP writes them: up to four as they were put in; more as a hash trie,
/// five bits of the mixed hash a level, the lowest first (<c>scala.collection.immutable.HashMap</c>). Nobody relies on it; but so the files are the same bytes.
/// </summary>
internal static class ScalaMapOrder
{
    private const int LargestPlainMap = 4;
    private const int BitsPerLevel = 5;

    /// <summary>The pairs as a Map gives them that was filled in this order.</summary>
    public static IReadOnlyList<(string Key, TValue Value)> Sort<TValue>(IReadOnlyList<(string Key, TValue Value)> pairs) =>
        pairs.Count <= LargestPlainMap ? pairs : [.. pairs.OrderBy(p => Place(p.Key))];

    /// <summary>Where a key stands: its path from the root, the first level in the highest bits.</summary>
    private static ulong Place(string key)
    {
        uint hash = Mix(JavaHash(key));
        ulong place = 0;
        for (int bit = 0; bit < 32; bit += BitsPerLevel, hash >>= BitsPerLevel)
            place = (place << BitsPerLevel) | (hash & ((1u << BitsPerLevel) - 1));
        return place;
    }

    private static uint Mix(uint hash)
    {
        hash += ~(hash << 9);
        hash ^= hash >> 14;
        hash += hash << 4;
        return hash ^ (hash >> 10);
    }

    /// <summary><c>String.hashCode</c> of Java.</summary>
    private static uint JavaHash(string text)
    {
        uint hash = 0;
        foreach (char unit in text)
            hash = (31 * hash) + unit;
        return hash;
    }
}
