using System.Globalization;
using nietras.SeparatedValues;

namespace Verdict.Testing;

/// <summary>Reads the review sets of <c>../shared/data</c>: a column of texts and one of polarities.</summary>
public static class ReviewRows
{
    /// <summary>Every row: its text and polarity (0 negative, 1 positive, −1 neither).</summary>
    public static IEnumerable<(string Text, int Polarity)> Read(string path)
    {
        using SepReader reader = Sep.New(',').Reader(o => o with { Unescape = true }).FromFile(path);
        List<(string, int)> rows = [];

        // The tweets have labels of another kind.
        bool hasPolarity = reader.Header.TryIndexOf("polarity", out int polarity);
        foreach (SepReader.Row row in reader)
            rows.Add((row["review"].ToString(), hasPolarity && int.TryParse(row[polarity].Span, NumberStyles.None, CultureInfo.InvariantCulture, out int p) ? p : -1));
        return rows;
    }
}
