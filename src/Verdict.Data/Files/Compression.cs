using System.IO.Compression;
using ZstdSharp;

namespace Verdict.Data.Files;

/// <summary>Compressed streams in and out. Fixed levels: the same bytes in give the same bytes out.</summary>
internal static class Compression
{
    private const string StrictSwitch = "System.IO.Compression.UseStrictValidation";

    /// <summary>
    /// .NET takes a gzip file that breaks off for one that ends, and has no other way than this process-wide switch to make
    /// it an error. Half a file that counts as whole is the worse evil; an application that set the switch keeps its choice.
    /// </summary>
    static Compression()
    {
        if (!AppContext.TryGetSwitch(StrictSwitch, out _))
            AppContext.SetSwitch(StrictSwitch, true);
    }

    public static Stream Decompress(Stream stream, RecordCompression compression) => compression switch
    {
        RecordCompression.Gzip => new GZipStream(stream, CompressionMode.Decompress),
        RecordCompression.Zstd => new DecompressionStream(stream, leaveOpen: false),
        _ => stream,
    };

    public static Stream Compress(Stream stream, RecordCompression compression) => compression switch
    {
        RecordCompression.Gzip => new GZipStream(stream, CompressionLevel.Optimal),
        RecordCompression.Zstd => new CompressionStream(stream, level: 3, leaveOpen: false),
        _ => stream,
    };
}
