using Verdict.Kernels.Int8;
using Xunit;

namespace Verdict.Tests.Kernels.Int8;

/// <summary>A column of weights as whole numbers: the vector form gives the formula's bytes, whatever the column's length and size.</summary>
public sealed class QuantizeColumnTests
{
    [Theory]
    [InlineData(1f)]
    [InlineData(1e-30f)]
    [InlineData(3e-43f)]
    [InlineData(1e-45f)]
    [InlineData(0f)]
    [InlineData(3e38f)]
    public void It_is_the_formula(float size)
    {
        for (int length = 0; length <= 140; length++)
        {
            var random = new Random(length);
            float[] column = [.. Enumerable.Range(0, length).Select(_ => size * ((2 * random.NextSingle()) - 1))];
            sbyte[] expected = new sbyte[length], found = new sbyte[length];
            Assert.Equal(Plain(column, expected), Int8Matrix.QuantizeColumn(column, found));
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void Halves_go_to_the_even_number_and_the_largest_to_127()
    {
        float[] column = [.. Enumerable.Range(-127, 255).Select(i => (float)i), .. Enumerable.Range(-126, 253).Select(i => i + 0.5f)];
        sbyte[] found = new sbyte[column.Length];
        Assert.Equal(1f, Int8Matrix.QuantizeColumn(column, found));
        Assert.Equal(column.Select(x => (sbyte)Math.Round(x, MidpointRounding.ToEven)), found);
    }

    private static float Plain(float[] column, sbyte[] quantized)
    {
        float largest = column.Select(MathF.Abs).DefaultIfEmpty(0).Max();
        float scale = largest / 127 > 0 ? largest / 127 : 1;
        for (int i = 0; i < column.Length; i++)
            quantized[i] = (sbyte)Math.Clamp(MathF.Round(column[i] / scale), -127, 127);
        return scale;
    }
}
