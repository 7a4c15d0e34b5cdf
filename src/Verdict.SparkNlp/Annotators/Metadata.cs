using System.Globalization;

namespace Verdict.SparkNlp;

/// <summary>Makes the metadata maps of annotations; the common ones are made once.</summary>
internal static class Metadata
{
    public const string Sentence = "sentence";
    private const string Id = "id";
    private static readonly IReadOnlyDictionary<string, string?>[] Common = [.. Enumerable.Range(0, 64).Select(Make)];

    /// <summary>A map of the sentence's number alone.</summary>
    public static IReadOnlyDictionary<string, string?> OfSentence(int index) => (uint)index < (uint)Common.Length ? Common[index] : Make(index);

    /// <summary>A document's map: the sentence's number, the row's own entries, then the row's id.</summary>
    /// <param name="index">The document's number in its row.</param>
    /// <param name="entries">The row's own entries, or <see langword="null"/>.</param>
    /// <param name="hasId">Whether there is an id column.</param>
    /// <param name="id">The row's id, which may be null.</param>
    public static IReadOnlyDictionary<string, string?> OfDocument(
        int index, IEnumerable<KeyValuePair<string, string?>>? entries, bool hasId, string? id)
    {
        if (entries is null && !hasId)
            return OfSentence(index);
        OrderedDictionary<string, string?> map = Make(index);
        foreach ((string key, string? value) in entries ?? [])
        {
            if (key != Sentence)
                map[key] = value;
        }

        if (hasId)
        {
            map.Remove(Id);
            map.Add(Id, id);
        }

        return map;
    }

    /// <summary>The sentence's number that an annotation carries, or <paramref name="otherwise"/>.</summary>
    public static int SentenceOf(Annotation annotation, int otherwise) =>
        annotation.Metadata.TryGetValue(Sentence, out string? text) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index)
            ? index
            : otherwise;

    private static OrderedDictionary<string, string?> Make(int index) => new() { [Sentence] = index.ToString(CultureInfo.InvariantCulture) };
}
