using Verdict.SparkNlp.Text.Patterns;
using Xunit;

namespace Verdict.SparkNlp.Tests.Text;

public sealed class JavaPatternTests
{
    [Theory]
    [InlineData(@"\s", "\u00A0", false)]
    [InlineData(@"\s", "\v", true)]
    [InlineData(@"\w", "é", false)]
    [InlineData(@"\d", "٣", false)]
    [InlineData(@"(?i)é", "É", false)]
    [InlineData(@"(?i)abc[d-f]", "ABCE", true)]
    [InlineData(@"a.b", "a\u2028b", false)]
    [InlineData(@"(?s)a.b", "a\u2028b", true)]
    [InlineData(@"^.$", "😍", true)]
    [InlineData(@"^[^a]$", "😍", true)]
    [InlineData(@"^\p{L}+$", "𝒜é", true)]
    [InlineData(@"^[\p{Lu}&&[^A]]$", "A", false)]
    [InlineData(@"^[\p{Lu}&&[^A]]$", "B", true)]
    [InlineData(@"^[a[0-9]_]+$", "a5_", true)]
    [InlineData(@"^[^a[0-9]]$", "5", false)]
    [InlineData(@"^\Q.*\E$", ".*", true)]
    [InlineData(@"^[\Q.-]\E]+$", ".]-", true)]
    [InlineData(@"^a++a$", "aaa", false)]
    [InlineData(@"^(a)(?<n>b)\2\1$", "abba", true)]
    [InlineData(@"a$", "a\r\n", true)]
    [InlineData(@"a\z", "a\n", false)]
    [InlineData(@"^\x41\u0042\x{1F60D}$", "AB😍", true)]
    [InlineData(@"\bété\b", "l'été.", true)]
    [InlineData(@"^\p{Punct}+$", "!?", true)]
    [InlineData(@"^[]a]+$", "]a", true)]
    [InlineData(@"^a{2,3}?$", "aaa", true)]
    [InlineData(@"^(?i:a)b$", "Ab", true)]
    [InlineData(@"^(?i:a)b$", "AB", false)]
    public void A_pattern_matches_as_in_Java(string pattern, string text, bool matches) => Assert.Equal(matches, JavaPattern.Compile(pattern).IsMatch(text));

    [Theory]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("*a")]
    [InlineData(@"\p{InGreek}")]
    [InlineData(@"\q")]
    [InlineData("(?u)a")]
    [InlineData("[b-a]")]
    [InlineData("a{x}")]
    [InlineData("\\")]
    [InlineData(@"\2")]
    public void What_cannot_be_used_is_refused_with_its_place(string pattern) =>
        Assert.Contains("near index", Assert.Throws<ArgumentException>(() => JavaPattern.Compile(pattern)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("-", "a-b--", "a|b")]
    [InlineData("-", "-a", "|a")]
    [InlineData("-", "--", "")]
    [InlineData("-", "abc", "abc")]
    [InlineData("", "ab", "a|b")]
    public void Split_gives_Javas_parts(string pattern, string text, string parts) => Assert.Equal(parts, string.Join('|', JavaPattern.Split(JavaPattern.Compile(pattern), text)));

    [Fact]
    public void Any_text_is_a_pattern_or_refused()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("VERDICT_FUZZ") ?? "5000", System.Globalization.CultureInfo.InvariantCulture);
        var random = new Random(11);
        string alphabet = @"ab1é😍()[]{}\^$.|?*+-&:=!<>,pQEsSdDwWxu0";
        for (int i = 0; i < count; i++)
        {
            string pattern = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            try
            {
                _ = JavaPattern.Compile(pattern).IsMatch("ab1é😍 (a)");
            }
            catch (ArgumentException)
            {
                // Refused: what it must do where it cannot translate.
            }
        }
    }

    [Fact]
    public void A_pattern_that_explodes_ends_in_an_error() =>
        Assert.Contains("took longer", Assert.Throws<InvalidOperationException>(
            () => JavaPattern.Guard(() => JavaPattern.Compile("^(a+)+$").IsMatch(new string('a', 60) + "b"))).Message, StringComparison.Ordinal);
}
