namespace Verdict.SparkNlp.Archives.Zip;

/// <summary>One file of a zip, as the central directory describes it.</summary>
/// <param name="Name">Its path with <c>/</c> between folders; never absolute, never with <c>..</c>.</param>
/// <param name="Deflated">Whether its bytes are deflated; else they are stored.</param>
/// <param name="CompressedLength">Bytes in the zip.</param>
/// <param name="Length">Bytes unpacked.</param>
/// <param name="Crc">CRC-32 of the unpacked bytes.</param>
/// <param name="HeaderOffset">Where its local header begins.</param>
internal readonly record struct ZipEntry(string Name, bool Deflated, long CompressedLength, long Length, uint Crc, long HeaderOffset);
