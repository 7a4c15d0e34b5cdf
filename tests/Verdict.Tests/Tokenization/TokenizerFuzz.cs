using Verdict.Testing;
using Verdict.Tokenization;
using Xunit;

namespace Verdict.Tests.Tokenization;

/// <summary>Broken files give a <see cref="VerdictFormatException"/> or a tokeniser that works; nothing else.</summary>
public sealed class TokenizerFuzz
{
    private const string Configuration = """
        {"do_lower_case": false, "strip_accents": null, "tokenizer_class": "BertTokenizer", "unk_token": "[UNK]", "mask_token": {"content": "[MASK]", "lstrip": true},
         "added_tokens_decoder": {"0": {"content": "[PAD]", "lstrip": false, "normalized": false, "rstrip": false, "single_word": false, "special": true}}}
        """;

    private const string Vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nfilm\n##s\nété\n😍\n";

    [Fact]
    public void Tokenizer_json()
    {
        byte[] original = System.Text.Encoding.UTF8.GetBytes(TinyTokenizer.Json.Replace("\n", "", StringComparison.Ordinal).Replace("  ", "", StringComparison.Ordinal));
        Run(random => TinyTokenizer.OpenFiles(("tokenizer.json", Fuzz.Damage(original, random))));
    }

    [Fact]
    public void Vocabulary_and_settings() => Run(random => TinyTokenizer.OpenFiles(
        ("vocab.txt", Fuzz.Damage(System.Text.Encoding.UTF8.GetBytes(Vocabulary), random)),
        ("tokenizer_config.json", random.Next(2) == 0 ? System.Text.Encoding.UTF8.GetBytes(Configuration) : Fuzz.Damage(System.Text.Encoding.UTF8.GetBytes(Configuration), random))));

    private static void Run(Func<Random, Tokenizer> open)
    {
        var texts = new RandomText(9);
        int opened = 0;
        for (int i = 0; i < Fuzz.Count; i++)
        {
            try
            {
                Tokenizer tokenizer = open(new Random(i));
                opened++;
                string text = texts.Next();
                Verdict.Tokenization.Encoding encoding = tokenizer.Encode(text, "film");
                tokenizer.Decode([.. encoding.InputIds]);
            }
            catch (VerdictFormatException e)
            {
                Assert.NotEmpty(e.Message);
            }
            catch (ArgumentException e) when (e.Message.Contains("stride", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("maximum length", StringComparison.Ordinal))
            {
                // The file asks for a truncation that this text does not allow.
                Assert.NotEmpty(e.Message);
            }
        }

        // Neither are all refused nor all accepted, or the test would say little.
        Assert.InRange(opened, 1, Fuzz.Count - 1);
    }
}
