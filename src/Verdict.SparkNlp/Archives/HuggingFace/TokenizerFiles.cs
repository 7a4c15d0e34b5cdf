using System.Globalization;
using System.Text.Json;

namespace Verdict.SparkNlp.Archives.HuggingFace;

/// <summary>The files of a BertTokenizer as Hugging Face's libraries write them.</summary>
internal static class TokenizerFiles
{
    private static readonly string[] SpecialTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    /// <summary>A piece's id, or −1.</summary>
    public static int IdOf(IReadOnlyList<string> vocabulary, string piece)
    {
        for (int i = 0; i < vocabulary.Count; i++)
        {
            if (vocabulary[i] == piece)
                return i;
        }

        return -1;
    }

    /// <summary><c>tokenizer.json</c>.</summary>
    public static void WriteTokenizer(Utf8JsonWriter json, IReadOnlyList<string> vocabulary, bool lowerCase)
    {
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        json.WriteStartArray("added_tokens");
        foreach ((string token, int id) in SpecialIds(vocabulary))
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("content", token);
            foreach (string flag in (string[])["single_word", "lstrip", "rstrip", "normalized"])
                json.WriteBoolean(flag, false);
            json.WriteBoolean("special", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteNormalizer(json, lowerCase);
        json.WriteStartObject("pre_tokenizer");
        json.WriteString("type", "BertPreTokenizer");
        json.WriteEndObject();
        WritePostProcessor(json, vocabulary);
        json.WriteStartObject("decoder");
        json.WriteString("type", "WordPiece");
        json.WriteString("prefix", "##");
        json.WriteBoolean("cleanup", true);
        json.WriteEndObject();
        WriteModel(json, vocabulary);
        json.WriteEndObject();
    }

    /// <summary><c>tokenizer_config.json</c>.</summary>
    public static void WriteConfig(Utf8JsonWriter json, IReadOnlyList<string> vocabulary, bool lowerCase, int maxLength)
    {
        json.WriteStartObject();
        json.WriteStartObject("added_tokens_decoder");
        foreach ((string token, int id) in SpecialIds(vocabulary))
        {
            json.WriteStartObject(id.ToString(CultureInfo.InvariantCulture));
            json.WriteString("content", token);
            foreach (string flag in (string[])["lstrip", "normalized", "rstrip", "single_word"])
                json.WriteBoolean(flag, false);
            json.WriteBoolean("special", true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteString("cls_token", "[CLS]");
        json.WriteBoolean("do_basic_tokenize", true);
        json.WriteBoolean("do_lower_case", lowerCase);
        json.WriteString("mask_token", "[MASK]");
        json.WriteNumber("model_max_length", maxLength);
        json.WriteString("pad_token", "[PAD]");
        json.WriteString("sep_token", "[SEP]");
        json.WriteNull("strip_accents");
        json.WriteBoolean("tokenize_chinese_chars", true);
        json.WriteString("tokenizer_class", "BertTokenizer");
        json.WriteString("unk_token", "[UNK]");
        json.WriteEndObject();
    }

    /// <summary><c>special_tokens_map.json</c>.</summary>
    public static void WriteSpecialTokens(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (string token in (string[])["cls", "mask", "pad", "sep", "unk"])
            json.WriteString(token + "_token", $"[{token.ToUpperInvariant()}]");
        json.WriteEndObject();
    }

    private static void WriteNormalizer(Utf8JsonWriter json, bool lowerCase)
    {
        json.WriteStartObject("normalizer");
        json.WriteString("type", "BertNormalizer");
        json.WriteBoolean("clean_text", true);
        json.WriteBoolean("handle_chinese_chars", true);
        // Null: accents go exactly where case goes.
        json.WriteNull("strip_accents");
        json.WriteBoolean("lowercase", lowerCase);
        json.WriteEndObject();
    }

    private static void WritePostProcessor(Utf8JsonWriter json, IReadOnlyList<string> vocabulary)
    {
        json.WriteStartObject("post_processor");
        json.WriteString("type", "TemplateProcessing");
        WriteTemplate(json, "single", ("[CLS]", 0), ("A", 0), ("[SEP]", 0));
        WriteTemplate(json, "pair", ("[CLS]", 0), ("A", 0), ("[SEP]", 0), ("B", 1), ("[SEP]", 1));
        json.WriteStartObject("special_tokens");
        foreach (string token in (string[])["[CLS]", "[SEP]"])
        {
            json.WriteStartObject(token);
            json.WriteString("id", token);
            json.WriteStartArray("ids");
            json.WriteNumberValue(IdOf(vocabulary, token));
            json.WriteEndArray();
            json.WriteStartArray("tokens");
            json.WriteStringValue(token);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTemplate(Utf8JsonWriter json, string name, params (string Id, int Type)[] parts)
    {
        json.WriteStartArray(name);
        foreach ((string id, int type) in parts)
        {
            json.WriteStartObject();
            json.WriteStartObject(id.Length == 1 ? "Sequence" : "SpecialToken");
            json.WriteString("id", id);
            json.WriteNumber("type_id", type);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteModel(Utf8JsonWriter json, IReadOnlyList<string> vocabulary)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "WordPiece");
        json.WriteString("unk_token", "[UNK]");
        json.WriteString("continuing_subword_prefix", "##");
        json.WriteNumber("max_input_chars_per_word", 100);
        json.WriteStartObject("vocab");
        for (int i = 0; i < vocabulary.Count; i++)
        {
            if (vocabulary[i].Length > 0)
                json.WriteNumber(vocabulary[i], i);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static IEnumerable<(string Token, int Id)> SpecialIds(IReadOnlyList<string> vocabulary) =>
        SpecialTokens.Select(t => (t, IdOf(vocabulary, t))).Where(t => t.Item2 >= 0).OrderBy(t => t.Item2);
}
