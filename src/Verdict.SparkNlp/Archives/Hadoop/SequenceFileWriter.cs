using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Verdict.SparkNlp.Archives.Hadoop;

/// <summary>Writes what <see cref="SequenceFileReader"/> reads, byte for byte as Hadoop 3 does for the same sync marker.</summary>
internal static class SequenceFileWriter
{
    /// <summary>Hadoop marks a place to begin reading at after so many bytes.</summary>
    private const int SyncInterval = 102_400;

    /// <summary>Writes the records.</summary>
    /// <param name="stream">Takes the file.</param>
    /// <param name="records">The values.</param>
    /// <param name="sync">The sync marker, 16 bytes; Hadoop's is random, so any will do.</param>
    public static void Write(Stream stream, IReadOnlyList<ReadOnlyMemory<byte>> records, ReadOnlySpan<byte> sync)
    {
        stream.Write("SEQ\u0006\u0021org.apache.hadoop.io.NullWritable\u0022org.apache.hadoop.io.BytesWritable\0\0\0\0\0\0"u8);
        stream.Write(sync);
        long position = 79 + sync.Length;
        long lastSync = 0;
        Span<byte> number = stackalloc byte[12];
        foreach (ReadOnlyMemory<byte> record in records)
        {
            if (position >= lastSync + SyncInterval)
            {
                stream.Write([0xFF, 0xFF, 0xFF, 0xFF]);
                stream.Write(sync);
                position += 4 + sync.Length;
                lastSync = position;
            }

            BinaryPrimitives.WriteInt32BigEndian(number, record.Length + 4);
            BinaryPrimitives.WriteInt32BigEndian(number[4..], 0);
            BinaryPrimitives.WriteInt32BigEndian(number[8..], record.Length);
            stream.Write(number);
            stream.Write(record.Span);
            position += 12 + record.Length;
        }
    }

    /// <summary>A sync marker that depends on the records alone, so that the same model gives the same files.</summary>
    public static byte[] SyncOf(IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ReadOnlyMemory<byte> record in records)
            hash.AppendData(record.Span);
        return hash.GetHashAndReset()[..16];
    }
}
