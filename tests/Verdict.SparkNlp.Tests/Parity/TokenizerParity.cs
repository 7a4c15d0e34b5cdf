using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Verdict.SparkNlp.Tests.Parity;

public sealed class TokenizerParity
{
    private static readonly Dictionary<string, Func<Tokenizer, Tokenizer>> Variants = new()
    {
        ["exceptions"] = t => t.SetExceptions("chef-d'œuvre", "Harry Potter", "peut-être", @"e\.g\."),
        ["exceptions-any-case"] = t => t.SetExceptions("HARRY POTTER", "Bon Film").SetCaseSensitiveExceptions(false),
        ["split-chars"] = t => t.SetSplitChars("-", "'", "/"),
        ["split-chars-escaped"] = t => t.SetSplitChars(@"\."),
        ["split-pattern"] = t => t.SetSplitPattern("[-'’/]"),
        ["prefix"] = t => t.SetPrefixPattern(@"\A([^\s\w\$\.]*)"),
        ["suffix"] = t => t.SetSuffixPattern(@"([^\s\w]?)([^\s\w]*)\z"),
        ["infix"] = t => t.SetInfixPatterns("([a-zA-Zé]+)('[a-zA-Zé]+)", @"((?:[^\s]\.)+[^\s]*)", @"([\w]+)"),
        ["add-infix"] = t => t.AddInfixPattern("([0-9]+)(/)([0-9]+)"),
        ["context-chars"] = t => t.SetContextChars(".", "!", "?", "…", "«", "»"),
        ["min-length-3"] = t => t.SetMinLength(3),
        ["max-length-5"] = t => t.SetMaxLength(5),
        ["min-2-max-8"] = t => t.SetMinLength(2).SetMaxLength(8),
        ["target"] = t => t.SetTargetPattern("[a-zA-Zéè]+"),
        ["target-nonword"] = t => t.SetTargetPattern(@"\w+"),
    };

    /// <summary>The settings of the extra runs, as their config.json has them.</summary>
    private static readonly Dictionary<string, Func<Tokenizer, Tokenizer>> ExtraVariants = new()
    {
        ["tokenizer-patterns"] = t => t.SetExceptions("chef-d'œuvre", "Harry Potter", "(?i)peut-être").SetCaseSensitiveExceptions(false).SetSplitChars("/", "-")
            .SetSplitPattern("[_|]").SetPrefixPattern(@"\A([^\s\p{L}\d]*)").SetSuffixPattern(@"([^\s\p{L}\d]*)\z")
            .SetInfixPatterns(@"([\p{L}]+')([\p{L}-]+)", @"([^\s]+?)").SetContextChars(".", ",", "!", "?").SetMinLength(1).SetMaxLength(30),
        ["tokenizer-default-loaded"] = t => t,
        ["tokenizer-split-pattern-and-chars"] = t => t.SetSplitPattern("[-']").SetSplitChars("/"),
        ["tokenizer-split-pattern-group"] = t => t.SetSplitPattern("(-)|(')"),
        ["tokenizer-exceptions-regex"] = t => t.SetExceptions(@"\d+/\d+", "bon film", @"[A-Z]\.-[A-Z]\."),
        ["tokenizer-exceptions-overlap"] = t => t.SetExceptions("le film", "film harry", "harry"),
        ["tokenizer-exceptions-empty-string"] = t => t.SetExceptions(""),
        ["tokenizer-two-infixes"] = t => t.SetInfixPatterns(@"([\p{L}]+')([\p{L}]+)", @"([\p{L}]+)"),
    };

    public static TheoryData<string, string> Runs()
    {
        var data = new TheoryData<string, string>();
        foreach (string release in Goldens.Releases)
        {
            foreach (string variant in Variants.Keys)
                data.Add(release, variant);
        }

        return data;
    }

