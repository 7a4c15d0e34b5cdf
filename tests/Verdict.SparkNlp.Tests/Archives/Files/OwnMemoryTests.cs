using Verdict.SparkNlp.Archives;
using Verdict.SparkNlp.Archives.Files;
using Verdict.Tensors;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives.Files;

public sealed class OwnMemoryTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 100_000).Select(i => (byte)((i % 251) + 1))];

    [Fact]
    public void A_turned_matrix_is_unreadable_when_it_is_freed_and_never_wrong()
    {
        var matrix = new StoredTensor("m", ElementType.F32, [100, 250], Bytes);
        StoredTensor turned = Matrix.Transpose(matrix), back = Matrix.Transpose(turned);
        Assert.True(back.Bytes.Span.SequenceEqual(Bytes));
        turned.Free!();
        turned.Free!();
        Assert.Throws<ObjectDisposedException>(() => turned.Bytes.Span.Length);
        Assert.True(back.Bytes.Span.SequenceEqual(Bytes));
    }

    [Theory]
    [InlineData(0, 100_000)]
    [InlineData(5_000, 90_000)]
    [InlineData(10, 20)]
    public void What_is_discarded_takes_no_neighbour_with_it(int start, int length)
    {
        using Blob blob = Blob.OfBytes("b", Bytes);
        Assert.Equal(start, blob.OffsetOf(blob.Slice(start, length)));
        Assert.True(blob.OffsetOf(Bytes) < 0);
        blob.Discard(start, length);
        ReadOnlySpan<byte> now = blob.Slice(0, Bytes.Length).Span;
        Assert.True(now[..start].SequenceEqual(Bytes.AsSpan(0, start)));
        Assert.True(now[(start + length)..].SequenceEqual(Bytes.AsSpan(start + length)));
        if (OperatingSystem.IsLinux() && length > 50_000)
            Assert.True(now.Contains((byte)0));
    }

    [Fact]
    public void What_is_discarded_of_a_file_comes_back()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["file"], Bytes);
        using Blob blob = Blob.OfFile(folder["file"]);
        blob.Discard(0, Bytes.Length);
        Assert.True(blob.Slice(0, Bytes.Length).Span.SequenceEqual(Bytes));
    }
}
