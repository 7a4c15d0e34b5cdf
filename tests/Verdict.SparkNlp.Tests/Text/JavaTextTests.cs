using System.Globalization;
using Verdict.SparkNlp.Text;
using Xunit;

namespace Verdict.SparkNlp.Tests.Text;

public sealed class JavaTextTests
{
    [Theory]
    [InlineData(0.99902934f, "0.99902934")]
    [InlineData(0.5f, "0.5")]
    [InlineData(1f, "1.0")]
    [InlineData(0.001f, "0.001")]
    [InlineData(9.706827E-4f, "9.706827E-4")]
    [InlineData(8.706827E-5f, "8.706827E-5")]
    [InlineData(1E-10f, "1.0E-10")]
    [InlineData(0f, "0.0")]
    [InlineData(-0f, "-0.0")]
    [InlineData(1234567f, "1234567.0")]
    [InlineData(9999999f, "9999999.0")]
    [InlineData(10000000f, "1.0E7")]
    [InlineData(123.25f, "123.25")]
    [InlineData(-1.5E10f, "-1.5E10")]
    [InlineData(100f, "100.0")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NaN, "NaN")]
    public void Floats_have_the_text_that_Java_gives_them(float value, string text) => Assert.Equal(text, JavaText.Of(value));

    [Fact]
    public void Every_text_gives_the_number_back()
    {
        var random = new Random(7);
        for (int i = 0; i < 100_000; i++)
        {
            float value = i % 2 == 0 ? random.NextSingle() : BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            if (float.IsFinite(value))
                Assert.Equal(value, float.Parse(JavaText.Of(value), CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData("ΑΣ ΣΑΣ ς σ", "ας σας ς σ")]
    [InlineData("İIıi", "i\u0307iıi")]
    [InlineData("Σ", "σ")]
    [InlineData("ÉTÉ", "été")]
    public void Lower_case_is_that_of_the_root_locale(string text, string lower) => Assert.Equal(lower, JavaText.ToLower(text));
}
