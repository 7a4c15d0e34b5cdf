using System.Buffers;
using System.Text;
using Apache.Arrow;

namespace Verdict.SparkNlp.Frames;

/// <summary>A frame's first rows as Spark's <c>show</c> draws them.</summary>
internal static class ShowText
{
    private const int NarrowestColumn = 3;
    private static readonly SearchValues<char> Controls = SearchValues.Create("\n\r\t\f\b\v\a");

    /// <summary>Draws rows.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="batches">The rows; no more are asked for than are shown, and one.</param>
    /// <param name="rows">How many rows are shown at most.</param>
    /// <param name="truncate">The longest cell in characters; 0 shows all of every cell and aligns left.</param>
    /// <param name="vertical">One line a cell instead of one a row.</param>
    public static string Of(Schema schema, IEnumerable<RecordBatch> batches, int rows, int truncate, bool vertical)
    {
        string[] names = [.. schema.FieldsList.Select(f => Escape(f.Name))];
        List<string[]> cells = [];
        bool more = false;
        foreach (RecordBatch batch in batches)
        {
            for (int i = 0; i < batch.Length && !more; i++)
            {
                if (cells.Count == rows)
                    more = true;
                else
                    cells.Add([.. batch.Arrays.Select(a => Cut(Escape(Cells.Text(a, i)), truncate))]);
            }

            if (more)
                break;
        }

        var text = new StringBuilder();
        if (vertical)
            Vertical(text, names, cells);
        else
            Table(text, names, cells, right: truncate > 0);
        if (more)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"only showing top {rows} {(rows == 1 ? "row" : "rows")}\n");
        return text.ToString();
    }

    private static void Table(StringBuilder text, string[] names, List<string[]> cells, bool right)
    {
        int[] widths = [.. names.Select((n, c) => cells.Select(r => Width(r[c])).Append(Width(n)).Append(NarrowestColumn).Max())];
        string rule = "+" + string.Concat(widths.Select(w => new string('-', w) + "+")) + "\n";
        text.Append(rule);
        Line(text, names, widths, right);
        text.Append(rule);
        foreach (string[] row in cells)
            Line(text, row, widths, right);
        text.Append(rule);
    }

    private static void Line(StringBuilder text, string[] row, int[] widths, bool right)
    {
        text.Append('|');
        for (int i = 0; i < row.Length; i++)
        {
            string pad = new(' ', widths[i] - Width(row[i]));
            text.Append(right ? pad + row[i] : row[i] + pad).Append('|');
        }

        text.Append('\n');
    }

    private static void Vertical(StringBuilder text, string[] names, List<string[]> cells)
    {
        int name = names.Select(Width).Append(NarrowestColumn).Max();
        int data = cells.SelectMany(r => r).Select(Width).Append(NarrowestColumn).Max();
        if (cells.Count == 0)
            text.Append("(0 rows)\n");
        for (int r = 0; r < cells.Count; r++)
        {
            // Spark's rule line is as long as name, bar and data, with the same two spaces of margin.
            string head = $"-RECORD {r}";
            text.Append(head.PadRight(name + data + 5, '-')).Append('\n');
            for (int c = 0; c < names.Length; c++)
                text.Append(' ').Append(names[c]).Append(' ', name - Width(names[c])).Append(" | ").Append(cells[r][c]).Append(' ', data - Width(cells[r][c])).Append(" \n");
        }
    }

    private static string Cut(string cell, int truncate) => truncate <= 0 || cell.Length <= truncate ? cell
        : truncate < 4 ? cell[..truncate]
        : cell[..(truncate - 3)] + "...";

    private static string Escape(string text) => !text.AsSpan().ContainsAny(Controls) ? text
        : text.Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t").Replace("\f", "\\f").Replace("\b", "\\b").Replace("\v", "\\v").Replace("\a", "\\a");

    /// <summary>A text's width in a terminal: East Asian wide characters count two.</summary>
    private static int Width(string text)
    {
        int width = text.Length;
        foreach (char c in text)
        {
            if (c is >= '\u1100' and <= '\u115F' or >= '\u2E80' and <= '\uA4CF' or >= '\uAC00' and <= '\uD7A3' or >= '\uF900' and <= '\uFAFF'
                or >= '\uFE30' and <= '\uFE6F' or >= '\uFF00' and <= '\uFF60' or >= '\uFFE0' and <= '\uFFE6')
            {
                width++;
            }
        }

        return width;
    }
}