    public static TheoryData<string> ExtraRuns() => [.. ExtraVariants.Keys];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Every_variant_gives_the_same_tokens(string release, string variant)
    {
        JsonElement[] golden = Goldens.Run(release, "tokenizer-" + variant);
        Tokenizer tokenizer = Variants[variant](new Tokenizer().SetCompatibility(Goldens.Level(release)));
        Goldens.AssertColumn(release, "tokenizer-" + variant, golden, "token", Tokenize(tokenizer, Goldens.Texts).Annotations("token"));
    }

    [Theory]
    [MemberData(nameof(ExtraRuns))]
    public void Every_extra_run_gives_the_same_tokens(string run)
    {
        JsonElement[] golden = Goldens.Extra(run);
        Tokenizer tokenizer = ExtraVariants[run](new Tokenizer().SetCompatibility(CompatibilityLevel.SparkNlp34));
        Goldens.AssertColumn("3.4.4", run, golden, "token", Tokenize(tokenizer, [.. Goldens.Texts, .. Goldens.ExtraTexts]).Annotations("token"));
    }

    [Theory]
    [InlineData("tokenizer-loaded", "3.4.4-tokenizer")]
    [InlineData("tokenizer-default-loaded", "3.4.4-tokenizer-default")]
    [InlineData("tokenizer-patterns", "3.4.4-tokenizer-patterns")]
    public void Saved_models_give_the_same_tokens(string run, string archive)
    {
        TokenizerModel model = TokenizerModel.Load(Testing.RepositoryPaths.Golden("sparknlp", "archives", archive)).SetCompatibility(CompatibilityLevel.SparkNlp34);
        DataFrame frame = Frames.Of([.. Goldens.Texts, .. Goldens.ExtraTexts]);
        Goldens.AssertColumn("3.4.4", run, Goldens.Extra(run), "token", new PipelineModel(new DocumentAssembler().SetInputCol("text"), model).Transform(frame).Annotations("token"));
    }

    [Theory]
    [InlineData("3.4.4")]
    [InlineData("5.5.3")]
    public void The_defaults_give_the_same_documents_and_tokens(string release)
    {
        JsonElement[] golden = Goldens.Run(release, "default");
        DataFrame result = Tokenize(new Tokenizer(), Goldens.Texts).Cache();
        Goldens.AssertColumn(release, "default", golden, "document", result.Annotations("document"));
        Goldens.AssertColumn(release, "default", golden, "token", result.Annotations("token"));
    }

    [Fact]
    public void Between_two_letters_only_these_characters_break()
    {
        Dictionary<string, string> golden = Goldens.Extra("tokens-of-a-c-b").ToDictionary(
            r => r.GetProperty("c").GetString()!, r => string.Join(' ', r.GetProperty("tokens").EnumerateArray().Select(t => $"{t[0]}-{t[1]}-{t[2]}")));
        var model = new TokenizerModel();
        int[] points = [.. Enumerable.Range(0, 0x10000).Where(c => c is < 0xD800 or > 0xDFFF)];
        IReadOnlyList<Annotation>[] rows = model.AnnotateRows([.. points.Select(c => (IReadOnlyList<Annotation>)[new Annotation("document", 0, 2, $"a{(char)c}b")])]);
        List<string> faults = [];
        for (int i = 0; i < points.Length; i++)
        {
            string expected = golden.GetValueOrDefault(points[i].ToString("X4", CultureInfo.InvariantCulture), $"0-2-a{(char)points[i]}b");
            string actual = string.Join(' ', rows[i].Select(t => $"{t.Begin}-{t.End}-{t.Result}"));
            if (expected != actual)
                faults.Add($"U+{points[i]:X4}: {expected} / ours {actual}");
        }

        Assert.Empty(faults);
    }

    private static DataFrame Tokenize(Tokenizer tokenizer, IReadOnlyList<(int, string?)> texts) =>
        new Pipeline().SetStages(new DocumentAssembler().SetInputCol("text"), tokenizer).Fit(Frames.Of(texts)).Transform(Frames.Of(texts));
}
