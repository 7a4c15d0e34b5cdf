using System.Text.RegularExpressions;
using Verdict.Testing;
using Xunit;

namespace Verdict.SparkNlp.Tests.Parity;

public sealed class GuideTests
{
    [Fact]
    public void The_code_of_the_guide_is_that_of_the_sample()
    {
        string sample = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "samples", "model-card.cs"));
        string guide = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "guides", "from-spark-nlp.md"));
        string region = Regex.Match(sample, "#region guide\n(.*?)#endregion", RegexOptions.Singleline).Groups[1].Value.Trim();
        Assert.NotEmpty(region);
        Assert.Contains($"<!-- samples/model-card.cs -->\n```csharp\n{region}\n```", guide, StringComparison.Ordinal);
    }
}
