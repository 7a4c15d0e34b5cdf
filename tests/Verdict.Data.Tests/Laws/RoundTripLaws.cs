using CsCheck;
using Xunit;

namespace Verdict.Data.Tests.Laws;

/// <summary>Writing then reading is the identity, for any content.</summary>
public sealed class RoundTripLaws
{
    private const string Telling = "aé ,;\t\"\n\r'\u2028\u0085\0\uFEFF世";

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String[Gen.Char[Telling], 0, 12],
        Gen.Const("😀\U0001F1EB"),
        Gen.String[Gen.Char.Where(c => !char.IsSurrogate(c)), 0, 20]);

    private static readonly Gen<string[][]> Table =
        from columns in Gen.Int[1, 5]
        from rows in AnyText.Array[columns].Array[0, 8]
        select rows;

    [Theory]
    [InlineData("csv")]
    [InlineData("tsv")]
    [InlineData("csv.gz")]
    [InlineData("tsv.zst")]
    [InlineData("jsonl")]
    public void Text_comes_back(string format) => Table.Sample(
        table =>
        {
            RecordEncoding encoding = RecordEncoding.Parse(format);
            int columns = table.Length == 0 ? 2 : table[0].Length;
            RecordSchema schema = new(Enumerable.Range(0, columns).Select(i => new RecordColumn($"c{i}", RecordType.Text)));
            byte[] bytes = Rows.Write(schema, table.Select(row => Rows.Row(schema, [.. row.Select(RecordValue.Of)])), encoding);
            List<Record> rows = Rows.Read(bytes, encoding);
            return rows.All(row => row.Error is null) && rows.Select(Rows.Texts).SequenceEqual(table, StringArrays.Instance);
        },
        iter: 2_000);

    [Theory]
    [InlineData("csv")]
    [InlineData("tsv")]
    public void Names_of_columns_come_back(string format) => AnyText.Array[1, 6].Sample(
        names =>
        {
            // A byte-order mark before the first name is one of the file, and nobody can tell the two apart.
            List<string> expected = RecordSchema.NamesFrom([.. names.Select(name => name.TrimStart('\uFEFF'))]);
            RecordSchema schema = new(expected.Select(name => new RecordColumn(name, RecordType.Text)));
            using RecordReader reader = Rows.Open(Rows.Write(schema, [], RecordEncoding.Parse(format)), RecordEncoding.Parse(format));
            return reader.Schema.Columns.Select(column => column.Name).SequenceEqual(expected);
        },
        iter: 2_000);

    [Fact]
    public void Json_lines_come_back_byte_for_byte()
    {
        Gen<string> value = Gen.OneOf(
            Gen.Const("null"), Gen.Const("true"), Gen.Const("{\"a\":[1,{}]}"), Gen.Int.Select(i => $"{i}.50e3"), Gen.Long.Select(i => $"{i}"), Gen.Const("\"été, \\\"x\\\"\""));
        value.Array[1, 6].Array[0, 6].Sample(
            rows =>
            {
                string text = string.Concat(rows.Select(row => "{" + string.Join(',', row.Select((v, i) => $"\"k{i}\":{v}")) + "}\n"));
                return Rows.WriteText(new([]), Rows.Read(text, Rows.JsonLines), Rows.JsonLines) == text;
            },
            iter: 1_000);
    }

    private sealed class StringArrays : IEqualityComparer<string[]>
    {
        public static readonly StringArrays Instance = new();

        public bool Equals(string[]? x, string[]? y) => x!.SequenceEqual(y!);

        public int GetHashCode(string[] obj) => obj.Length;
    }
}
