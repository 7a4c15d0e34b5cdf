using System.Text.RegularExpressions;
using Verdict.Testing;
using Xunit;

namespace Verdict.Tests.Architecture;

/// <summary>What the documents promise about the repository is there.</summary>
public sealed partial class DocumentationRules
{
    private static IEnumerable<string> Documents =>
        Directory.GetFiles(RepositoryPaths.Root, "*.md")
            .Concat(Directory.GetFiles(Path.Combine(RepositoryPaths.Root, "docs"), "*.md", SearchOption.AllDirectories));

    [Fact]
    public void Every_relative_link_leads_somewhere()
    {
        List<string> broken = [];
        foreach (string document in Documents)
        {
            foreach (Match link in Links().Matches(File.ReadAllText(document)))
            {
                string target = link.Groups[1].Value.Split('#')[0];
                if (target.Length > 0 && !target.Contains(':', StringComparison.Ordinal) && !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)))
                    broken.Add($"{Path.GetFileName(document)}: {target}");
            }
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void The_code_of_the_README_is_that_of_its_sample()
    {
        string readme = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "README.md"));
        Match[] regions = Samples().Matches(readme).ToArray();
        Assert.NotEmpty(regions);
        Assert.All(regions, region =>
        {
            string sample = File.ReadAllText(Path.Combine(RepositoryPaths.Root, region.Groups[1].Value));
            Assert.Equal(Region().Match(sample).Groups[1].Value.Trim(), region.Groups[2].Value.Trim());
        });
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"<!-- (samples/\S+) -->\s*```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Samples();

    [GeneratedRegex(@"#region readme\n(.*?)#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();
}
