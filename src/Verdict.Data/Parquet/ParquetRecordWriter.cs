using Parquet;
using Parquet.Schema;
using Verdict.Data.Arrow;
using Verdict.Data.Columnar;

namespace Verdict.Data.Parquet;

/// <summary>Writes Parquet with Snappy, a row group whenever enough rows have come together. The same rows give the same bytes.</summary>
internal sealed class ParquetRecordWriter : RecordWriter
{
    /// <summary>How much memory the library may keep for later: it keeps several hundred megabytes otherwise.</summary>
    private const int KeptBytes = 1 << 24;
    private readonly Stream _stream;
    private readonly ParquetSchema _fields;
    private readonly DataField[][] _leaves;
    private readonly Stream? _around;
    private readonly Action? _endComes;
    private readonly ParquetWriter _parquet;
    private readonly RowBuffer _buffer = new();

    public ParquetRecordWriter(Stream stream, RecordSchema schema)
        : base(schema)
    {
        if (schema.Columns.Count == 0)
            throw new ArgumentException("Parquet needs at least one column. Choose one.", nameof(schema));
        _stream = stream;
        _fields = new(schema.Columns.Select(ParquetTypes.ToField));
        _leaves = [.. _fields.Fields.Select(field => ColumnAssembler.LeavesOf(field).ToArray())];
        NestedType? nesting = schema.Columns.FirstOrDefault(column => column.Type.Nesting is not null)?.Type.Nesting;
        (_around, _endComes) = nesting is null ? (null, null) : nesting.AroundParquet(stream);
        _parquet = ParquetWriter.CreateAsync(_fields, _around ?? stream, Options).GetAwaiter().GetResult();
        if (nesting is not null)
            _parquet.CustomMetadata = nesting.ParquetNotes(new(schema.Columns.Select(ArrowTypes.ToField), null));
    }

    private static ParquetOptions Options => new()
    {
        CompressionMethod = CompressionMethod.Snappy,
        MaximumSmallPoolFreeBytes = KeptBytes,
        MaximumLargePoolFreeBytes = KeptBytes,
    };

    private protected override void WriteValues(Record record)
    {
        if (_buffer.Add(record))
            WriteGroup();
    }

    private protected override void Finish()
    {
        if (_buffer.Rows.Count > 0)
            WriteGroup();
        _endComes?.Invoke();
        _parquet.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _around?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _stream.Dispose();
    }

    private protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream.Dispose();
    }

    private void WriteGroup()
    {
        WriteGroupAsync().GetAwaiter().GetResult();
        _buffer.Clear();
    }

    private async Task WriteGroupAsync()
    {
        using ParquetRowGroupWriter group = _parquet.CreateRowGroup();
        for (int i = 0; i < Schema.Columns.Count; i++)
        {
            RecordType type = Schema.Columns[i].Type;
            await (type.Nesting is { } nesting ? nesting.WriteAsync(group, _leaves[i], RecordConvert.JsonOf(_buffer.Rows, i))
                : ParquetTypes.IsNested(type) ? ParquetNesting.WriteAsync(group, _fields.Fields[i], Cells.Of(Schema.Columns[i], _buffer.Rows, i))
                : ParquetColumn.WriteAsync(group, _leaves[i][0], Cells.Of(Schema.Columns[i], _buffer.Rows, i))).ConfigureAwait(false);
        }
    }
}
