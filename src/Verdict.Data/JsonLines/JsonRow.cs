using System.Text.Json;

namespace Verdict.Data.JsonLines;

/// <summary>A JSON object as a row's columns and values.</summary>
internal sealed class JsonRow
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowDuplicateProperties = true };
    private readonly List<string> _names = [];
    private readonly List<RecordValue> _values = [];
    private RecordSchema? _last;

    /// <summary>Reads one line.</summary>
    /// <returns>Columns, values, and what is wrong with the row or null.</returns>
    public (RecordSchema Schema, RecordValue[] Values, string? Problem) Parse(ReadOnlyMemory<char> line)
    {
        _names.Clear();
        _values.Clear();
        string? problem = null;
        if (!WellFormedLine(ref line))
            problem = "the line holds bytes that are not valid text. Save the file as UTF-8.";
        try
        {
            using JsonDocument document = JsonDocument.Parse(line, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                problem = ReadProperties(document.RootElement) ?? problem;
            else
                problem = "the line holds no JSON object. Write {\"name\": value, …} on each line.";
        }
        catch (JsonException e)
        {
            // What JSON calls a byte is one of the line as UTF-8.
            problem ??= $"the JSON is broken at byte {e.BytePositionInLine + 1} of the line. Write one whole object a line.";
        }

        RecordSchema schema = Schema(out bool repeated);
        return (schema, [.. _values], problem ?? (repeated ? "a property's name stands there twice. Give each a name of its own." : null));
    }

    private static bool WellFormedLine(ref ReadOnlyMemory<char> line)
    {
        if (Files.WellFormed.Check(line.Span))
            return true;
        line = Files.WellFormed.Repair(line.Span).AsMemory();
        return false;
    }

    private string? ReadProperties(JsonElement root)
    {
        string? problem = null;
        foreach (JsonProperty property in root.EnumerateObject())
        {
            try
            {
                _names.Add(property.Name);
            }
            catch (InvalidOperationException)
            {
                _names.Add("");
                problem = "a property's name has half of a surrogate pair. Write the whole pair.";
            }

            try
            {
                _values.Add(Value(property.Value));
            }
            catch (InvalidOperationException)
            {
                _values.Add(RecordValue.OfJson(property.Value.GetRawText()));
                problem ??= $"'{_names[^1]}' has half of a surrogate pair. Write the whole pair.";
            }
        }

        return problem;
    }

    private static RecordValue Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => RecordValue.Of(element.GetString()),
        JsonValueKind.Number => RecordValue.OfNumber(element.GetRawText()),
        JsonValueKind.True => RecordValue.Of(true),
        JsonValueKind.False => RecordValue.Of(false),
        JsonValueKind.Null => default,
        _ => RecordValue.OfJson(element.GetRawText()),
    };

    /// <summary>The schema of these names: the last row's where they are the same, as they mostly are.</summary>
    private RecordSchema Schema(out bool repeated)
    {
        repeated = false;
        if (_last is not null && _last.Columns.Count == _names.Count && Same(_last))
            return _last;
        List<string> names = RecordSchema.NamesFrom(_names);
        var schema = new RecordSchema(names.Select(name => new RecordColumn(name, RecordType.Json)));
        if (names.SequenceEqual(_names))
            _last = schema;
        else
            repeated = _names.Distinct(StringComparer.Ordinal).Count() < _names.Count;
        return schema;
    }

    private bool Same(RecordSchema schema)
    {
        for (int i = 0; i < _names.Count; i++)
        {
            if (!string.Equals(schema.Columns[i].Name, _names[i], StringComparison.Ordinal))
                return false;
        }

        return true;
    }
}
