using Apache.Arrow;
using Apache.Arrow.Ipc;
using Verdict.Data.Columnar;

namespace Verdict.Data.Arrow;

/// <summary>Writes Arrow IPC, file or stream, a batch whenever enough rows have come together.</summary>
internal sealed class ArrowRecordWriter : RecordWriter
{
    private readonly Stream _stream;
    private readonly Schema _fields;
    private readonly ArrowStreamWriter _arrow;
    private readonly RowBuffer _buffer = new();
    private bool _any;

    public ArrowRecordWriter(Stream stream, RecordSchema schema, bool asFile)
        : base(schema)
    {
        _stream = stream;
        _fields = new(schema.Columns.Select(column => ArrowTypes.ToField(column)), null);
        _arrow = asFile ? new ArrowFileWriter(new CountingStream(stream), _fields, leaveOpen: true) : new ArrowStreamWriter(stream, _fields, leaveOpen: true);
        _arrow.WriteStart();
    }

    private protected override void WriteValues(Record record)
    {
        if (_buffer.Add(record))
            WriteBatch();
    }

    private protected override void Finish()
    {
        // A file without any batch would be written without its schema's message, so an empty one goes in.
        if (_buffer.Rows.Count > 0 || !_any)
            WriteBatch();
        _arrow.WriteEnd();
        _arrow.Dispose();
        _stream.Dispose();
    }

    private protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream.Dispose();
    }

    private void WriteBatch()
    {
        List<Record> rows = _buffer.Rows;
        using var batch = new RecordBatch(_fields, Schema.Columns.Select((column, i) => column.Type.Nesting?.Build(RecordConvert.JsonOf(rows, i)) ?? ArrowColumn.Build(Cells.Of(column, rows, i), _fields.FieldsList[i].DataType)), rows.Count);
        _arrow.WriteRecordBatch(batch);
        _buffer.Clear();
        _any = true;
    }
}
