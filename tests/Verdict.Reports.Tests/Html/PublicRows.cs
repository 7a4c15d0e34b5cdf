using System.Globalization;
using System.Text;
using Verdict.Testing;

namespace Verdict.Reports.Tests.Html;

/// <summary>The public AlloCiné rows with the logits that came with a model.</summary>
internal static class PublicRows
{
    public static EvaluationSet Of(string model)
    {
        List<string[]> rows = Csv(RepositoryPaths.Shared("data", "allocine", "test-public.csv"));
        List<string[]> logits = Csv(RepositoryPaths.Shared("models", model, "public-logits.csv"));
        int text = Array.IndexOf(rows[0], "review"), label = Array.IndexOf(rows[0], "polarity");
        return EvaluationSet.SingleLabel(
            ["neg", "pos"],
            [.. rows.Skip(1).Select(row => row[label] == "1" ? 1 : 0)],
            [.. logits.Skip(1).SelectMany(row => row.Skip(1)).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))]) with
        {
            Texts = [.. rows.Skip(1).Select(row => row[text])],
        };
    }

    private static List<string[]> Csv(string path)
    {
        List<string[]> rows = [];
        List<string> cells = [];
        StringBuilder cell = new();
        bool quoted = false;
        string content = File.ReadAllText(path);
        for (int i = 0; i < content.Length; i++)
        {
            char c = content[i];
            if (quoted && c == '"' && i + 1 < content.Length && content[i + 1] == '"')
                cell.Append(content[i++]);
            else if (c == '"')
                quoted = !quoted;
            else if (!quoted && c is (',' or '\n'))
                EndCell(c == '\n');
            else if (quoted || c != '\r')
                cell.Append(c);
        }

        if (cell.Length > 0 || cells.Count > 0)
            EndCell(true);
        return rows;

        void EndCell(bool endRow)
        {
            cells.Add(cell.ToString());
            cell.Clear();
            if (!endRow)
                return;
            rows.Add([.. cells]);
            cells.Clear();
        }
    }
}
