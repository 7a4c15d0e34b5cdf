using System.Globalization;
using System.Text;
using Xunit;

namespace Verdict.Data.Tests.Fuzz;

/// <summary>Whatever the bytes, a reader gives rows (good or marked) or a <see cref="VerdictFormatException"/>, and ends.</summary>
public sealed class ReaderFuzz
{
    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("VERDICT_FUZZ") ?? "5000", CultureInfo.InvariantCulture);

    private static readonly string[] Seeds =
    [
        "id,text,n\n1,\"a \"\"quoted\"\", text\",2\n2,été,3\n\n3,\"line\nbreak\",4\n",
        "a\tb\n1\t2\n\"x\ty\"\tz\n",
        "{\"t\":\"été\",\"n\":1.5e3,\"o\":{\"a\":[1,2,{\"b\":null}]},\"b\":true}\n\n{\"t\":\"\\ud83d\\ude00\"}\n",
        "\uFEFFa,b\r\n1,2\r\n",
    ];

    [Theory]
    [InlineData("csv")]
    [InlineData("tsv")]
    [InlineData("jsonl")]
    [InlineData("csv.gz")]
    [InlineData("jsonl.zst")]
    public void Any_bytes_are_answered(string format)
    {
        RecordEncoding encoding = RecordEncoding.Parse(format);
        var random = new Random(20261125);
        byte[][] seeds = [.. Seeds.Select(seed => Compress(Encoding.UTF8.GetBytes(seed), encoding.Compression)), Encoding.Unicode.GetBytes("\uFEFF" + Seeds[0])];
        for (int i = 0; i < Count; i++)
        {
            byte[] bytes = Mutate(seeds[random.Next(seeds.Length)], random);
            try
            {
                using RecordReader reader = Rows.Open(bytes, encoding);
                Assert.True(reader.Schema.Columns.Count <= bytes.Length + 1 || encoding.Compression != RecordCompression.None);
                long index = 0;
                foreach (Record row in reader.Read())
                {
                    Assert.Equal(index++, row.Index);
                    Assert.Equal(row.Schema.Columns.Count, row.Values.Count);
                    Assert.All(row.Values, value => Assert.True(Data.Files.WellFormed.Check(value.ToText())));
                }
            }
            catch (VerdictFormatException)
            {
                // The other answer that is allowed.
            }
        }
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("arrow")]
    [InlineData("arrows")]
    public void Any_bytes_are_answered_in_columnar_formats(string format)
    {
        RecordEncoding encoding = RecordEncoding.Parse(format);
        var random = new Random(20261125);
        RecordSchema flat = Rows.Schema(("t", RecordType.Text), ("n", RecordType.Int64));
        byte[][] seeds =
        [
            Rows.Write(flat, Enumerable.Range(0, 5).Select(i => Rows.Row(flat, RecordValue.Of($"text {i}"), RecordValue.Of((long)i))), encoding),
            Rows.Write(Columnar.TypedRows.Schema, Columnar.TypedRows.All, encoding),
            Nested(encoding, "list_text", "lists", "id"),
            Nested(encoding, "structs", "keys"),
            Nested(encoding, "maps", "text"),
        ];
        for (int i = 0; i < Count; i++)
        {
            byte[] bytes = [.. seeds[random.Next(seeds.Length)]];
            for (int changes = random.Next(1, 6); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)(random.Next(2) * 255) : (byte)random.Next(256);
            if (random.Next(8) == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            try
            {
                using RecordReader reader = Rows.Open(bytes, encoding);
                foreach (Record row in reader.Read().Take(10_000))
                {
                    Assert.Equal(row.Schema.Columns.Count, row.Values.Count);
                    Assert.All(row.Values, value => Assert.NotNull(value.ToText()));
                }
            }
            catch (VerdictFormatException)
            {
                // The other answer that is allowed.
            }
        }
    }

    /// <summary>A small file with some of the columns of <see cref="Columnar.NestedRows"/>.</summary>
    private static byte[] Nested(RecordEncoding encoding, params string[] columns)
    {
        RecordSchema schema = Columnar.NestedRows.Schema.Select(columns);
        return Rows.Write(schema, Columnar.NestedRows.Make(6, 7).Select(row => Rows.Row(schema, [.. columns.Select(column => row[column])])), encoding);
    }

    private static byte[] Compress(byte[] bytes, RecordCompression compression)
    {
        var stream = new MemoryStream();
        using (Stream compressed = Data.Files.Compression.Compress(stream, compression))
            compressed.Write(bytes);
        return stream.ToArray();
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        List<byte> bytes = [.. seed];
        byte[] telling = [.. "\",;\t\n\r{}[]:\\\0"u8, 0xFF, 0xFE, 0xEF, 0xBB, 0xBF, 0xC3, 0xD8, 0xED, 0xA0];
        for (int changes = random.Next(1, 8); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.Insert(at, telling[random.Next(telling.Length)]);
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.AddRange(bytes[..at]);
                    break;
            }
        }

        return [.. bytes];
    }
}
