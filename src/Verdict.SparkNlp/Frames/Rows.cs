using Apache.Arrow;

namespace Verdict.SparkNlp.Frames;

/// <summary>Rows of record batches.</summary>
internal static class Rows
{
    /// <summary>A batch of some rows, in the given order; a row may come several times.</summary>
    public static RecordBatch Take(RecordBatch batch, IReadOnlyList<int> rows)
    {
        if (rows.Count == 0)
            return batch.Slice(0, 0);
        IEnumerable<IArrowArray> columns = batch.Arrays.Select(array => rows.Count == 1
            ? ArrowArrayFactory.Slice(array, rows[0], 1)
            : ArrowArrayConcatenator.Concatenate([.. rows.Select(row => ArrowArrayFactory.Slice(array, row, 1))]));
        return new RecordBatch(batch.Schema, columns, rows.Count);
    }
}
