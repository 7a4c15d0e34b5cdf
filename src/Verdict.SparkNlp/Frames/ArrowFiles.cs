using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Verdict.Data.Arrow;

namespace Verdict.SparkNlp.Frames;

/// <summary>Arrow IPC files and streams.</summary>
internal static class ArrowFiles
{
    /// <summary>The columns.</summary>
    public static Schema ReadSchema(string path, Func<Stream> open)
    {
        try
        {
            using Stream stream = open();
            using ArrowStreamReader reader = Reader(stream);
            return reader.Schema ?? throw new InvalidDataException("it has no schema.");
        }
        catch (Exception e)
        {
            throw Broken(path, e);
        }
    }

    /// <summary>The rows, in the file's own batches.</summary>
    public static IEnumerable<RecordBatch> Read(string path, Func<Stream> open, Schema schema)
    {
        using Stream stream = open();
        using ArrowStreamReader reader = Begin(path, stream);
        while (Next(reader, schema, path) is { } batch)
            yield return batch;
    }

    /// <summary>Writes a file.</summary>
    public static void Write(Schema schema, IEnumerable<RecordBatch> batches, Stream stream)
    {
        using var writer = new ArrowFileWriter(stream, schema, leaveOpen: true);
        writer.WriteStart();
        foreach (RecordBatch batch in batches)
            writer.WriteRecordBatch(batch);
        writer.WriteEnd();
    }

    private static ArrowStreamReader Reader(Stream stream) => new(new ArrowFrames(stream), BoundedAllocator.For(stream), new CompressionCodecFactory(), leaveOpen: true);

    private static ArrowStreamReader Begin(string path, Stream stream)
    {
        try
        {
            return Reader(stream);
        }
        catch (Exception e)
        {
            throw Broken(path, e);
        }
    }

    private static RecordBatch? Next(ArrowStreamReader reader, Schema schema, string path)
    {
        try
        {
            return reader.ReadNextRecordBatch() is { } batch ? Check(batch, schema) : null;
        }
        catch (Exception e)
        {
            throw Broken(path, e);
        }
    }

    private static RecordBatch Check(RecordBatch batch, Schema schema)
    {
        if (batch.ColumnCount != schema.FieldsList.Count)
            throw new InvalidDataException("a batch has columns that do not fit the schema.");
        for (int i = 0; i < batch.ColumnCount; i++)
        {
            ArrayData data = batch.Column(i).Data;
            if (data.Length != batch.Length || SparkTypes.Name(data.DataType) != SparkTypes.Name(schema.FieldsList[i].DataType))
                throw new InvalidDataException($"the column {schema.FieldsList[i].Name} of a batch does not fit the schema.");
            ArrowCheck.Array(data);
        }

        return batch;
    }

    /// <summary>What the library throws on damaged files is not documented and may be anything.</summary>
    private static VerdictFormatException Broken(string path, Exception e) =>
        e as VerdictFormatException ?? new VerdictFormatException(path, null, $"the Arrow file cannot be read: {e.Message} It may be damaged; write or fetch it again.", e);
}
