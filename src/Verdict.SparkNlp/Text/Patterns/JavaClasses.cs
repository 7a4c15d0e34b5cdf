using System.Globalization;

namespace Verdict.SparkNlp.Text.Patterns;

/// <summary>Java's predefined character classes: <c>\s</c> and its like are ASCII, unlike .NET's.</summary>
internal static class JavaClasses
{
    public static CodePointSet Space { get; } = CodePointSet.Of("\t\n\v\f\r ");

    public static CodePointSet Digit { get; } = CodePointSet.Range('0', '9');

    public static CodePointSet Word { get; } = Digit.Or(Letters).Or(CodePointSet.Of("_"));

    public static CodePointSet LineTerminators { get; } = CodePointSet.Of("\n\r\u0085\u2028\u2029");

    public static CodePointSet Horizontal { get; } = CodePointSet.Of("\t \u00A0\u1680\u180E\u202F\u205F\u3000").Or(CodePointSet.Range(0x2000, 0x200A));

    public static CodePointSet Vertical { get; } = CodePointSet.Of("\n\v\f\r\u0085\u2028\u2029");

    /// <summary>What <c>\b</c> takes for a part of a word: letters, decimal digits and the low line.</summary>
    public static CodePointSet BoundaryWord { get; } = CodePointSet.Of(
        UnicodeCategory.UppercaseLetter, UnicodeCategory.LowercaseLetter, UnicodeCategory.TitlecaseLetter,
        UnicodeCategory.ModifierLetter, UnicodeCategory.OtherLetter, UnicodeCategory.DecimalDigitNumber).Or(CodePointSet.Of("_"));

    private static CodePointSet Letters => CodePointSet.Range('a', 'z').Or(CodePointSet.Range('A', 'Z'));

    private static CodePointSet Punctuation => CodePointSet.Of("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

    /// <summary>The class of a name inside <c>\p{…}</c>, or <see langword="null"/> where it is not one of those understood here.</summary>
    public static CodePointSet? Named(string name) => name switch
    {
        "Lower" => CodePointSet.Range('a', 'z'),
        "Upper" => CodePointSet.Range('A', 'Z'),
        "ASCII" => CodePointSet.Range(0, 0x7F),
        "Alpha" => Letters,
        "Digit" => Digit,
        "Alnum" => Letters.Or(Digit),
        "Punct" => Punctuation,
        "Graph" => Letters.Or(Digit).Or(Punctuation),
        "Print" => Letters.Or(Digit).Or(Punctuation).Or(CodePointSet.Of(" ")),
        "Blank" => CodePointSet.Of(" \t"),
        "Cntrl" => CodePointSet.Range(0, 0x1F).Or(CodePointSet.Range(0x7F, 0x7F)),
        "XDigit" => Digit.Or(CodePointSet.Range('a', 'f')).Or(CodePointSet.Range('A', 'F')),
        "Space" => Space,
        "IsAlphabetic" => Category("L")!.Or(Category("Nl")!),
        "IsLetter" => Category("L"),
        "IsDigit" => Category("Nd"),
        "IsPunctuation" => Category("P"),
        "IsUppercase" => Category("Lu"),
        "IsLowercase" => Category("Ll"),
        "IsTitlecase" => Category("Lt"),
        "IsControl" => Category("Cc"),
        "IsWhite_Space" => Vertical.Or(Category("Z")!).Or(CodePointSet.Of("\t")),
        _ => Category(name.StartsWith("Is", StringComparison.Ordinal) ? name[2..] : name.StartsWith("gc=", StringComparison.Ordinal) ? name[3..] : name),
    };

    private static CodePointSet? Category(string name)
    {
        UnicodeCategory[] categories = [.. Enum.GetValues<UnicodeCategory>().Where(c => Abbreviation(c).StartsWith(name, StringComparison.Ordinal))];
        return name.Length is 1 or 2 && categories.Length > 0 ? CodePointSet.Of(categories) : null;
    }

    private static string Abbreviation(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => "Lu",
        UnicodeCategory.LowercaseLetter => "Ll",
        UnicodeCategory.TitlecaseLetter => "Lt",
        UnicodeCategory.ModifierLetter => "Lm",
        UnicodeCategory.OtherLetter => "Lo",
        UnicodeCategory.NonSpacingMark => "Mn",
        UnicodeCategory.SpacingCombiningMark => "Mc",
        UnicodeCategory.EnclosingMark => "Me",
        UnicodeCategory.DecimalDigitNumber => "Nd",
        UnicodeCategory.LetterNumber => "Nl",
        UnicodeCategory.OtherNumber => "No",
        UnicodeCategory.SpaceSeparator => "Zs",
        UnicodeCategory.LineSeparator => "Zl",
        UnicodeCategory.ParagraphSeparator => "Zp",
        UnicodeCategory.Control => "Cc",
        UnicodeCategory.Format => "Cf",
        UnicodeCategory.Surrogate => "Cs",
        UnicodeCategory.PrivateUse => "Co",
        UnicodeCategory.ConnectorPunctuation => "Pc",
        UnicodeCategory.DashPunctuation => "Pd",
        UnicodeCategory.OpenPunctuation => "Ps",
        UnicodeCategory.ClosePunctuation => "Pe",
        UnicodeCategory.InitialQuotePunctuation => "Pi",
        UnicodeCategory.FinalQuotePunctuation => "Pf",
        UnicodeCategory.OtherPunctuation => "Po",
        UnicodeCategory.MathSymbol => "Sm",
        UnicodeCategory.CurrencySymbol => "Sc",
        UnicodeCategory.ModifierSymbol => "Sk",
        UnicodeCategory.OtherSymbol => "So",
        _ => "Cn",
    };
}
