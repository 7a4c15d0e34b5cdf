using Parquet;
using Parquet.Schema;
using Verdict.Data.Columnar;

namespace Verdict.Data.Parquet;

/// <summary>Parquet, a row group at a time: memory is bounded by the file's largest row group.</summary>
internal sealed class ParquetRecordReader : RecordReader
{
    private const long MaxRowsInGroup = 1 << 26;
    private readonly Stream _stream;
    private readonly ParquetReader _parquet;

    public ParquetRecordReader(Stream stream, string name)
        : base(name)
    {
        _stream = Spool.Seekable(stream);
        try
        {
            Guarded(() => Footer(_stream));
            _parquet = Guarded(() => ParquetReader.CreateAsync(_stream, new ParquetOptions { UseDateOnlyTypeForDates = true }, leaveStreamOpen: true));
            Schema = Guarded(() => Task.FromResult(ReadSchema()));
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    public override RecordSchema Schema { get; }

    private protected override IEnumerable<Record> ReadRows()
    {
        long index = 0;
        for (int group = 0; group < _parquet.RowGroupCount; group++)
        {
            int chosen = group;
            (long count, List<Leaf> leaves) = Guarded(() => ReadGroupAsync(chosen));
            List<ColumnAssembler> columns = Guarded(() => Task.FromResult(Assemblers(leaves)));
            for (long row = 0; row < count; row++)
            {
                var record = new Record(Schema, Guarded(() => Task.FromResult(Next(columns))), Name, index++, 0);
                yield return leaves.Find(static leaf => leaf.IsBroken) is { } broken ? record.WithError(Broken.Text(broken.Field.Name)) : record;
            }
        }
    }

    private protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _parquet.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _stream.Dispose();
    }

    private static Task<bool> Footer(Stream stream)
    {
        ParquetCheck.Footer(stream);
        return Task.FromResult(true);
    }

    private static RecordValue[] Next(List<ColumnAssembler> columns)
    {
        var values = new RecordValue[columns.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = columns[i].Next();
        return values;
    }

    private RecordSchema ReadSchema()
    {
        List<string> names = RecordSchema.NamesFrom([.. _parquet.Schema.Fields.Select(field => field.Name)]);
        return new(_parquet.Schema.Fields.Select((field, i) => new RecordColumn(names[i], ParquetTypes.Of(field, Name))));
    }

    private List<ColumnAssembler> Assemblers(List<Leaf> leaves)
    {
        var queue = new Queue<Leaf>(leaves);
        return [.. _parquet.Schema.Fields.Select((field, i) => new ColumnAssembler(field, Schema.Columns[i].Type, queue))];
    }

    private async Task<(long Count, List<Leaf> Leaves)> ReadGroupAsync(int group)
    {
        using ParquetRowGroupReader reader = _parquet.OpenRowGroupReader(group);
        if (reader.RowCount is < 0 or > MaxRowsInGroup)
            throw new InvalidDataException($"row group {group} says that it has {reader.RowCount} rows");
        List<Leaf> leaves = [];
        foreach (Field field in _parquet.Schema.Fields)
        {
            foreach (DataField leaf in ColumnAssembler.LeavesOf(field))
            {
                int count = Check(reader, leaf, group);
                leaves.Add(await Leaf.ReadAsync(reader, leaf, ParquetTypes.OfLeaf(leaf, Name), count).ConfigureAwait(false));
            }
        }

        return (reader.RowCount, leaves);
    }

    /// <summary>Sizes that the file states are believed only as far as the file is long; gives the number of entries.</summary>
    private int Check(ParquetRowGroupReader reader, DataField leaf, int group)
    {
        if (reader.GetMetadata(leaf)?.MetaData is not { } data)
            throw new InvalidDataException($"row group {group} lacks the column '{leaf.Path}'");
        if (data.TotalCompressedSize < 0 || data.TotalCompressedSize > _stream.Length || data.NumValues is < 0 or > MaxRowsInGroup || (leaf.MaxRepetitionLevel == 0 && data.NumValues != reader.RowCount))
            throw new InvalidDataException($"row group {group}, column '{leaf.Path}' says that it has {data.NumValues} values in {data.TotalCompressedSize} bytes, which cannot be");
        ParquetCheck.Pages(_stream, data);
        return (int)data.NumValues;
    }

    /// <summary>Whatever the library underneath says about broken bytes becomes one error that names the file.</summary>
    private T Guarded<T>(Func<Task<T>> action)
    {
        try
        {
            return action().GetAwaiter().GetResult();
        }
        catch (Exception e) when (Broken.Is(e))
        {
            throw Broken.Explain(e, Name, "Parquet");
        }
    }
}
