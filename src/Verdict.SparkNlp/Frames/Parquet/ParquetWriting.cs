using Apache.Arrow;
using Parquet;
using Parquet.Schema;

namespace Verdict.SparkNlp.Frames.Parquet;

/// <summary>Writes frames as Parquet files that Spark reads with annotation columns intact.</summary>
internal static class ParquetWriting
{
    private const long LargestGroup = 64 << 20;

    /// <summary>Writes all rows, in row groups of about 64 MB before compression.</summary>
    public static async Task WriteAsync(Schema schema, IEnumerable<RecordBatch> batches, Stream stream)
    {
        var parquet = new ParquetSchema(schema.FieldsList.Select(ParquetTypes.ToParquet));
        List<LeafWriter> leaves = [];
        Shredder[] shredders = [.. schema.FieldsList.Select(f => new Shredder(f, leaves))];
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Snappy };
        await using var held = new FooterStream(stream);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(parquet, held, options).ConfigureAwait(false);
        writer.CustomMetadata = new Dictionary<string, string> { [SparkSchema.ParquetKey] = SparkSchema.ToJson(schema) };
        int waiting = 0;
        foreach (RecordBatch batch in batches)
        {
            for (int row = 0; row < batch.Length; row++)
            {
                for (int column = 0; column < shredders.Length; column++)
                    shredders[column].Append(batch.Column(column), row);
                waiting++;
            }

            if (leaves.Sum(l => l.Size) >= LargestGroup)
            {
                await FlushAsync(writer, parquet, leaves).ConfigureAwait(false);
                waiting = 0;
            }
        }

        if (waiting > 0)
            await FlushAsync(writer, parquet, leaves).ConfigureAwait(false);
        held.Hold();
    }

    private static async Task FlushAsync(ParquetWriter writer, ParquetSchema schema, List<LeafWriter> leaves)
    {
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        for (int i = 0; i < leaves.Count; i++)
            await leaves[i].FlushAsync(group, schema.DataFields[i]).ConfigureAwait(false);
    }
}
