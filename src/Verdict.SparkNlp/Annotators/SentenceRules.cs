using System.Buffers;
using System.Text.RegularExpressions;
using Verdict.SparkNlp.Text;
using Verdict.SparkNlp.Text.Patterns;

namespace Verdict.SparkNlp;

/// <summary>
/// The rules by which Spark NLP's pragmatic detector finds sentences (they go back to Kevin Dias's pragmatic_segmenter): points that end
/// nothing are masked by private characters, those that do get a break behind them, and quoted stretches are fenced in. Patterns are Java's.
/// </summary>
internal static class SentenceRules
{
    private const char Break = '\uF050';
    private const string Open = "\uF056";
    private const string Close = "\uF057";
    private const string Abbreviation = "\u255E";
    private const string Number = "\u255F";
    private const string Period = "\u2554";
    private const string Question = "\u2564";
    private const string Exclamation = "\u2565";
    private const string Ellipsis = "\u2566";

    private static readonly Lazy<Step[]> Lists = new(() =>
    [
        Step.Item(@"(\()[a-z]+\)|^[a-z]+\)"),
        Step.Item(@"\s\d{1,2}\.\s|^\d{1,2}\.\s|\s\d{1,2}\.\)|^\d{1,2}\.\)|\s\-\d{1,2}\.\s|^\-\d{1,2}\.\s|s\-\d{1,2}\.\)|^\-\d{1,2}(.\))"),
    ]);

    private static readonly Lazy<Step[]> Numbers = new(() =>
    [
        Step.Mask(Number, @"\.(?=\d)"),
        Step.Mask(Number, @"(?<=\d)\.(?=\S)"),
        Step.Mask(Number, @"(?<=^\d)\.(?=(\s\S)|\))"),
        Step.Mask(Number, @"(?<=^\d\d)\.(?=(\s\S)|\))"),
    ]);

    private static readonly Lazy<Step[]> Always = new(() =>
    [
        Step.Fence(@"\b[a-zA-Z](?:\.[a-zA-Z])+(?:\.(?!\s[A-Z]))*"),
        Step.Fence(@"(?i)p\.m\.*"),
        Step.Fence(@"(?i)a\.m\.*"),
        Step.Mask(Abbreviation, @"\.(?='s\s)|\.(?='s\$)|\.(?='s\z)"),
        Step.Mask(Abbreviation, @"(?<=Co)\.(?=\sKG)"),
        Step.Mask(Abbreviation, @"(?<=^[A-Z])\.(?=\s)"),
        Step.Mask(Abbreviation, @"(?<=\s[A-Z])\.(?=\s)"),
    ]);

    private static readonly Lazy<Step[]> Dictionary = new(() =>
    {
        string titles = "dr|mr|ms|prof|mt|st", numbered = "no|p|px";
        string all = "adj|bros|btw|co|col|corp|cpl|dec|aug|del|dept|dist|dr|e.g|etc|exp|feb|fy|hr|i.e|id|inc|jan|jr|jul|jun|lt|ltd|mar|may|min|mr|mrs|ms|no|nov|oct|ok|p|px|plz|prof|rep|sec|sep|sept|sr|st|u.s|ver|vs";
        return
        [
            After(titles, @"\s"),
            After(titles, @":\d+"),
            After(numbered, @"\s\d"),
            After(numbered, @"\s+\("),
            // A hyphen counts behind an abbreviation inside the text only, not at its beginning.
            Step.Mask(Abbreviation, $@"(?<=\s(?i:{all}))\.(?=[.:\-?]|\s([a-z]|I\s|I'm|I'll|\d))|(?<=^(?i:{all}))\.(?=[.:?]|\s([a-z]|I\s|I'm|I'll|\d))"),
            After(all, ","),
        ];

        static Step After(string abbreviations, string next) =>
            Step.Mask(Abbreviation, $@"(?<=\s(?i:{abbreviations}))\.(?={next})|(?<=^(?i:{abbreviations}))\.(?={next})");
    });

    private static readonly Lazy<Step[]> Rest = new(() =>
    [
        Step.Behind(@"(?<=\S)[!\?]+(?=\s|\z|\$)"),
        Step.Mask(Period, @"(?<=\w)\.(?=\w)"),
        Step.Mask(Period, @"(?<=[a-zA-z]°)\.(?=\s*\d+)"),
        Step.Mask(Ellipsis + Break, @"\.\.\.(?=\s+[A-Z])"),
        Step.Mask(Ellipsis + Break, @"(?<=\S)\.{3}(?=\.\s[A-Z])"),
        Step.Fence(@"(?<=\s|^)'[\w\s?!\.,|']+'(?:\W)"),
        Step.Fence("\"[\\w\\s?!\\.,]+\""),
        Step.Fence(@"\[[\w\s?!\.,]+\]"),
        Step.Fence(@"\([\w\s?!\.,]+\)"),
        Step.Mask(Question, @"\?(?=('|""))"),
        Step.Mask(Exclamation, @"\!(?=('|""))"),
        Step.Mask(Exclamation, @"\!(?=,\s[a-z])"),
        Step.Mask(Exclamation, @"\!(?=\s[a-z])"),
        Step.Mask("\uF051" + Break, @"\."),
        Step.Mask("\uF053" + Break, ";"),
    ]);

