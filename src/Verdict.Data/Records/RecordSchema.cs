using System.Globalization;

namespace Verdict.Data;

/// <summary>The columns of a file or of a row, in order. Immutable; may be shared by threads.</summary>
public sealed class RecordSchema
{
    private readonly Dictionary<string, int> _indexOf;

    /// <summary>Creates a schema.</summary>
    /// <exception cref="ArgumentException">Two columns have the same name.</exception>
    public RecordSchema(IEnumerable<RecordColumn> columns)
    {
        Columns = [.. columns];
        _indexOf = new(Columns.Count, StringComparer.Ordinal);
        for (int i = 0; i < Columns.Count; i++)
        {
            if (!_indexOf.TryAdd(Columns[i].Name, i))
                throw new ArgumentException($"Two columns are named '{Columns[i].Name}'. Give each a name of its own.", nameof(columns));
        }
    }

    /// <summary>The columns in order.</summary>
    public IReadOnlyList<RecordColumn> Columns { get; }

    /// <summary>The position of a column, or −1 where none has that name.</summary>
    public int IndexOf(string name) => _indexOf.GetValueOrDefault(name, -1);

    /// <summary>The position of a column that must be there.</summary>
    /// <exception cref="ArgumentException">No column has that name; the message lists those that exist.</exception>
    public int Require(string name)
    {
        int index = IndexOf(name);
        return index >= 0 ? index : throw new ArgumentException($"There is no column '{name}'. The columns are: {NameList()}. Name one of them.", nameof(name));
    }

    /// <summary>Some columns of this schema, in the order asked for.</summary>
    /// <exception cref="ArgumentException">No column has one of the names.</exception>
    public RecordSchema Select(IEnumerable<string> names) => new(names.Select(name => Columns[Require(name)]));

    /// <summary>This schema with further columns behind. A name that is taken gets <c>_2</c>, <c>_3</c>, … behind it.</summary>
    public RecordSchema Append(IEnumerable<RecordColumn> columns)
    {
        var names = new HashSet<string>(_indexOf.Keys, StringComparer.Ordinal);
        return new(Columns.Concat(columns.Select(column => column with { Name = Unique(column.Name, names) })));
    }

    /// <summary>Names for columns as a header gives them: an empty one becomes <c>column_N</c>, a repeated one gets <c>_2</c>, <c>_3</c>, … behind it.</summary>
    internal static List<string> NamesFrom(IReadOnlyList<string> header)
    {
        // Names that stand there once keep theirs: 'a, a, a_2' becomes 'a, a_3, a_2'.
        var reserved = new HashSet<string>(header, StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var names = new List<string>(header.Count);
        for (int i = 0; i < header.Count; i++)
        {
            string name = header[i];
            if (string.IsNullOrWhiteSpace(name))
                name = "column_" + (i + 1).ToString(CultureInfo.InvariantCulture);
            if (!used.Contains(name) && (name == header[i] || !reserved.Contains(name)))
            {
                used.Add(name);
            }
            else
            {
                var taken = new HashSet<string>(reserved, StringComparer.Ordinal);
                taken.UnionWith(used);
                name = Unique(name, taken);
                used.Add(name);
            }

            names.Add(name);
        }

        return names;
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        string unique = name;
        for (int i = 2; !taken.Add(unique); i++)
            unique = name + "_" + i.ToString(CultureInfo.InvariantCulture);
        return unique;
    }

    private string NameList()
    {
        if (Columns.Count == 0)
            return "none";
        string list = string.Join(", ", Columns.Take(30).Select(column => $"'{column.Name}'"));
        return Columns.Count > 30 ? list + ", …" : list;
    }
}
