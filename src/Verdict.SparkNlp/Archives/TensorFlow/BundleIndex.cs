using System.Buffers.Binary;
using System.Text;
using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Protobuf;

namespace Verdict.SparkNlp.Archives.TensorFlow;

/// <summary>
/// Reads the index of a TensorFlow tensor bundle: a LevelDB table (LevelDB's table_format.md) from keys to BundleEntryProto
/// (tensorflow/core/protobuf/tensor_bundle.proto). Every block's CRC is checked.
/// </summary>
internal static class BundleIndex
{
    private const ulong Magic = 0xDB4775248B80FB57;
    private const int FooterLength = 48;
    private const int TrailerLength = 5;
    private const int LargestIndex = 16 << 20;
    private const int MostEntries = 100_000;
    private const int LongestKey = 4096;

    /// <summary>The tensors of a bundle and the number of its data files.</summary>
    public static (List<BundleEntry> Entries, int ShardCount) Read(Blob file)
    {
        ReadOnlyMemory<byte> bytes = file.All(LargestIndex);
        if (bytes.Length < FooterLength || BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[^8..]) != Magic)
            throw new VerdictFormatException(file.Path, null, "is not the index of a TensorFlow tensor bundle: the mark at its end is missing. The file is cut or damaged.");

        int at = bytes.Length - FooterLength;
        _ = Handle(file, bytes.Span[..^8], ref at);
        (long offset, long size) = Handle(file, bytes.Span[..^8], ref at);
        List<BundleEntry> entries = [];
        int shards = 1;
        foreach ((_, ReadOnlyMemory<byte> block) in ReadBlock(file, bytes, offset, size))
        {
            int start = 0;
            (long blockOffset, long blockSize) = Handle(file, block.Span, ref start);
            foreach ((byte[] key, ReadOnlyMemory<byte> value) in ReadBlock(file, bytes, blockOffset, blockSize))
            {
                if (entries.Count >= MostEntries)
                    throw new VerdictFormatException(file.Path, null, $"holds more than {MostEntries:N0} tensors. It is no BERT's.");
                if (key.Length == 0)
                    shards = ReadHeader(file, value);
                else
                    entries.Add(ReadEntry(file, Encoding.UTF8.GetString(key), value));
            }
        }

        return (entries, shards);
    }

    private static IEnumerable<(byte[] Key, ReadOnlyMemory<byte> Value)> ReadBlock(Blob file, ReadOnlyMemory<byte> table, long offset, long size)
    {
        if (offset < 0 || size < 4 || offset > table.Length - size - TrailerLength)
            throw new VerdictFormatException(file.Path, $"byte {offset}", $"a block of {size:N0} bytes lies outside the file. The file is cut or damaged.");
        ReadOnlyMemory<byte> block = table.Slice((int)offset, (int)size);
        ReadOnlySpan<byte> trailer = table.Span.Slice((int)(offset + size), TrailerLength);
        if (trailer[0] != 0)
            throw new VerdictFormatException(file.Path, $"byte {offset}", $"the index is compressed (type {trailer[0]}), which TensorFlow's own writer does not do and is not read.");
        uint crc = Crc32C.Mask(Crc32C.Append(Crc32C.Append(0, block.Span), trailer[..1]));
        if (crc != BinaryPrimitives.ReadUInt32LittleEndian(trailer[1..]))
            throw new VerdictFormatException(file.Path, $"byte {offset}", "a block of the index is damaged: its CRC-32C differs. Download the model again.");

        uint restarts = BinaryPrimitives.ReadUInt32LittleEndian(block.Span[^4..]);
        if (restarts > (uint)(block.Length - 4) / 4)
            throw new VerdictFormatException(file.Path, $"byte {offset}", $"a block names {restarts:N0} restarts, more than it has room for.");
        ReadOnlyMemory<byte> content = block[..^(4 + ((int)restarts * 4))];
        byte[] key = [];
        for (int at = 0; at < content.Length;)
        {
            ulong shared = Varint(file, content.Span, ref at);
            ulong fresh = Varint(file, content.Span, ref at);
            ulong length = Varint(file, content.Span, ref at);
            if (shared > (ulong)key.Length || fresh > LongestKey || shared + fresh > LongestKey || length > int.MaxValue || (long)fresh + (long)length > content.Length - at)
                throw new VerdictFormatException(file.Path, $"byte {offset + at}", "an entry of the index has impossible lengths. The file is damaged.");
            key = [.. key.AsSpan(0, (int)shared), .. content.Span.Slice(at, (int)fresh)];
            at += (int)fresh;
            yield return (key, content.Slice(at, (int)length));
            at += (int)length;
        }
    }

    private static int ReadHeader(Blob file, ReadOnlyMemory<byte> value)
    {
        int shards = 0;
        for (var header = new ProtoReader(file.Path, value); header.Next();)
        {
            if (header.Field == 1)
                shards = (int)Math.Min(header.Number, int.MaxValue);
            else if (header.Field == 2 && header.Number != 0)
                throw new VerdictFormatException(file.Path, "header", "the bundle is big-endian, which is not read.");
        }

        return shards is > 0 and <= 10_000 ? shards : throw new VerdictFormatException(file.Path, "header", $"the bundle says that it has {shards:N0} data files.");
    }

    private static BundleEntry ReadEntry(Blob file, string key, ReadOnlyMemory<byte> value)
    {
        (long type, long shard, long offset, long size, uint crc) = (0, 0, 0, 0, 0);
        List<long> shape = [];
        for (var entry = new ProtoReader(file.Path, value); entry.Next();)
        {
            switch (entry.Field)
            {
                case 1: type = entry.Signed; break;
                case 2: ReadShape(file.Path, entry.Bytes, shape); break;
                case 3: shard = entry.Signed; break;
                case 4: offset = entry.Signed; break;
                case 5: size = entry.Signed; break;
                case 6: crc = (uint)entry.Number; break;
                case 7: throw new VerdictFormatException(file.Path, key, "the tensor is stored in slices, which is not read. Save the model without partitioned variables.");
            }
        }

        if (shape.Count > 8 || shape.Exists(d => d is < 0 or > int.MaxValue) || type is < 0 or > 1000 || shard is < 0 or > 10_000 || offset < 0 || size < 0)
            throw new VerdictFormatException(file.Path, key, "the index describes the tensor with impossible numbers. The file is damaged.");
        return new BundleEntry(key, (int)type, [.. shape.Select(d => (int)d)], (int)shard, offset, size, crc);
    }

    /// <summary>A TensorShapeProto's sizes; -1 for unknown.</summary>
    public static void ReadShape(string path, ReadOnlyMemory<byte> message, List<long> into)
    {
        for (var shape = new ProtoReader(path, message); shape.Next();)
        {
            if (shape.Field != 2)
                continue;
            long size = 0;
            for (var dimension = new ProtoReader(path, shape.Bytes); dimension.Next();)
            {
                if (dimension.Field == 1)
                    size = dimension.Signed;
            }

            into.Add(size);
        }
    }

    private static (long Offset, long Size) Handle(Blob file, ReadOnlySpan<byte> bytes, ref int at) =>
        ((long)Varint(file, bytes, ref at), (long)Varint(file, bytes, ref at));

    private static ulong Varint(Blob file, ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            if (at >= bytes.Length)
                break;
            byte b = bytes[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }

        throw new VerdictFormatException(file.Path, null, "a number in the index is cut. The file is damaged.");
    }
}
