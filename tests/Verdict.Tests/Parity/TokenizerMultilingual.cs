using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Verdict.Testing;
using Verdict.Tokenization;
using Xunit;

namespace Verdict.Tests.Parity;

/// <summary>The vocabulary of multilingual BERT on real French texts: a committed sample in full, and every row of the data by digests.</summary>
public sealed class TokenizerMultilingual
{
    private static readonly Lazy<Tokenizer> Multilingual = new(() => Tokenizer.Open(RepositoryPaths.Golden("mbert-ids")));

    [Fact]
    public void The_committed_sample_is_the_same_in_ids_tokens_and_offsets()
    {
        var buffer = new TokenBuffer();
        int rows = 0;
        foreach (JsonElement row in JsonLines.ReadGzip(RepositoryPaths.Golden("mbert-ids", "sample.jsonl.gz")))
        {
            string text = row.GetProperty("text").GetString()!;
            Encoding encoding = Multilingual.Value.Encode(text);
            int[] ids = [.. row.GetProperty("ids").EnumerateArray().Select(n => n.GetInt32())];
            Assert.Equal(ids, encoding.InputIds);
            Assert.Equal(row.GetProperty("tokens").EnumerateArray().Select(t => t.GetString()!), encoding.Tokens);
            Assert.Equal(row.GetProperty("offsets").EnumerateArray().Select(o => new TextOffset(o[0].GetInt32(), o[1].GetInt32())), encoding.Offsets);
            Multilingual.Value.Tokenize(text, buffer);
            Multilingual.Value.Assemble(buffer, int.MaxValue);
            Assert.Equal(ids, buffer.InputIds.ToArray());
            rows++;
        }

        Assert.Equal(861, rows);
    }

    [Fact]
    public void All_60_794_rows_have_the_same_digests_of_ids_and_offsets()
    {
        string goldens = RepositoryPaths.Shared("goldens", "mbert-ids", "ids.csv.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(goldens), CompressionMode.Decompress), System.Text.Encoding.UTF8);
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("file,row,tokens,ids,offsets", lines[0]);
        IGrouping<string, string[]>[] files = [.. lines.Skip(1).Select(l => l.Split(',')).GroupBy(l => l[0])];
        Assert.Equal(60_794, files.Sum(f => f.Count()));
        List<string> faults = [];
        foreach (IGrouping<string, string[]> file in files)
        {
            List<string> texts = [.. ReviewRows.Read(RepositoryPaths.Shared(["data", .. file.Key.Split('/')])).Select(r => r.Text)];
            string[][] rows = [.. file];
            Assert.Equal(texts.Count, rows.Length);
            var buffer = new TokenBuffer();
            IReadOnlyList<Encoding> encodings = Multilingual.Value.EncodeBatch(texts);
            for (int i = 0; i < rows.Length; i++)
            {
                Multilingual.Value.Tokenize(texts[i], buffer);
                Multilingual.Value.Assemble(buffer, int.MaxValue);
                if (rows[i][2] != $"{encodings[i].InputIds.Count}" || rows[i][3] != Digest(encodings[i].InputIds)
                    || rows[i][4] != Digest(encodings[i].Offsets.SelectMany(o => (int[])[o.Start, o.End])) || rows[i][3] != Digest(buffer.InputIds.ToArray()))
                {
                    faults.Add($"{file.Key} row {i}");
                }
            }
        }

        Assert.Empty(faults);
    }

    private static string Digest(IEnumerable<int> numbers)
    {
        int[] array = [.. numbers];
        byte[] bytes = new byte[array.Length * sizeof(int)];
        for (int i = 0; i < array.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), array[i]);
        return Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
    }
}
