using Verdict.SparkNlp.Text.Unicode;

namespace Verdict.SparkNlp.Text;

/// <summary>
/// Spark NLP's basic tokeniser as it really is: it works on UTF-16 units, knows few signs beyond ASCII as punctuation (Java's character
/// names that contain the word), and strips accents whether or not case counts.
/// </summary>
internal static class BasicTokenizer
{
    /// <summary>The pieces of a word, none of them empty.</summary>
    public static List<string> Pieces(string word, bool caseSensitive)
    {
        List<string> pieces = [];
        for (int at = 0; Next(word, caseSensitive, ref at) is { } piece;)
            pieces.Add(piece);
        return pieces;
    }

    /// <summary>The first piece, which is all that Spark NLP keeps of a token; <see langword="null"/> where there is none.</summary>
    public static string? FirstPiece(string word, bool caseSensitive)
    {
        int at = 0;
        return Next(word, caseSensitive, ref at);
    }

    private static string? Next(string word, bool caseSensitive, ref int at)
    {
        while (at < word.Length)
        {
            int start = at;
            string piece;
            if (StandsAlone(word[at]))
            {
                piece = Normalize(word[at++].ToString(), caseSensitive);
            }
            else
            {
                while (at < word.Length && !StandsAlone(word[at]) && !Ends(word[at]))
                    at++;
                piece = Normalize(word[start..at], caseSensitive);
                // What ends a word goes, and a sign that stands alone comes next.
                if (at < word.Length && !StandsAlone(word[at]))
                    at++;
            }

            if (piece.Length > 0)
                return piece;
        }

        return null;
    }

    /// <summary>Whether a unit is a piece of its own. This is asked first: U+2008 is a sign and a space.</summary>
    private static bool StandsAlone(char c) => IsPunctuation(c) || IsIdeograph(c);

    /// <summary>Whether a unit is an ideograph, each of which is a word.</summary>
    internal static bool IsIdeograph(char c) => c is >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF';

    private static bool Ends(char c) => IsWhiteSpace(c) || IsFiltered(c);

    /// <summary>Whether a unit is dropped: controls and U+FFFD.</summary>
    internal static bool IsFiltered(char c) => c is '\uFFFD' or < '\t' or '\v' or '\f' or >= '\u000E' and <= '\u001F' or >= '\u007F' and <= '\u009F';

    /// <summary>Java's white space: not NBSP, U+2007 or U+202F.</summary>
    internal static bool IsWhiteSpace(char c) => c is >= '\t' and <= '\r' or >= '\u001C' and <= ' ' or '\u1680' or >= '\u2000' and <= '\u2006'
        or >= '\u2008' and <= '\u200A' or '\u2028' or '\u2029' or '\u205F' or '\u3000';

    /// <summary>ASCII's signs, and what has the word punctuation in its name.</summary>
    internal static bool IsPunctuation(char c) => c is >= '!' and <= '/' or >= ':' and <= '@' or >= '[' and <= '`' or >= '{' and <= '~'
        || (c >= '\u05BE' && c
            is '\u05BE' or '\u05C0' or '\u05C3' or '\u05C6' or '\u05F3' or '\u05F4' or '\u061E' or >= '\u0830' and <= '\u0835' or >= '\u0837' and <= '\u083E'
            or '\u085E' or '\u0DF4' or >= '\u16EB' and <= '\u16ED' or '\u1735' or '\u1736' or >= '\u1C3B' and <= '\u1C3F' or '\u1C7E' or '\u1C7F'
            or >= '\u1CC0' and <= '\u1CC7' or '\u2008' or '\u2055' or '\u2056' or >= '\u2058' and <= '\u205A' or >= '\u2E2A' and <= '\u2E2C'
            or '\uA4FE' or '\uA4FF' or >= '\uAA5C' and <= '\uAA5F');

    private static string Normalize(string piece, bool caseSensitive)
    {
        string bare = Decomposition.WithoutMarks(JavaText.Trim(piece));
        if (bare.Any(IsFiltered))
            bare = string.Concat(bare.Where(c => !IsFiltered(c)));
        return caseSensitive ? bare : JavaText.ToLower(bare);
    }
}
