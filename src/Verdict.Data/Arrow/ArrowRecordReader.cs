using System.Text.Unicode;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Verdict.Data.Columnar;

namespace Verdict.Data.Arrow;

/// <summary>Arrow IPC, file or stream (the first bytes tell which), a record batch at a time.</summary>
internal sealed class ArrowRecordReader : RecordReader
{
    private readonly Stream _stream;
    private readonly ArrowStreamReader _batches;

    public ArrowRecordReader(Stream stream, string name)
        : base(name)
    {
        _stream = stream;
        _batches = Guarded(() => new ArrowStreamReader(new ArrowFrames(stream), BoundedAllocator.For(stream), new CompressionCodecFactory(), leaveOpen: true));
        Schema = Guarded(ReadSchema);
    }

    public override RecordSchema Schema { get; }

    private protected override IEnumerable<Record> ReadRows()
    {
        long index = 0;
        while (Guarded(_batches.ReadNextRecordBatch) is RecordBatch batch)
        {
            using (batch)
            {
                Guarded(() => Check(batch));
                for (int row = 0; row < batch.Length; row++)
                {
                    int at = row;
                    var record = new Record(Schema, Guarded(() => Values(batch, at)), Name, index++, 0);
                    int broken = Enumerable.Range(0, batch.ColumnCount).FirstOrDefault(i => !IsText(batch.Column(i), at), -1);
                    yield return broken < 0 ? record : record.WithError(Broken.Text(Schema.Columns[broken].Name));
                }
            }
        }
    }

    private protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _batches.Dispose();
        _stream.Dispose();
    }

    private RecordSchema ReadSchema()
    {
        Schema schema = _batches.Schema ?? throw new InvalidDataException("there is no schema in it");
        List<string> names = RecordSchema.NamesFrom([.. schema.FieldsList.Select(field => field.Name ?? "")]);
        return new(schema.FieldsList.Select((field, i) => new RecordColumn(names[i], ArrowTypes.Of(field.DataType))));
    }

    private bool Check(RecordBatch batch)
    {
        if (batch.ColumnCount != Schema.Columns.Count || batch.ColumnCount == 0 || Enumerable.Range(0, batch.ColumnCount).Any(i => batch.Column(i).Length != batch.Length))
            throw new InvalidDataException("a batch has columns that do not fit the schema");
        for (int i = 0; i < batch.ColumnCount; i++)
            ArrowCheck.Array(batch.Column(i).Data);
        return true;
    }

    private RecordValue[] Values(RecordBatch batch, int row)
    {
        var values = new RecordValue[batch.ColumnCount];
        for (int i = 0; i < values.Length; i++)
            values[i] = ArrowValue.Read(batch.Column(i), row, Schema.Columns[i].Type);
        return values;
    }

    /// <summary>Whether a cell, if it is text, is valid; the library gives U+FFFD for what is not.</summary>
    private static bool IsText(IArrowArray array, int row) => array switch
    {
        StringArray texts => texts.IsNull(row) || Utf8.IsValid(texts.GetBytes(row)),
        LargeStringArray texts => texts.IsNull(row) || Utf8.IsValid(texts.GetBytes(row)),
        StringViewArray texts => texts.IsNull(row) || Utf8.IsValid(texts.GetBytes(row)),
        _ => true,
    };

    /// <summary>Whatever the library underneath says about broken bytes becomes one error that names the file.</summary>
    private T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (Broken.Is(e))
        {
            throw Broken.Explain(e, Name, "Arrow");
        }
    }
}
