using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Verdict.SparkNlp.Tests.Parity;

public sealed class SentenceParity
{
    private static readonly Dictionary<string, Func<SentenceDetector, SentenceDetector>> Variants = new()
    {
        ["explode"] = d => d.SetExplodeSentences(true),
        ["custom-bounds"] = d => d.SetCustomBounds("\n\n", ";").SetUseCustomBoundsOnly(true),
        ["custom-and-default"] = d => d.SetCustomBounds(";"),
        ["no-abbrev"] = d => d.SetUseAbbreviations(false),
        ["no-lists"] = d => d.SetDetectLists(false),
        ["max-length-40"] = d => d.SetMaxLength(40),
        ["min-length-10"] = d => d.SetMinLength(10),
        ["split-length-60"] = d => d.SetSplitLength(60),
    };

    private static readonly Dictionary<string, Func<SentenceDetector, SentenceDetector>> Probes = new()
    {
        ["default"] = d => d,
        ["explode"] = d => d.SetExplodeSentences(true),
        ["custom-bounds"] = d => d.SetCustomBounds("\\n", ";"),
        ["custom-only"] = d => d.SetCustomBounds("\\n", ";").SetUseCustomBoundsOnly(true),
        ["no-abbrev"] = d => d.SetUseAbbreviations(false),
        ["no-lists"] = d => d.SetDetectLists(false),
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

    public static TheoryData<string> ProbeRuns() => [.. Probes.Keys];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Every_variant_gives_the_same_sentences(string release, string variant)
    {
        JsonElement[] golden = Goldens.Run(release, "detector-" + variant);
        Goldens.AssertColumn(release, "detector-" + variant, golden, "sentence", Detect(Variants[variant](new SentenceDetector()), Goldens.Texts));
    }

    [Theory]
    [MemberData(nameof(ProbeRuns))]
    public void Every_probe_gives_the_same_sentences(string run)
    {
        JsonElement[] golden = Goldens.Extra("probes-" + run);
        Goldens.AssertColumn("3.4.4", "probes-" + run, golden, "sentence", Detect(Probes[run](new SentenceDetector()), Goldens.Probes));
    }

    [Theory]
    [InlineData("3.4.4", "sentences-coalesce-false")]
    [InlineData("5.5.3", "sentences-coalesce-false")]
    public void The_defaults_give_the_same_sentences(string release, string run) =>
        Goldens.AssertColumn(release, run, Goldens.Run(release, run), "sentence", Detect(new SentenceDetector(), Goldens.Texts));

    [Fact]
    public void Further_probes_give_the_same_sentences()
    {
        foreach (JsonElement probe in Goldens.Extra("sentence-probes-2"))
            Assert.Equal(Show(probe.GetProperty("sentences")), Show(Detect(probe.GetProperty("text").GetString()!)));
    }

    [Fact]
    public void Every_neighbour_of_a_break_gives_the_same_sentences()
    {
        // Code points that are not listed give two sentences, "Un." and the rest.
        Dictionary<int, string> golden = Goldens.Extra("sentences-of-c-before-space").ToDictionary(
            r => int.Parse(r.GetProperty("c").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture), r => Show(r.GetProperty("sentences")));
        List<string> faults = [];
        foreach (int c in Enumerable.Range(0, 0x10000).Where(c => c is < 0xD800 or > 0xDFFF))
        {
            string text = $"Un. B{(char)c} Deux";
            string actual = Show(Detect(text));
            string expected = golden.TryGetValue(c, out string? listed) ? listed : $"0-2-Un. 4-10-{text[4..]}";
            if (c == '.')
                continue;
            if (expected != actual)
                faults.Add($"U+{c:X4}: {expected} / ours {actual}");
        }

        Assert.True(faults.Count == 0, $"{faults.Count}: {string.Join('\n', faults.Take(10))}");
    }

    [Theory]
    [InlineData("next: 'Un.'+c+'Deux' stays one sentence for c", "Un.{0}Deux")]
    [InlineData("next: 'Un!'+c+'Deux' stays one sentence for c", "Un!{0}Deux")]
    [InlineData("next: 'Un?'+c+'Deux' stays one sentence for c", "Un?{0}Deux")]
    [InlineData("next: 'Un;'+c+'Deux' stays one sentence for c", "Un;{0}Deux")]
    [InlineData("previous: 'Un mot'+c+'. Deux' stays one sentence for c", "Un mot{0}. Deux")]
    [InlineData("previous: 'Un mot'+c+'! Deux' stays one sentence for c", "Un mot{0}! Deux")]
    [InlineData("previous: 'Un mot'+c+'? Deux' stays one sentence for c", "Un mot{0}? Deux")]
    [InlineData("previous: 'Un mot'+c+'; Deux' stays one sentence for c", "Un mot{0}; Deux")]
    public void The_table_of_characters_that_end_nothing_is_the_same(string table, string form)
    {
        List<string> ranges = [.. Goldens.Json("3.4.4", "extra", "outputs", "sentence-tables.json").GetProperty(table).EnumerateArray().Select(r => r.GetString()!)];
        HashSet<int> golden = [.. ranges.SelectMany(r => r.Split('-') is var ends ? Enumerable.Range(Hex(ends[0]), Hex(ends[^1]) - Hex(ends[0]) + 1) : [])];
        int[] ours = [.. Enumerable.Range(0, 0x10000).Where(c => c is < 0xD800 or > 0xDFFF).Where(c => Detect(string.Format(CultureInfo.InvariantCulture, form, (char)c)).Count == 1)];
        Assert.Equal(golden.Order(), ours);

        static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Every_abbreviation_that_was_tried_protects_the_same()
    {
        List<string> faults = [];
        foreach (JsonElement row in Goldens.Extra("abbreviations-observed"))
        {
            string abbreviation = row.GetProperty("abbreviation").GetString()!;
            foreach (JsonProperty form in row.GetProperty("sentences").EnumerateObject())
            {
                string[] words = form.Name.Split(' ');
                string written = words[0] == "title" ? char.ToUpperInvariant(abbreviation[0]) + abbreviation[1..] : abbreviation;
                string next = words[1] switch { "upper-next" => "Deux", "lower-next" => "deux", _ => "2" };
                int ours = Detect($"Un {written}. {next} mots", new SentenceDetector().SetUseAbbreviations(words[2] == "default")).Count;
                if (ours != form.Value.GetInt32())
                    faults.Add($"{abbreviation}, {form.Name}: {form.Value} / ours {ours}");
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count}: {string.Join('\n', faults.Take(10))}");
    }

    private static IReadOnlyList<Annotation> Detect(string text, SentenceDetector? detector = null) =>
        (detector ?? new SentenceDetector()).AnnotateRows([[new Annotation("document", 0, text.Length - 1, text)]])[0];

    private static IEnumerable<IReadOnlyList<Annotation>> Detect(SentenceDetector detector, IReadOnlyList<(int, string?)> texts) =>
        new PipelineModel(new DocumentAssembler().SetInputCol("text"), detector).Transform(Frames.Of(texts)).Annotations("sentence");

    private static string Show(JsonElement sentences) => string.Join(' ', sentences.EnumerateArray().Select(s => $"{s[0]}-{s[1]}-{s[2]}"));

    private static string Show(IReadOnlyList<Annotation> sentences) => string.Join(' ', sentences.Select(s => $"{s.Begin}-{s.End}-{s.Result}"));
}
