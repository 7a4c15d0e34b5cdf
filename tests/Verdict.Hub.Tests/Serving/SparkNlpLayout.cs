using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Verdict.Hub.Tests.Serving;

/// <summary>Makes a small hub with the layout of Spark NLP's bucket.</summary>
internal sealed class SparkNlpLayout
{
    public const string Folder = "public/models";

    /// <summary>The archive of <c>tiny</c> in French.</summary>
    public const string TinyKey = "tiny_fr_3.4.4_3.0_1647856800001";

    public const string TinyZip = $"{Folder}/{TinyKey}.zip";

    public Dictionary<string, byte[]> Files { get; } = [];

    private readonly StringBuilder _metadata = new();

    public SparkNlpLayout()
    {
        Files[Folder + "/metadata.json"] = [];
        Add("tiny", "fr", "3,4,4", "3,0", 1647856800001, Zip(("metadata/part-00000", """{"class":"com.johnsnowlabs.nlp.annotators.classifier.dl.BertForSequenceClassification"}"""u8.ToArray()), ("metadata/_SUCCESS", []), ("weights", Noise(300_000))));
    }

    /// <summary>Adds a line and its archive.</summary>
    public void Add(string name, string? language, string? library, string? spark, long time, byte[]? zip, string? checksum = null, bool ready = true, bool zipped = true)
    {
        string Version(string? parts) => parts is null ? "null" : $$"""{"parts":[{{parts}}]}""";
        checksum ??= zip is null ? "" : Md5(zip);
        string when = DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        _metadata.Append(CultureInfo.InvariantCulture, $$"""{"name":"{{name}}","language":{{(language is null ? "null" : $"\"{language}\"")}},"libVersion":{{Version(library)}},"sparkVersion":{{Version(spark)}},"readyToUse":{{(ready ? "true" : "false")}},"time":"{{when}}","isZipped":{{(zipped ? "true" : "false")}},"category":"ml","checksum":"{{checksum}}"}""").Append('\n');
        Files[Folder + "/metadata.json"] = Encoding.UTF8.GetBytes(_metadata.ToString());
        if (zip is not null)
            Files[language is null ? $"{Folder}/{name}.zip" : $"{Folder}/{name}_{language}_{library?.Replace(',', '.')}_{spark?.Replace(',', '.')}_{time}.zip"] = zip;
    }

    /// <summary>Writes everything into a folder.</summary>
    public void WriteTo(string folder)
    {
        foreach ((string path, byte[] bytes) in Files)
        {
            string file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
        }
    }

    /// <summary>A zip of some entries.</summary>
    public static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in entries)
            {
                ZipArchiveEntry entry = zip.CreateEntry(name);
                entry.LastWriteTime = new DateTimeOffset(2022, 3, 21, 10, 0, 0, TimeSpan.Zero);
                using Stream content = entry.Open();
                content.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    // The hub's format demands MD5; it guards against damage only.
#pragma warning disable CA5351
    private static string Md5(byte[] bytes) => Convert.ToHexString(MD5.HashData(bytes));
#pragma warning restore CA5351

    /// <summary>Bytes that do not compress.</summary>
    public static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
