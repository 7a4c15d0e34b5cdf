using System.Text;

namespace Verdict.Benchmarks;

/// <summary>The texts of a CSV file of the shared data: its column <c>review</c>, quoted line breaks kept as they are.</summary>
internal static class DataTexts
{
    /// <summary>Reads them in order.</summary>
    public static IEnumerable<string> Read(string path)
    {
        int column = -1;
        foreach (List<string> record in Records(File.ReadAllText(path)))
        {
            if (column < 0)
                column = record.IndexOf("review");
            else
                yield return record[column];
        }
    }

    private static IEnumerable<List<string>> Records(string csv)
    {
        List<string> record = [];
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < csv.Length; i++)
        {
            char c = csv[i];
            if (c == '"' && quoted && i + 1 < csv.Length && csv[i + 1] == '"')
            {
                field.Append(csv[++i]);
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (quoted || c is not (',' or '\n'))
            {
                field.Append(c);
            }
            else
            {
                record.Add(c == '\n' ? field.ToString().TrimEnd('\r') : field.ToString());
                field.Clear();
                if (c == ',')
                    continue;
                yield return record;
                record = [];
            }
        }

        if (field.Length > 0 || record.Count > 0)
            yield return [.. record, field.ToString()];
    }
}
