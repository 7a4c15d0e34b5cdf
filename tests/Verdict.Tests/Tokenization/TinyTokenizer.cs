using System.Text.Json.Nodes;
using Verdict.Files;
using Verdict.Tokenization;

namespace Verdict.Tests.Tokenization;

/// <summary>A tokenizer.json that fits on a page, to be changed by tests.</summary>
internal static class TinyTokenizer
{
    public const string Json = """
        {
          "version": "1.0",
          "truncation": null,
          "padding": null,
          "added_tokens": [
            {"id": 0, "content": "[PAD]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
            {"id": 2, "content": "[CLS]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
            {"id": 3, "content": "[SEP]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
            {"id": 10, "content": "Harry Potter", "single_word": true, "lstrip": true, "rstrip": false, "normalized": true, "special": false}
          ],
          "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
          "pre_tokenizer": {"type": "BertPreTokenizer"},
          "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
            "pair": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
            "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]}, "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}
          },
          "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
          "model": {
            "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
            "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "le": 4, "film": 5, "##s": 6, "!": 7, "a": 8, "##a": 9}
          }
        }
        """;

    /// <summary>Opens it after a change.</summary>
    public static Tokenizer Open(Action<JsonNode>? change = null)
    {
        JsonNode root = JsonNode.Parse(Json)!;
        change?.Invoke(root);
        return OpenText(root.ToJsonString());
    }

    /// <summary>Opens some text as tokenizer.json.</summary>
    public static Tokenizer OpenText(string json) => OpenFiles(("tokenizer.json", System.Text.Encoding.UTF8.GetBytes(json)));

    /// <summary>Opens files that lie in memory.</summary>
    public static unsafe Tokenizer OpenFiles(params (string Name, byte[] Content)[] files)
    {
        var pins = new List<System.Runtime.InteropServices.GCHandle>();
        try
        {
            var memory = new Dictionary<string, MappedMemory>();
            foreach ((string name, byte[] content) in files)
            {
                pins.Add(System.Runtime.InteropServices.GCHandle.Alloc(content, System.Runtime.InteropServices.GCHandleType.Pinned));
                memory.Add(name, MappedMemory.OfResource((byte*)pins[^1].AddrOfPinnedObject(), content.Length));
            }

            using ModelFiles model = ModelFiles.FromMemory("model", memory);
            return Tokenizer.Read(model);
        }
        finally
        {
            pins.ForEach(p => p.Free());
        }
    }
}
