using System.Globalization;

namespace Verdict.Data.JsonLines;

/// <summary>Finds out which columns JSON rows have and what type holds all values of each.</summary>
internal sealed class ColumnTypes
{
    private const long ExactInDouble = 1L << 53;
    private readonly List<string> _names = [];
    private readonly Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    [Flags]
    private enum Seen
    {
        None = 0,
        Text = 1,
        Boolean = 2,
        Integer = 4,
        LargeInteger = 8,
        Fraction = 16,
        Other = 32,
    }

    public void Add(RecordSchema schema, IReadOnlyList<RecordValue> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            string name = schema.Columns[i].Name;
            if (_seen.TryAdd(name, Seen.None))
                _names.Add(name);
            _seen[name] |= See(values[i]);
        }
    }

    public RecordSchema ToSchema() => new(_names.Select(name => new RecordColumn(name, TypeFor(_seen[name]))));

    private static Seen See(RecordValue value) => value.Kind switch
    {
        RecordKind.Null => Seen.None,
        RecordKind.Text => Seen.Text,
        RecordKind.Boolean => Seen.Boolean,
        RecordKind.Number => Number(value.Text),
        _ => Seen.Other,
    };

    /// <summary>A number counts as what holds it without loss and gives the same number back.</summary>
    private static Seen Number(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) && text != "-0")
            return Math.Abs((decimal)whole) <= ExactInDouble ? Seen.Integer : Seen.LargeInteger;
        bool integer = !text.AsSpan().ContainsAny('.', 'e', 'E') && text != "-0";
        return !integer && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? Seen.Fraction
            : Seen.Other;
    }

    private static RecordType TypeFor(Seen seen) => seen switch
    {
        Seen.None => RecordType.Text,
        Seen.Text => RecordType.Text,
        Seen.Boolean => RecordType.Boolean,
        Seen.Integer or Seen.LargeInteger or (Seen.Integer | Seen.LargeInteger) => RecordType.Int64,
        Seen.Fraction or (Seen.Fraction | Seen.Integer) => RecordType.Float64,
        _ => RecordType.Json,
    };
}
