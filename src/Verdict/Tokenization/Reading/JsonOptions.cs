using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Verdict.Tokenization;

/// <summary>
/// A JSON object of which every member must be asked for: what nobody asks for is an option that Verdict does not know and therefore
/// refuses by name, rather than tokenising differently without a word.
/// </summary>
internal sealed class JsonOptions
{
    private readonly Dictionary<string, JsonElement> _members = [];
    private readonly HashSet<string> _asked = [];
    private readonly string _place;
    private readonly string _path;

    /// <summary>Takes an object in.</summary>
    /// <param name="element">Must be an object.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="place">The JSON path, for errors.</param>
    public JsonOptions(JsonElement element, string path, string place)
    {
        _path = path;
        _place = place;
        if (element.ValueKind != JsonValueKind.Object)
            throw new VerdictFormatException(path, place, $"expected an object, found {Name(element)}.");
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!_members.TryAdd(NameOf(property, path, place), property.Value))
                throw new VerdictFormatException(path, $"{place}.{property.Name}", "the option is given twice. Keep one of them.");
        }
    }

    /// <summary>The JSON path of a member.</summary>
    public string PlaceOf(string name) => $"{_place}.{name}";

    /// <summary>A member's name; an escaped half of a surrogate pair in it is an error, as no Unicode text has it.</summary>
    public static string NameOf(JsonProperty property, string path, string place)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException e)
        {
            throw new VerdictFormatException(path, place, "a name is not valid Unicode: it has half of a surrogate pair.", e);
        }
    }

    /// <summary>A string's value; see <see cref="NameOf"/>.</summary>
    public static string TextOf(JsonElement element, string path, string place)
    {
        if (element.ValueKind != JsonValueKind.String)
            throw new VerdictFormatException(path, place, $"expected a string, found {Name(element)}.");
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new VerdictFormatException(path, place, "the string is not valid Unicode: it has half of a surrogate pair.", e);
        }
    }

    /// <summary>Whether a member is there and not null.</summary>
    public bool Has(string name)
    {
        _asked.Add(name);
        return _members.TryGetValue(name, out JsonElement element) && element.ValueKind != JsonValueKind.Null;
    }

    /// <summary>A member that must be there.</summary>
    public JsonElement Element(string name) =>
        Has(name) ? _members[name] : Refuse<JsonElement>(name, "the option is missing. The file is not a whole tokenizer.json.");

    /// <summary>A string that must be there.</summary>
    public string Text(string name) => TextOf(Element(name), _path, PlaceOf(name));

    /// <summary>A truth value that must be there.</summary>
    public bool Flag(string name)
    {
        JsonElement element = Element(name);
        return element.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? element.GetBoolean()
            : Refuse<bool>(name, $"expected true or false, found {Name(element)}.");
    }

    /// <summary>A whole number that must be there.</summary>
    public int Number(string name, int lowest, int highest) => NumberOf(Element(name), lowest, highest, _path, PlaceOf(name));

    /// <summary>A whole number's value.</summary>
    public static int NumberOf(JsonElement element, int lowest, int highest, string path, string place)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long value) && value >= lowest && value <= highest)
            return (int)value;
        throw new VerdictFormatException(path, place, $"expected a whole number from {lowest} to {highest}, found {Name(element)}.");
    }

    /// <summary>A member of a few known words.</summary>
    public T Choice<T>(string name, IReadOnlyDictionary<string, T> choices)
    {
        string text = Text(name);
        return choices.TryGetValue(text, out T? value)
            ? value
            : Refuse<T>(name, $"\"{text}\" is not supported. Supported: {string.Join(", ", choices.Keys)}.");
    }

    /// <summary>Fails where a member was not asked for.</summary>
    public void RefuseTheRest()
    {
        foreach (string name in _members.Keys)
        {
            if (!_asked.Contains(name))
                Refuse<bool>(name, "the option is not known. Verdict obeys every option or refuses the file, so that tokens never differ unnoticed.");
        }
    }

    /// <summary>What an element is, in short.</summary>
    public static string Name(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => element.GetRawText() is { Length: <= 40 } text ? text : "a very long number",
        JsonValueKind.Null => "null",
        JsonValueKind.Undefined => "nothing",
        _ => element.GetBoolean() ? "true" : "false",
    };

    [DoesNotReturn]
    private T Refuse<T>(string name, string message) => throw new VerdictFormatException(_path, PlaceOf(name), message);
}
