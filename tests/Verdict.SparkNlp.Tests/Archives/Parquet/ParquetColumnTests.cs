using Parquet;
using Parquet.Schema;
using Verdict.SparkNlp.Archives.Parquet;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives.Parquet;

/// <summary>Our small reader reads what a whole library writes.</summary>
public class ParquetColumnTests
{
    [Theory]
    [InlineData(CompressionMethod.None, 1000, false)]
    [InlineData(CompressionMethod.Snappy, 1000, false)]
    [InlineData(CompressionMethod.Snappy, 1000, true)]
    [InlineData(CompressionMethod.Snappy, 0, false)]
    [InlineData(CompressionMethod.None, 50_000, true)]
    public async Task What_a_library_writes_is_read(CompressionMethod method, int count, bool repeated)
    {
        byte[][] values = [.. Enumerable.Range(0, count).Select(i => repeated ? [(byte)(i % 3), 7, 7] : (byte[])[.. BitConverter.GetBytes(i), .. Enumerable.Repeat((byte)9, i % 70)])];
        var column = new DataField<byte[]>("value");
        using var stream = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(column), stream, new ParquetOptions { CompressionMethod = method, DictionaryEncodingThreshold = repeated ? 0.9 : 0 }, cancellationToken: TestContext.Current.CancellationToken))
        {
            for (int half = 0; half < 2; half++)
            {
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                await group.WriteAsync(column, values.Take((half * (count / 2))..(half == 0 ? count / 2 : count)).ToArray());
            }
        }

        List<ReadOnlyMemory<byte>> read = ParquetColumn.Read("test.parquet", stream.ToArray(), count);
        Assert.Equal(values, read.Select(v => v.ToArray()));
    }
}
