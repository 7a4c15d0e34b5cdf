using System.Runtime.InteropServices;
using Verdict.Tensors;
using Xunit;

namespace Verdict.Tests.Tensors;

/// <summary>Stored numbers as floats, from any place and over the ends of rows; and the first one that cannot be.</summary>
public sealed class NumberFormatTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(50)]
    public void Whole_numbers_are_widened_by_the_scale_of_their_row(int width)
    {
        const int Rows = 5;
        var random = new Random(width);
        byte[] bytes = new byte[Rows * width];
        random.NextBytes(bytes);
        float[] scales = [.. Enumerable.Range(1, Rows).Select(i => i / 7f)];
        var stored = new StoredTensor("w", ElementType.I8, [Rows, width], bytes, new StoredTensor("s", ElementType.F32, [Rows], MemoryMarshal.AsBytes(scales.AsSpan()).ToArray()));
        for (int start = 0; start < bytes.Length; start += 3)
        {
            float[] found = new float[bytes.Length - start];
            NumberFormat.Widen(stored, start, found);
            Assert.Equal(Enumerable.Range(start, found.Length).Select(i => (sbyte)bytes[i] * scales[i / width]), found);
        }
    }

    [Theory]
    [InlineData("F32", 0x7F800000u)]
    [InlineData("F32", 0xFFC00001u)]
    [InlineData("F16", 0x7C00u)]
    [InlineData("F16", 0xFE01u)]
    [InlineData("BF16", 0x7F80u)]
    [InlineData("I8", 0x80u)]
    public void A_number_that_cannot_be_is_found_wherever_it_stands(string type, uint bad)
    {
        ElementType element = Enum.Parse<ElementType>(type);
        int size = NumberFormat.SizeOf(element);
        for (int count = 1; count <= 70; count++)
        {
            for (int at = 0; at < count; at++)
            {
                byte[] bytes = [.. Enumerable.Repeat((byte)0x7B, count * size)];
                BitConverter.GetBytes(bad).AsSpan(0, size).CopyTo(bytes.AsSpan(at * size));
                var stored = new StoredTensor("t", element, [count], bytes);
                Assert.Equal(at, NumberFormat.FindImpossible(stored, 0, count));
                Assert.Equal(at, NumberFormat.FindImpossible(stored, at, count - at));
                Assert.Null(NumberFormat.FindImpossible(stored, at + 1, count - at - 1));
                Assert.Null(NumberFormat.FindImpossible(stored, 0, at));
            }
        }
    }
}
