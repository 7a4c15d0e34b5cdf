using System.Text.Json;

namespace Verdict.Tokenization;

/// <summary>Reads the post-processor of a tokenizer.json: a template, or BERT's own under its older name.</summary>
internal static class PostProcessorReader
{
    private const string Place = "$.post_processor";
    private const int HighestTypeId = 1 << 16;

    /// <summary>Reads it.</summary>
    public static (Template Single, Template Pair) Read(JsonElement element, KnownTokens known, string path)
    {
        var options = new JsonOptions(element, path, Place);
        string type = options.Text("type");
        (Template, Template) templates = type switch
        {
            "TemplateProcessing" => ReadTemplates(options, known, path),
            "BertProcessing" => ReadBert(options, known, path),
            _ => throw new VerdictFormatException(path, $"{Place}.type", $"\"{type}\" is not supported. Supported: TemplateProcessing, BertProcessing."),
        };
        options.RefuseTheRest();
        return templates;
    }

    private static (Template Single, Template Pair) ReadTemplates(JsonOptions options, KnownTokens known, string path)
    {
        var specials = new Dictionary<string, List<(int Id, string Token)>>(StringComparer.Ordinal);
        string place = $"{Place}.special_tokens";
        JsonElement tokens = options.Element("special_tokens");
        if (tokens.ValueKind != JsonValueKind.Object)
            throw new VerdictFormatException(path, place, $"expected an object, found {JsonOptions.Name(tokens)}.");
        foreach (JsonProperty property in tokens.EnumerateObject())
        {
            string name = JsonOptions.NameOf(property, path, place);
            if (!specials.TryAdd(name, ReadSpecial(property.Value, known, path, $"{place}[\"{name}\"]")))
                throw new VerdictFormatException(path, $"{place}[\"{name}\"]", "the special token is given twice. Keep one of them.");
        }

        return (ReadTemplate(options, "single", 1, specials, path), ReadTemplate(options, "pair", 2, specials, path));
    }

    private static List<(int Id, string Token)> ReadSpecial(JsonElement element, KnownTokens known, string path, string place)
    {
        var options = new JsonOptions(element, path, place);
        options.Text("id");
        JsonElement[] ids = ReadArray(options, "ids", path);
        JsonElement[] tokens = ReadArray(options, "tokens", path);
        options.RefuseTheRest();
        if (ids.Length != tokens.Length)
            throw new VerdictFormatException(path, place, $"there are {ids.Length} ids for {tokens.Length} tokens. Give one id for each token.");
        List<(int, string)> pairs = [];
        for (int i = 0; i < ids.Length; i++)
        {
            int id = JsonOptions.NumberOf(ids[i], 0, Vocabulary.HighestPossibleId, path, $"{place}.ids[{i}]");
            string token = JsonOptions.TextOf(tokens[i], path, $"{place}.tokens[{i}]");
            known.Check(token, id, $"{place}.ids[{i}]");
            pairs.Add((id, token));
        }

        return pairs;
    }

    private static Template ReadTemplate(JsonOptions options, string name, int sequences, Dictionary<string, List<(int Id, string Token)>> specials, string path)
    {
        List<TemplatePlace> places = [];
        JsonElement[] pieces = ReadArray(options, name, path);
        string place = options.PlaceOf(name);
        for (int i = 0; i < pieces.Length; i++)
        {
            var piece = new JsonOptions(pieces[i], path, $"{place}[{i}]");
            string kind = piece.Has("Sequence") ? "Sequence" : "SpecialToken";
            var content = new JsonOptions(piece.Element(kind), path, piece.PlaceOf(kind));
            string id = content.Text("id");
            int typeId = content.Number("type_id", 0, HighestTypeId);
            content.RefuseTheRest();
            piece.RefuseTheRest();
            if (kind == "Sequence" && id is "A" or "B")
                places.Add(new TemplatePlace(id == "A" ? 0 : 1, typeId, 0, ""));
            else if (kind == "SpecialToken" && specials.TryGetValue(id, out List<(int Id, string Token)>? tokens))
                places.AddRange(tokens.Select(t => new TemplatePlace(-1, typeId, t.Id, t.Token)));
            else
                throw new VerdictFormatException(path, content.PlaceOf("id"), $"\"{id}\" is not {(kind == "Sequence" ? "A or B" : "among the special tokens of the template")}.");
        }

        if (!places.Where(p => p.Sequence >= 0).Select(p => p.Sequence).SequenceEqual(Enumerable.Range(0, sequences)))
            throw new VerdictFormatException(path, place, $"expected {(sequences == 1 ? "A exactly once" : "A, then B, each exactly once")}. Other templates are not supported.");
        return new Template(places);
    }

    private static (Template Single, Template Pair) ReadBert(JsonOptions options, KnownTokens known, string path)
    {
        (int sepId, string sep) = ReadTokenWithId(options, "sep", known, path);
        (int clsId, string cls) = ReadTokenWithId(options, "cls", known, path);
        return Template.Bert(clsId, cls, sepId, sep);
    }

    private static (int Id, string Token) ReadTokenWithId(JsonOptions options, string name, KnownTokens known, string path)
    {
        JsonElement[] pair = ReadArray(options, name, path);
        if (pair.Length != 2)
            throw new VerdictFormatException(path, options.PlaceOf(name), $"expected a token and its id, found {pair.Length} values.");
        string token = JsonOptions.TextOf(pair[0], path, $"{options.PlaceOf(name)}[0]");
        int id = JsonOptions.NumberOf(pair[1], 0, Vocabulary.HighestPossibleId, path, $"{options.PlaceOf(name)}[1]");
        known.Check(token, id, $"{options.PlaceOf(name)}[1]");
        return (id, token);
    }

    private static JsonElement[] ReadArray(JsonOptions options, string name, string path)
    {
        JsonElement element = options.Element(name);
        return element.ValueKind == JsonValueKind.Array
            ? [.. element.EnumerateArray()]
            : throw new VerdictFormatException(path, options.PlaceOf(name), $"expected an array, found {JsonOptions.Name(element)}.");
    }
}
