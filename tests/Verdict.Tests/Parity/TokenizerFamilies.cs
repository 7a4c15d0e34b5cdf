using System.Text.Json;
using Verdict.Testing;
using Verdict.Tokenization;
using Xunit;

namespace Verdict.Tests.Parity;

/// <summary>Every case of every family against Hugging Face's Rust core, from tokenizer.json and, where it says all, from vocab.txt.</summary>
public sealed class TokenizerFamilies : IDisposable
{
    private static readonly string[] FromVocabularyToo = ["cased", "uncased", "uncased-keep-accents", "cased-strip-accents"];
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, bool> Families
    {
        get
        {
            var families = new TheoryData<string, bool>();
            foreach (string folder in Directory.GetDirectories(RepositoryPaths.Golden("families")).Order(StringComparer.Ordinal))
                families.Add(Path.GetFileName(folder), false);
            foreach (string name in FromVocabularyToo)
                families.Add(name, true);
            return families;
        }
    }

    [Fact]
    public void There_are_eight_families() => Assert.Equal(12, Families.Count);

    [Theory]
    [MemberData(nameof(Families))]
    public void Single_texts(string family, bool fromVocabulary)
    {
        Tokenizer tokenizer = Open(family, fromVocabulary);
        foreach (JsonElement c in Cases(family, "single"))
            AssertSame(c, tokenizer.Encode(Text(c, "text")!, null, Options(c)), c);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Pairs(string family, bool fromVocabulary)
    {
        Tokenizer tokenizer = Open(family, fromVocabulary);
        foreach (JsonElement c in Cases(family, "pair"))
            AssertSame(c, tokenizer.Encode(Text(c, "text")!, Text(c, "pair"), Options(c)), c);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Truncation(string family, bool fromVocabulary)
    {
        Tokenizer tokenizer = Open(family, fromVocabulary);
        foreach (JsonElement c in Cases(family, "truncate"))
        {
            if (c.TryGetProperty("error", out _))
            {
                Assert.Throws<ArgumentException>(() => tokenizer.Encode(Text(c, "text")!, Text(c, "pair"), Options(c)));
                continue;
            }

            Encoding encoding = tokenizer.Encode(Text(c, "text")!, Text(c, "pair"), Options(c));
            AssertSame(c, encoding, c);
            JsonElement[] windows = [.. c.GetProperty("overflowing").EnumerateArray()];
            Assert.Equal(windows.Length, encoding.Overflowing.Count);
            for (int i = 0; i < windows.Length; i++)
                AssertSame(windows[i], encoding.Overflowing[i], c);
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Decoding(string family, bool fromVocabulary)
    {
        Tokenizer tokenizer = Open(family, fromVocabulary);
        foreach (JsonElement c in Cases(family, "decode"))
        {
            int[] ids = Numbers(c, "ids");
            Assert.Equal(Text(c, "text"), tokenizer.Decode(ids, c.GetProperty("skip_special").GetBoolean(), c.GetProperty("clean_up").GetBoolean()));
        }
    }

    /// <summary>The classifier's path: ids and types as Encode gives them, whole and shortened.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void The_path_without_allocation(string family, bool fromVocabulary)
    {
        Tokenizer tokenizer = Open(family, fromVocabulary);
        var buffer = new TokenBuffer();
        foreach (JsonElement c in Cases(family, "single", "pair").Where(c => c.GetProperty("add_special").GetBoolean()))
        {
            string text = Text(c, "text")!;
            string? pair = Text(c, "pair");
            if (pair is null)
                tokenizer.Tokenize(text, buffer);
            else
                tokenizer.Tokenize(text, pair, buffer);
            int[] ids = Numbers(c, "ids");
            Assert.Equal(ids.Length, buffer.TotalLength);
            Assert.False(tokenizer.Assemble(buffer, int.MaxValue));
            Assert.Equal(ids, buffer.InputIds.ToArray());
            Assert.Equal(Numbers(c, "type_ids"), buffer.TypeIds.ToArray());
            foreach (int length in (int[])[5, 16])
            {
                Assert.Equal(ids.Length > length, tokenizer.Assemble(buffer, length));
                Encoding shortened = tokenizer.Encode(text, pair, new EncodingOptions { MaxLength = length });
                Assert.Equal(shortened.InputIds, buffer.InputIds.ToArray());
                Assert.Equal(shortened.TypeIds, buffer.TypeIds.ToArray());
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertSame(JsonElement expected, Encoding actual, JsonElement theCase)
    {
        TextOffset[] offsets = [.. expected.GetProperty("offsets").EnumerateArray().Select(o => new TextOffset(o[0].GetInt32(), o[1].GetInt32()))];
        AssertEqual(Numbers(expected, "ids"), actual.InputIds, "ids", theCase);
        AssertEqual(Numbers(expected, "type_ids"), actual.TypeIds, "type ids", theCase);
        AssertEqual([.. expected.GetProperty("tokens").EnumerateArray().Select(t => t.GetString()!)], actual.Tokens, "tokens", theCase);
        AssertEqual(offsets, actual.Offsets, "offsets", theCase);
        AssertEqual([.. Numbers(expected, "special").Select(n => n == 1)], actual.SpecialTokensMask, "special tokens mask", theCase);
        AssertEqual(Optional(expected, "words"), actual.WordIds, "words", theCase);
        AssertEqual(Optional(expected, "sequences"), actual.SequenceIds, "sequences", theCase);
        Assert.DoesNotContain(false, actual.AttentionMask);
    }

    // Cases are long and windows many: the message is made only where it is needed.
    private static void AssertEqual<T>(T[] expected, IReadOnlyList<T> actual, string what, JsonElement theCase)
    {
        if (!expected.SequenceEqual(actual))
            Assert.Fail($"{what}: expected [{string.Join(", ", expected)}], found [{string.Join(", ", actual)}] for {theCase}");
    }

    private static EncodingOptions Options(JsonElement c) => new()
    {
        AddSpecialTokens = c.GetProperty("add_special").GetBoolean(),
        MaxLength = c.TryGetProperty("max_length", out JsonElement length) ? length.GetInt32() : null,
        Stride = c.TryGetProperty("stride", out JsonElement stride) ? stride.GetInt32() : 0,
        TruncationSide = Text(c, "side") == "left" ? TruncationSide.Left : TruncationSide.Right,
        TruncationStrategy = Text(c, "strategy") switch
        {
            "only_first" => TruncationStrategy.OnlyFirst,
            "only_second" => TruncationStrategy.OnlySecond,
            _ => TruncationStrategy.LongestFirst,
        },
    };

    private static int[] Numbers(JsonElement c, string name) => [.. c.GetProperty(name).EnumerateArray().Select(n => n.GetInt32())];

    private static int?[] Optional(JsonElement c, string name) =>
        [.. c.GetProperty(name).EnumerateArray().Select(n => n.ValueKind == JsonValueKind.Null ? (int?)null : n.GetInt32())];

    private static string? Text(JsonElement c, string name) => c.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;

    private static JsonElement[] Cases(string family, params string[] kinds)
    {
        JsonElement[] cases = [.. JsonLines.ReadGzip(RepositoryPaths.Golden("families", family, "cases.jsonl.gz")).Where(c => kinds.Contains(c.GetProperty("kind").GetString()))];
        Assert.NotEmpty(cases);
        return cases;
    }

    private Tokenizer Open(string family, bool fromVocabulary)
    {
        string folder = RepositoryPaths.Golden("families", family);
        if (!fromVocabulary)
            return Tokenizer.Open(folder);
        foreach (string name in (string[])["vocab.txt", "tokenizer_config.json"])
            File.Copy(Path.Combine(folder, name), Path.Combine(_folder.Path, name));
        return Tokenizer.Open(_folder.Path);
    }
}
