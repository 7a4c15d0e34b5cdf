using Apache.Arrow;

namespace Verdict.SparkNlp;

/// <summary>
/// The estimator that makes a <see cref="TokenizerModel"/> from prefix, infix and suffix patterns, context characters, exceptions and
/// lengths. Fitting reads no data. Patterns are Java's.
/// </summary>
public sealed class Tokenizer : PipelineStage
{
    private string[]? _infixPatterns;

    /// <summary>Creates one with Spark NLP's defaults.</summary>
    public Tokenizer()
        : base(NewUid("Tokenizer"))
    {
    }

    internal static string[] DefaultContextChars { get; } = [".", ",", ";", ":", "!", "?", "*", "-", "(", ")", "\"", "'"];

    /// <summary>The document column. Default <c>document</c>.</summary>
    public IReadOnlyList<string> InputCols { get; private set; } = [AnnotatorType.Document];

    /// <summary>The column that is added. Default <c>token</c>.</summary>
    public string OutputCol { get; private set; } = AnnotatorType.Token;

    /// <summary>What is taken for text; the rest breaks. It stands inside a character class. Default <c>\S+</c>.</summary>
    public string TargetPattern { get; private set; } = @"\S+";

    /// <summary>What the default rule takes off both ends of a word. Default <c>. , ; : ! ? * - ( ) " '</c>.</summary>
    public IReadOnlyList<string> ContextChars { get; private set; } = DefaultContextChars;

    /// <summary>The first part of every rule: begins with <c>\A</c>. Default: a group of context characters.</summary>
    public string? PrefixPattern { get; private set; }

    /// <summary>The last part of every rule: ends with <c>\z</c>. Default: a group of context characters.</summary>
    public string? SuffixPattern { get; private set; }

    /// <summary>The middle of each rule, in order. Default: one, a group that neither begins nor ends with a context character.</summary>
    public IReadOnlyList<string>? InfixPatterns => _infixPatterns;

    /// <summary>Patterns of what stays whole; <see langword="null"/> (the default) for none.</summary>
    public IReadOnlyList<string>? Exceptions { get; private set; }

    /// <summary>A text file with one exception a line, read before <see cref="Exceptions"/>; <see langword="null"/> (the default) for none.</summary>
    public string? ExceptionsPath { get; private set; }

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
    public Tokenizer SetCompatibility(CompatibilityLevel level) => With(() => Compatibility = level);

