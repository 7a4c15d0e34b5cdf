namespace Verdict.Data.Delimited;

/// <summary>A cell as it stands in a delimited file, with its quotation marks, and what it means.</summary>
internal static class Cell
{
    /// <summary>
    /// The text in a cell. Quotation marks mean something only where the cell begins with one; marks further inside are
    /// plain characters, unless they hide a separator or a line break: then nobody can say what was meant.
    /// </summary>
    /// <returns>Whether the cell can be read in one way only.</returns>
    public static bool TryRead(ReadOnlySpan<char> cell, char separator, out string text)
    {
        if (cell is not ['"', ..])
        {
            text = cell.ToString();
            return !cell.Contains('"') || cell.IndexOfAny(separator, '\n', '\r') < 0;
        }

        if (cell.Length < 2 || cell[^1] != '"')
        {
            text = cell.ToString();
            return false;
        }

        ReadOnlySpan<char> inner = cell[1..^1];
        if (!inner.Contains('"'))
        {
            text = inner.ToString();
            return true;
        }

        return TryUnescape(inner, out text);
    }

    /// <summary>Each pair of marks is one; a mark alone would have ended the cell.</summary>
    private static bool TryUnescape(ReadOnlySpan<char> inner, out string text)
    {
        char[] buffer = System.Buffers.ArrayPool<char>.Shared.Rent(inner.Length);
        try
        {
            int count = 0;
            for (int i = 0; i < inner.Length; i++)
            {
                if (inner[i] == '"' && (++i == inner.Length || inner[i] != '"'))
                {
                    text = inner.ToString();
                    return false;
                }

                buffer[count++] = inner[i];
            }

            text = new string(buffer, 0, count);
            return true;
        }
        finally
        {
            System.Buffers.ArrayPool<char>.Shared.Return(buffer);
        }
    }
}
