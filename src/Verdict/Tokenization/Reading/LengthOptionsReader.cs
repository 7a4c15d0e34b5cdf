using System.Text.Json;

namespace Verdict.Tokenization;

/// <summary>Reads the truncation and the padding of a tokenizer.json.</summary>
internal static class LengthOptionsReader
{
    private static readonly Dictionary<string, TruncationStrategy> Strategies = new()
    {
        ["LongestFirst"] = TruncationStrategy.LongestFirst,
        ["OnlyFirst"] = TruncationStrategy.OnlyFirst,
        ["OnlySecond"] = TruncationStrategy.OnlySecond,
    };

    private static readonly Dictionary<string, TruncationSide> Sides = new()
    {
        ["Right"] = TruncationSide.Right,
        ["Left"] = TruncationSide.Left,
    };

    /// <summary>Reads the truncation.</summary>
    public static Truncation ReadTruncation(JsonElement element, string path)
    {
        var options = new JsonOptions(element, path, "$.truncation");
        var truncation = new Truncation(
            options.Number("max_length", 0, int.MaxValue),
            options.Choice("strategy", Strategies),
            options.Has("direction") ? options.Choice("direction", Sides) : TruncationSide.Right,
            options.Number("stride", 0, int.MaxValue));
        options.RefuseTheRest();
        return truncation;
    }

    /// <summary>Reads the padding.</summary>
    public static Padding ReadPadding(JsonElement element, KnownTokens known, string path)
    {
        const string Place = "$.padding";
        var options = new JsonOptions(element, path, Place);
        int? fixedLength = null;
        if (options.Element("strategy").ValueKind == JsonValueKind.Object)
        {
            var strategy = new JsonOptions(options.Element("strategy"), path, $"{Place}.strategy");
            fixedLength = strategy.Number("Fixed", 0, Padding.LongestLength);
            strategy.RefuseTheRest();
        }
        else if (options.Text("strategy") is var name and not "BatchLongest")
        {
            throw new VerdictFormatException(path, $"{Place}.strategy", $"\"{name}\" is not supported. Supported: BatchLongest, Fixed.");
        }

        // The reference leaves a multiple of 0 out of account.
        int multiple = options.Has("pad_to_multiple_of") ? options.Number("pad_to_multiple_of", 0, Padding.LongestLength) : 0;
        var padding = new Padding(
            fixedLength,
            Math.Max(multiple, 1),
            options.Choice("direction", Sides) == TruncationSide.Left,
            options.Number("pad_id", 0, Vocabulary.HighestPossibleId),
            options.Number("pad_type_id", 0, 1 << 16),
            options.Text("pad_token"));
        options.RefuseTheRest();
        known.Check(padding.Token, padding.Id, $"{Place}.pad_id");
        return padding;
    }
}