    /// <summary>Marks where sentences end by the default rules.</summary>
    /// <param name="text">The text, custom bounds marked already.</param>
    /// <param name="lists">Whether numbered items begin sentences.</param>
    /// <param name="abbreviations">Whether the dictionary of abbreviations is used.</param>
    /// <param name="numbersFirst">Numbers go before abbreviations, but behind them where there are custom bounds.</param>
    public static string Mark(string text, bool lists, bool abbreviations, bool numbersFirst)
    {
        if (lists)
            text = Apply(Lists.Value, text);
        if (numbersFirst)
            text = Apply(Numbers.Value, text);
        text = Apply(Always.Value, text);
        if (abbreviations)
            text = Apply(Dictionary.Value, text);
        if (!numbersFirst)
            text = Apply(Numbers.Value, text);
        return Apply(Rest.Value, text);
    }

    /// <summary>Marks a user's own bounds.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bounds">The bounds' patterns, in order.</param>
    /// <param name="strategy"><c>none</c>: the bound goes; <c>prepend</c>: it begins the next sentence; <c>append</c>: it ends its own.</param>
    public static string MarkBounds(string text, IEnumerable<Regex> bounds, string strategy)
    {
        foreach (Regex bound in bounds)
        {
            text = bound.Replace(text, m => strategy switch
            {
                "prepend" => Break + m.Value,
                "append" => m.Value + Break,
                _ => Break.ToString(),
            });
        }

        return text;
    }

    /// <summary>Cuts a marked text at the breaks outside fences, takes the masks off, and looks each sentence up in the original.</summary>
    public static List<Sentence> Cut(string marked, string original)
    {
        List<Sentence> sentences = [];
        int from = 0;
        foreach (string raw in Parts(marked))
        {
            if (raw.Length == 0)
                continue;
            string sentence = JavaText.Trim(raw);
            int start = from > original.Length ? -1 : original.IndexOf(sentence, Math.Max(from, 0), StringComparison.Ordinal);
            sentences.Add(new Sentence(sentence, start, sentences.Count));
            from = start + sentence.Length;
        }

        return sentences;
    }

    private static string Apply(Step[] steps, string text) => steps.Aggregate(text, (t, s) => s.Apply(t));

    private static string[] Parts(string marked)
    {
        // From the right, so that one pass tells of each break whether a fence closes behind it before another one opens.
        List<string> parts = [];
        bool fenced = false;
        int end = marked.Length;
        for (int at = marked.Length - 1; at >= 0; at--)
        {
            char c = marked[at];
            if (c == Close[0] || c == Open[0])
                fenced = c == Close[0];
            if (c != Break || fenced)
                continue;
            parts.Add(Unmask(marked[(at + 1)..end]));
            end = at;
        }

        parts.Add(Unmask(marked[..end]));
        parts.Reverse();
        return parts.Count == 1 ? [.. parts] : JavaText.WithoutTrailingEmpty(parts);
    }

    private static string Unmask(string text) => text.AsSpan().ContainsAny(Masks)
        ? string.Concat(text.Select(c => c switch
        {
            Break or '\uF056' or '\uF057' => "",
            '\u255E' or '\u255F' or '\u2554' or '\uF051' => ".",
            '\u2564' or '\uF054' => "?",
            '\u2565' or '\uF055' => "!",
            '\u2566' => "...",
            '\uF053' => ";",
            _ => c.ToString(),
        }))
        : text;

    private static readonly SearchValues<char> Masks = SearchValues.Create("\u255E\u255F\u2554\u2564\u2565\u2566\uF050\uF051\uF053\uF054\uF055\uF056\uF057");

    /// <summary>A pattern and what its matches become.</summary>
    private sealed class Step(string pattern, string before, string? instead, string behind)
    {
        private readonly Regex _regex = JavaPattern.Compile(pattern);

        public static Step Mask(string by, string pattern) => new(pattern, "", by, "");

        public static Step Item(string pattern) => new(pattern, Break + Open, null, Close);

        public static Step Behind(string pattern) => new(pattern, "", null, Break.ToString());

        public static Step Fence(string pattern) => new(pattern, Open, null, Close);

        public string Apply(string text) => _regex.Replace(text, m => before + (instead ?? m.Value) + behind);
    }
}
