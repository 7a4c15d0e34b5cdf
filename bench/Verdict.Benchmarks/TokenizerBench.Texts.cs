using nietras.SeparatedValues;

namespace Verdict.Benchmarks;

/// <summary>The texts of a CSV file of the shared data: its column <c>review</c>, quoted line breaks kept as they are.</summary>
internal static class DataTexts
{
    /// <summary>Reads them in order.</summary>
    public static IEnumerable<string> Read(string path)
    {
        using SepReader reader = Sep.New(',').Reader(o => o with { Unescape = true }).FromFile(path);
        List<string> texts = [];
        foreach (SepReader.Row row in reader)
            texts.Add(row["review"].ToString());
        return texts;
    }
}
