using Verdict.Reports.Text;
using Xunit;

namespace Verdict.Reports.Tests.Text;

/// <summary>What Python 3 prints for the same numbers.</summary>
public sealed class PythonNumbersTests
{
    [Theory]
    [InlineData(0.125, 2, "0.12")]
    [InlineData(0.375, 2, "0.38")]
    [InlineData(0.5, 0, "0")]
    [InlineData(1.5, 0, "2")]
    [InlineData(2.675, 2, "2.67")]
    [InlineData(0.995, 2, "0.99")]
    [InlineData(0.999, 2, "1.00")]
    [InlineData(1, 4, "1.0000")]
    [InlineData(0.1, 25, "0.1000000000000000055511151")]
    [InlineData(1e22, 1, "10000000000000000000000.0")]
    [InlineData(5e-324, 3, "0.000")]
    [InlineData(-0.25, 1, "-0.2")]
    public void Fixed_point_rounds_exactly_and_halves_to_even(double value, int digits, string expected) =>
        Assert.Equal(expected, PythonNumbers.Fixed(value, digits));

    [Theory]
    [InlineData(0, "0.0")]
    [InlineData(2, "2.0")]
    [InlineData(1.9899999999999998, "1.9899999999999998")]
    [InlineData(0.09, "0.09")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1234.5, "1234.5")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1e23, "1e+23")]
    [InlineData(1.2345678901234568e17, "1.2345678901234568e+17")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(-3.25, "-3.25")]
    public void Shortest_digits_that_give_the_number_back(double value, string expected) => Assert.Equal(expected, PythonNumbers.Shortest(value));

    [Fact]
    public void Widths_count_code_points() => Assert.Equal(3, PythonNumbers.CodePoints("é😀x"));
}
