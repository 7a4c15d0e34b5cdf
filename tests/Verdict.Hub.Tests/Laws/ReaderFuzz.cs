using System.Globalization;
using System.IO.Compression;
using System.Text;
using Verdict.Hub.Bundles;
using Verdict.Hub.HuggingFace;
using Verdict.Hub.SparkNlp;
using Verdict.Hub.Storage;
using Verdict.Hub.Tests.Serving;
using Verdict.Testing;
using Xunit;

namespace Verdict.Hub.Tests.Laws;

/// <summary>
/// Whatever the bytes, every reader of the outside world gives a value or a <see cref="VerdictFormatException"/>, nothing else,
/// within a second of the processor and 64 MB. 5,000 inputs a reader; <c>VERDICT_FUZZ=100000</c> for a long run.
/// </summary>
public sealed class ReaderFuzz
{
    private static readonly byte[] File = """{"path":"config.json","length":1,"hash":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"}"""u8.ToArray();

    private static readonly byte[] Lock = Encoding.UTF8.GetBytes($$"""{"version":1,"models":[{"hub":"hugging-face","name":"a/b","revision":"{{new string('a', 40)}}","files":[{{Encoding.UTF8.GetString(File)}}]},{"hub":"spark-nlp","name":"tiny","language":"fr","revision":"{{SparkNlpLayout.TinyKey}}","files":[]}]}""");

    [Fact]
    public void Metadata_of_a_hub() => Fuzz(new SparkNlpLayout().Files["public/models/metadata.json"],
        bytes =>
        {
            IReadOnlyList<SparkNlpEntry> all = MetadataFile.ReadAsync(new MemoryStream(bytes), "metadata.json", null, CancellationToken.None).GetAwaiter().GetResult().Entries;
            IReadOnlyList<SparkNlpEntry> some = MetadataFile.ReadAsync(new MemoryStream(bytes), "metadata.json", "tiny", CancellationToken.None).GetAwaiter().GetResult().Entries;
            Assert.Equal(all.Where(e => e.Name == "tiny"), some.Where(e => e.Name == "tiny"));
        });

    [Fact]
    public void Listings_of_a_repository() => Fuzz(Encoding.UTF8.GetBytes(new HuggingFaceLayout().Listing()), bytes => RepositoryListing.Parse(bytes, "url"));

    [Fact]
    public void Lists_of_models() => Fuzz("""[{"id":"a/b","downloads":7,"tags":["x"]},{"id":"d","downloads":null}]"""u8.ToArray(), bytes => RepositoryClient.ParseList(bytes, "url", "hub"));

    [Fact]
    public void Indexes_of_weights() => Fuzz("""{"metadata":{"total_size":3},"weight_map":{"a.weight":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}"""u8.ToArray(), bytes => NeededFiles.Shards(bytes, "index"));

    [Fact]
    public void Lock_files() => Fuzz(Lock, bytes => LockedModelJson.Read(bytes, "lock"));

    [Fact]
    public void Records_of_archives() => Fuzz([.. """{"archive":"md5:0a3a0a135c29dd1709f24e3c3e64c866","files":["""u8, .. File, .. "]}"u8], bytes => ArchiveRecord.Parse(bytes, "record"));

    [Fact]
    public void Archives() => Fuzz(SparkNlpLayout.Zip(("metadata/part-00000", "{}"u8.ToArray()), ("a/b", SparkNlpLayout.Noise(200)), ("c", new byte[3000])), bytes =>
    {
        using var stream = new MemoryStream(bytes);
        using ZipArchive archive = SafeZip.Open(stream, "zip");
        foreach ((string name, ZipArchiveEntry entry) in SafeZip.Plan(archive, "zip", bytes.Length))
        {
            Assert.False(Path.IsPathRooted(name) || name.Split('/', '\\').Contains(".."), name);
            SafeZip.Copy(entry, name, "zip", Stream.Null, CancellationToken.None);
        }
    });

    [Fact]
    public void Bundles() => Fuzz(SparkNlpLayout.Zip((BundleReader.Manifest, Lock), ("models/0/config.json", [1])), bytes => BundleReader.ReadManifest(new MemoryStream(bytes), "bundle"));

    [Fact]
    public void Keys_in_a_cache() => Fuzz(Encoding.UTF8.GetBytes(SparkNlpLayout.TinyKey), bytes =>
    {
        string text = Encoding.Latin1.GetString(bytes);
        if (CacheKey.Parse(text) is { } entry)
            Assert.Equal(text, entry.Key);
    });

    [Fact]
    public void References() => Fuzz("hf:organisation/name@refs/pr/1"u8.ToArray(), bytes =>
    {
        try
        {
            var reference = ModelReference.Parse(Encoding.Latin1.GetString(bytes));
            Assert.True(RepositoryName.IsName(reference.Name));
        }
        catch (ArgumentException)
        {
        }
    });

    private static void Fuzz(byte[] seed, Action<byte[]> read)
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("VERDICT_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : 5_000;
        read(seed);
        var random = new Random(20261125);
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = Mutate(seed, random);
            var cost = Cost.Begin();
            try
            {
                read(bytes);
            }
            catch (VerdictFormatException)
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"input {i}, {Convert.ToBase64String(bytes)}: {e}");
            }

            cost.AssertSmall($"input {i}, {Convert.ToBase64String(bytes)}");
        }
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        List<byte> bytes = [.. seed];
        byte[][] tokens = [[0], [0xFF], [0xFF, 0xFF, 0xFF, 0xFF], "null"u8.ToArray(), "-1"u8.ToArray(), "1e999"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "\"\""u8.ToArray(), "../"u8.ToArray(), "\n"u8.ToArray(), "99999999999999999999"u8.ToArray(), "PK\u0001\u0002"u8.ToArray(), "_"u8.ToArray()];
        for (int n = random.Next(1, 5); n > 0 && bytes.Count > 0; n--)
        {
            int at = random.Next(bytes.Count), length = Math.Min(random.Next(1, 20), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, tokens[random.Next(tokens.Length)]); break;
                case 4: bytes.InsertRange(at, [.. bytes.Skip(random.Next(bytes.Count)).Take(length)]); break;
                default: if (random.Next(4) == 0) bytes.RemoveRange(at, bytes.Count - at); else bytes[at] = (byte)"0123456789{}[]\":,/.-"[random.Next(20)]; break;
            }
        }

        return [.. bytes];
    }
}
