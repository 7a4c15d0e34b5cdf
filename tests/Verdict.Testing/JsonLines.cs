using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Verdict.Testing;

/// <summary>Reads gzipped JSON lines. Lines end at LF only: texts hold U+0085, U+2028 and the like unescaped.</summary>
public static class JsonLines
{
    /// <summary>Each line of a <c>.jsonl.gz</c> file as a parsed element.</summary>
    public static IEnumerable<JsonElement> ReadGzip(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        foreach (string line in reader.ReadToEnd().Split('\n'))
        {
            if (line.Length > 0)
                yield return JsonDocument.Parse(line).RootElement;
        }
    }
}