    /// <summary>Sets <see cref="InputCols"/>.</summary>
    /// <exception cref="ArgumentException">Not one column.</exception>
    public Tokenizer SetInputCols(params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Length != 1)
            throw new ArgumentException($"requirement failed: setInputCols in {Uid} expecting 1 columns. Provided column amount: {columns.Length}. Which should be columns from the following annotators: {AnnotatorType.Document}");
        return With(() => InputCols = [.. columns]);
    }

    /// <summary>Sets <see cref="OutputCol"/>.</summary>
    public Tokenizer SetOutputCol(string column)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        return With(() => OutputCol = column);
    }

    /// <summary>Sets <see cref="TargetPattern"/>.</summary>
    public Tokenizer SetTargetPattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return With(() => TargetPattern = pattern);
    }

    /// <summary>Sets <see cref="ContextChars"/>.</summary>
    public Tokenizer SetContextChars(params string[] characters)
    {
        ArgumentNullException.ThrowIfNull(characters);
        return With(() => ContextChars = [.. characters]);
    }

    /// <summary>Appends to <see cref="ContextChars"/>.</summary>
    public Tokenizer AddContextChars(string character)
    {
        ArgumentException.ThrowIfNullOrEmpty(character);
        return With(() => ContextChars = [.. ContextChars, character]);
    }

    /// <summary>Sets <see cref="PrefixPattern"/>.</summary>
    public Tokenizer SetPrefixPattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return With(() => PrefixPattern = pattern);
    }

    /// <summary>Sets <see cref="SuffixPattern"/>.</summary>
    public Tokenizer SetSuffixPattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return With(() => SuffixPattern = pattern);
    }

    /// <summary>Sets <see cref="InfixPatterns"/>.</summary>
    public Tokenizer SetInfixPatterns(params string[] patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        return With(() => _infixPatterns = [.. patterns]);
    }

    /// <summary>Puts a pattern before the others of <see cref="InfixPatterns"/>.</summary>
    public Tokenizer AddInfixPattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return With(() => _infixPatterns = [pattern, .. _infixPatterns ?? []]);
    }

    /// <summary>Sets <see cref="Exceptions"/>.</summary>
    public Tokenizer SetExceptions(params string[] exceptions)
    {
        ArgumentNullException.ThrowIfNull(exceptions);
        return With(() => Exceptions = [.. exceptions]);
    }

    /// <summary>Appends to <see cref="Exceptions"/>.</summary>
    public Tokenizer AddException(string exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return With(() => Exceptions = [.. Exceptions ?? [], exception]);
    }

    /// <summary>Sets <see cref="ExceptionsPath"/>.</summary>
    public Tokenizer SetExceptionsPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return With(() => ExceptionsPath = path);
    }

    /// <summary>Sets <see cref="CaseSensitiveExceptions"/>.</summary>
    public Tokenizer SetCaseSensitiveExceptions(bool value) => With(() => CaseSensitiveExceptions = value);

    /// <summary>Sets <see cref="SplitChars"/>.</summary>
    /// <param name="characters">One character each, or two where the first is a backslash.</param>
    /// <exception cref="ArgumentException">One is longer.</exception>
    public Tokenizer SetSplitChars(params string[] characters)
    {
        ArgumentNullException.ThrowIfNull(characters);
        CheckSplitChars(characters);
        return With(() => SplitChars = [.. characters]);
    }

    /// <summary>Appends to <see cref="SplitChars"/>.</summary>
    /// <exception cref="ArgumentException">It is longer than one character.</exception>
    public Tokenizer AddSplitChars(string character) => SetSplitChars([.. SplitChars ?? [], character]);

    /// <summary>Sets <see cref="SplitPattern"/>.</summary>
    public Tokenizer SetSplitPattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return With(() => SplitPattern = pattern);
    }

    /// <summary>Sets <see cref="MinLength"/>.</summary>
    public Tokenizer SetMinLength(int value) => With(() => MinLength = value);

    /// <summary>Sets <see cref="MaxLength"/>.</summary>
    public Tokenizer SetMaxLength(int value) => With(() => MaxLength = value);

    /// <summary>Makes the model. The frame is not read; only its columns are checked, as in a pipeline.</summary>
    /// <param name="frame">A frame with the input column.</param>
    /// <exception cref="ArgumentException">A pattern cannot be used, or lacks what it must have.</exception>
    public TokenizerModel Fit(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        _ = TransformSchema(frame.Schema);
        return Build();
    }

    internal static void CheckSplitChars(string[] characters)
    {
        if (!characters.All(c => c is { Length: 1 } or { Length: 2 } && (c.Length == 1 || c[0] == '\\')))
            throw new ArgumentException("requirement failed: All elements in context chars must have length == 1");
    }

    internal override Schema TransformSchema(Schema schema) =>
        new TokenizerModel(Uid).SetInputCols([.. InputCols]).SetOutputCol(OutputCol).TransformSchema(schema);

    internal override Transformer FitAny(DataFrame frame) => Fit(frame);

    private Tokenizer With(Action set)
    {
        set();
        return this;
    }

    private TokenizerModel Build()
    {
        TokenizerModel model = new TokenizerModel().SetInputCols([.. InputCols]).SetOutputCol(OutputCol)
            .SetMinLength(MinLength).SetMaxLength(MaxLength).SetCaseSensitiveExceptions(CaseSensitiveExceptions)
            .SetTargetPattern(TargetPattern).SetRules(BuildRules()).SetCompatibility(Compatibility);
        string[] fromFile = ExceptionsPath is null ? [] : ReadExceptions(ExceptionsPath);
        if (Exceptions is not null || fromFile.Length > 0)
            model.SetExceptions([.. fromFile, .. Exceptions ?? []]);
        if (SplitPattern is not null)
            model.SetSplitPattern(SplitPattern);
        return SplitChars is null ? model : model.SetSplitChars([.. SplitChars]);
    }

    private string[] BuildRules()
    {
        (string prefix, string infix, string suffix) = TokenRule.Default(string.Concat(ContextChars));
        prefix = PrefixPattern ?? prefix;
        suffix = SuffixPattern ?? suffix;
        string[] infixes = _infixPatterns ?? [infix];
        if (!prefix.StartsWith(@"\A", StringComparison.Ordinal))
            throw new ArgumentException(@"requirement failed: prefixPattern must begin with \A to ensure it is the beginning of the string");
        if (!suffix.EndsWith(@"\z", StringComparison.Ordinal))
            throw new ArgumentException(@"requirement failed: suffixPattern must end with \z to ensure it is the end of the string");
        if (!infixes.All(i => i.Contains('(') && i.Contains(')')))
            throw new ArgumentException("requirement failed: infix patterns must use regex group. Notice each group will result in separate token");
        return [.. infixes.Select(i => prefix + i + suffix)];
    }

    private static string[] ReadExceptions(string path)
    {
        const long largest = 64 << 20;
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new VerdictFormatException(path, null, "the file of exceptions is missing. Give the path of a text file with one exception a line.");
        if (file.Length > largest)
            throw new VerdictFormatException(path, null, $"the file of exceptions has {file.Length:N0} bytes; at most {largest:N0} are read.");
        return File.ReadAllLines(path);
    }
}
