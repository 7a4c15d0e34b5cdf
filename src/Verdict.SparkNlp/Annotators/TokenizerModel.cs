namespace Verdict.SparkNlp;

/// <summary>
/// Cuts documents into tokens: at white space, then context characters off both ends. It is what <see cref="Tokenizer"/> learns, or what
/// an archive holds. Patterns are Java's.
/// </summary>
public sealed class TokenizerModel : AnnotatorModel<TokenizerModel>
{
    private TokenRules? _compiled;

    /// <summary>Creates one with the default rule.</summary>
    public TokenizerModel()
        : this(NewUid("REGEX_TOKENIZER"))
    {
    }

    internal TokenizerModel(string uid)
        : base(uid, [AnnotatorType.Document], AnnotatorType.Token)
    {
        _inputCols = [AnnotatorType.Document];
        _outputCol = AnnotatorType.Token;
    }

    /// <summary>The rules in order: the first that matches a stretch of text takes it apart into its groups.</summary>
    public IReadOnlyList<string> Rules { get; private set; } = DefaultRules();

    /// <summary>What is taken for text; the rest breaks. It stands inside a character class. Default <c>\S+</c>.</summary>
    public string TargetPattern { get; private set; } = @"\S+";

    /// <summary>Patterns of what stays whole; <see langword="null"/> (the default) for none.</summary>
    public IReadOnlyList<string>? Exceptions { get; private set; }

    /// <summary>Whether capitals count in <see cref="Exceptions"/>. Default true.</summary>
    public bool CaseSensitiveExceptions { get; private set; } = true;

    /// <summary>Characters that split tokens inside; <see langword="null"/> (the default) for none.</summary>
    public IReadOnlyList<string>? SplitChars { get; private set; }

    /// <summary>A pattern that splits tokens inside and goes before <see cref="SplitChars"/>; <see langword="null"/> (the default) for none.</summary>
    public string? SplitPattern { get; private set; }

    /// <summary>The shortest token that is kept, in UTF-16 code units. Default 0.</summary>
    public int MinLength { get; private set; }

    /// <summary>The longest token that is kept, in UTF-16 code units. Default 99,999.</summary>
    public int MaxLength { get; private set; } = 99_999;

    /// <summary>Which release is followed where they differ. Default <see cref="CompatibilityLevel.SparkNlp55"/>.</summary>
    public CompatibilityLevel Compatibility { get; private set; } = CompatibilityLevel.SparkNlp55;

    /// <summary>Sets <see cref="Compatibility"/>.</summary>
    public TokenizerModel SetCompatibility(CompatibilityLevel level)
    {
        Compatibility = level;
        return Changed();
    }

    /// <summary>Sets <see cref="Rules"/>.</summary>
    /// <exception cref="ArgumentException">A rule is no pattern that can be used.</exception>
    public TokenizerModel SetRules(params string[] rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        Rules = [.. rules];
        return Changed();
    }

    /// <summary>Sets <see cref="TargetPattern"/>.</summary>
    /// <exception cref="ArgumentException">It is no pattern that can be used.</exception>
    public TokenizerModel SetTargetPattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        TargetPattern = pattern;
        return Changed();
    }

    /// <summary>Sets <see cref="Exceptions"/>.</summary>
    /// <exception cref="ArgumentException">One is no pattern that can be used.</exception>
    public TokenizerModel SetExceptions(params string[] exceptions)
    {
        ArgumentNullException.ThrowIfNull(exceptions);
        Exceptions = [.. exceptions];
        return Changed();
    }

    /// <summary>Sets <see cref="CaseSensitiveExceptions"/>.</summary>
    public TokenizerModel SetCaseSensitiveExceptions(bool value)
    {
        CaseSensitiveExceptions = value;
        return Changed();
    }

    /// <summary>Sets <see cref="SplitChars"/>.</summary>
    /// <param name="characters">One character each, or two where the first is a backslash.</param>
    /// <exception cref="ArgumentException">One is longer.</exception>
    public TokenizerModel SetSplitChars(params string[] characters)
    {
        ArgumentNullException.ThrowIfNull(characters);
        Tokenizer.CheckSplitChars(characters);
        SplitChars = [.. characters];
        return Changed();
    }

    /// <summary>Sets <see cref="SplitPattern"/>.</summary>
    /// <exception cref="ArgumentException">It is no pattern that can be used.</exception>
    public TokenizerModel SetSplitPattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        SplitPattern = pattern;
        return Changed();
    }

    /// <summary>Sets <see cref="MinLength"/>.</summary>
    public TokenizerModel SetMinLength(int value)
    {
        MinLength = value;
        return Changed();
    }

    /// <summary>Sets <see cref="MaxLength"/>.</summary>
    public TokenizerModel SetMaxLength(int value)
    {
        MaxLength = value;
        return Changed();
    }

    /// <summary>Loads what Spark NLP or <see cref="Transformer.Save"/> saved.</summary>
    /// <param name="path">The folder, or a zip of it.</param>
    /// <exception cref="VerdictFormatException">It is damaged, or something else.</exception>
    public static TokenizerModel Load(string path) => SavedStages.Open<TokenizerModel>(path);

    internal static string[] DefaultRules()
    {
        (string prefix, string infix, string suffix) = TokenRule.Default(string.Concat(Tokenizer.DefaultContextChars));
        return [prefix + infix + suffix];
    }

    internal override IReadOnlyList<Annotation>[] AnnotateRows(IReadOnlyList<IReadOnlyList<Annotation>> rows)
    {
        TokenRules rules = _compiled ??= new TokenRules(this);
        var result = new IReadOnlyList<Annotation>[rows.Count];
        for (int i = 0; i < result.Length; i++)
        {
            List<Annotation> tokens = [];
            foreach (Sentence sentence in Sentence.Of(rows[i]))
                rules.Tag(sentence, tokens);
            result[i] = tokens;
        }

        return result;
    }

    /// <summary>Compiles what was set, so that a bad pattern fails here and not in the middle of a frame.</summary>
    private TokenizerModel Changed()
    {
        _compiled = new TokenRules(this);
        return this;
    }
}
