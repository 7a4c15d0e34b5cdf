using System.Buffers.Binary;
using System.Text;
using Verdict.SparkNlp.Archives.Files;

namespace Verdict.SparkNlp.Archives.Hadoop;

/// <summary>
/// Reads Hadoop SequenceFiles, version 6, of NullWritable keys and BytesWritable values, not compressed: what Spark's object files are
/// (layout: org.apache.hadoop.io.SequenceFile's documentation).
/// </summary>
internal static class SequenceFileReader
{
    /// <summary>A part of a vocabulary of 250,000 pieces has about 10 MB.</summary>
    private const int LargestFile = 64 << 20;

    private const int MostRecords = 250_000;
    private const int SyncLength = 16;

    /// <summary>The values, one a record, in the file's order.</summary>
    public static List<ReadOnlyMemory<byte>> Read(Blob file)
    {
        ReadOnlyMemory<byte> bytes = file.All(LargestFile);
        var cursor = new Cursor(file.Path, bytes.Span);
        if (!cursor.Take(4).SequenceEqual("SEQ\u0006"u8))
            throw new VerdictFormatException(file.Path, null, "is not a Hadoop SequenceFile of version 6. The archive may be damaged.");
        string key = cursor.Text();
        string value = cursor.Text();
        if (key != "org.apache.hadoop.io.NullWritable" || value != "org.apache.hadoop.io.BytesWritable")
            throw new VerdictFormatException(file.Path, null, $"holds '{key}' and '{value}'; features are NullWritable and BytesWritable.");
        if (cursor.Take(1)[0] != 0 | cursor.Take(1)[0] != 0)
            throw new VerdictFormatException(file.Path, null, "is a compressed SequenceFile, which is not read. Save the model without spark.hadoop.mapreduce.output.fileoutputformat.compress.");
        for (int pairs = cursor.Length("the number of metadata pairs"); pairs > 0; pairs--)
        {
            cursor.Text();
            cursor.Text();
        }

        ReadOnlySpan<byte> sync = cursor.Take(SyncLength);
        return ReadRecords(bytes, ref cursor, sync);
    }

    private static List<ReadOnlyMemory<byte>> ReadRecords(ReadOnlyMemory<byte> bytes, ref Cursor cursor, ReadOnlySpan<byte> sync)
    {
        List<ReadOnlyMemory<byte>> records = [];
        while (!cursor.AtEnd)
        {
            int record = cursor.Integer();
            if (record == -1)
            {
                if (!cursor.Take(SyncLength).SequenceEqual(sync))
                    throw cursor.Fault("a sync marker differs from the header's. The file is damaged.");
                continue;
            }

            int keyLength = cursor.Integer();
            int valueLength = cursor.Integer();
            if (keyLength != 0 || valueLength < 0 || record != valueLength + 4L)
                throw cursor.Fault($"a record of {record:N0} bytes holds a key of {keyLength:N0} and a value of {valueLength:N0}. The file is damaged.");
            if (records.Count >= MostRecords)
                throw cursor.Fault($"holds more than {MostRecords:N0} records. No feature does.");
            cursor.Take(valueLength);
            records.Add(bytes.Slice(cursor.Position - valueLength, valueLength));
        }

        return records;
    }

    private ref struct Cursor(string path, ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public int Position { get; private set; }

        public readonly bool AtEnd => Position == _bytes.Length;

        public ReadOnlySpan<byte> Take(int count)
        {
            if (count < 0 || count > _bytes.Length - Position)
                throw Fault($"{count:N0} bytes are expected, {_bytes.Length - Position:N0} are left. The file is cut.");
            ReadOnlySpan<byte> taken = _bytes.Slice(Position, count);
            Position += count;
            return taken;
        }

        public int Integer() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

        public int Length(string what)
        {
            int length = Integer();
            return length >= 0 && length <= _bytes.Length - Position ? length : throw Fault($"{what} is given as {length:N0}. The file is damaged.");
        }

        /// <summary>A text after its length, a Hadoop VInt; class names fit the one-byte form, which is all that is read.</summary>
        public string Text()
        {
            int length = (sbyte)Take(1)[0];
            return length >= 0 ? Encoding.UTF8.GetString(Take(length)) : throw Fault("a name in the header is longer than 127 bytes. This is not a feature's file.");
        }

        public readonly VerdictFormatException Fault(string message) => new(path, $"byte {Position}", message);
    }
}
