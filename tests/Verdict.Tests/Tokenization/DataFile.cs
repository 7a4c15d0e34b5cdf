using System.Text;

namespace Verdict.Tests;

/// <summary>The texts of a CSV file of <c>../shared/data</c>: its column <c>review</c>, quoted line breaks kept as they are.</summary>
internal static class DataFile
{
    public static List<string> Texts(string path)
    {
        List<string> texts = [];
        int column = -1;
        foreach (List<string> record in Records(File.ReadAllText(path)))
        {
            if (column < 0)
                column = record.IndexOf("review");
            else
                texts.Add(record[column]);
        }

        return texts;
    }

    private static IEnumerable<List<string>> Records(string csv)
    {
        List<string> record = [];
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < csv.Length; i++)
        {
            char c = csv[i];
            if (c == '"')
            {
                if (quoted && i + 1 < csv.Length && csv[i + 1] == '"')
                    field.Append(csv[++i]);
                else
                    quoted = !quoted;
            }
            else if (!quoted && c is ',' or '\n' && !quoted)
            {
                record.Add(c == '\n' ? field.ToString().TrimEnd('\r') : field.ToString());
                field.Clear();
                if (c == '\n')
                {
                    yield return record;
                    record = [];
                }
            }
            else
            {
                field.Append(c);
            }
        }

        if (field.Length > 0 || record.Count > 0)
            yield return [.. record, field.ToString()];
    }
}
