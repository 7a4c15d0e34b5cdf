using System.Text.RegularExpressions;
using Verdict.Cli.Tests.Running;
using Verdict.Testing;
using Xunit;

namespace Verdict.Cli.Tests.Guides;

/// <summary>
/// Runs the commands of the guides as a reader would: each <c>console</c> block, line by line, in a shell, in a folder that has what the root of
/// a clone has. A command must succeed, write the files that it names, and print the lines that stand below it (… stands for anything).
/// </summary>
public sealed partial class GuideCommandsTests
{
    [Theory]
    [InlineData("bulk.md", 10)]
    [InlineData("evaluate.md", 5)]
    public async Task Every_command_does_what_the_guide_says(string guide, int commands)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs /bin/bash");
        using var folder = new TemporaryFolder();
        foreach (string name in new[] { "samples", "tests" })
            Directory.CreateSymbolicLink(folder.File(name), Path.Combine(RepositoryPaths.Root, name));
        int count = 0;
        foreach ((string command, string[] expected) in Commands(await File.ReadAllTextAsync(Path.Combine(RepositoryPaths.Root, "docs", "guides", guide), TestContext.Current.CancellationToken)))
        {
            count++;
            CommandResult result = await Child.RunAsync(
                "/bin/bash", ["-c", $"set -o pipefail; verdict() {{ \"$VERDICT_PROGRAM\" \"$@\"; }}; {command}"], folder: folder.Path,
                environment: new Dictionary<string, string?> { ["VERDICT_PROGRAM"] = Child.Program });

            Assert.True(result is { ExitCode: 0, Error: "" }, $"{command}\n{result.Error}");
            foreach (string line in expected)
                Assert.Matches("(?m)^" + Regex.Escape(line).Replace("…", ".*", StringComparison.Ordinal) + "$", result.Output);
            foreach (string name in Written().Matches(command).Select(match => match.Groups[1].Value).Where(name => name != "-" && !command.Contains("--shard", StringComparison.Ordinal)))
                Assert.True(Path.Exists(Path.Combine(folder.Path, name)), $"{command}\ndid not write {name}");
        }

        Assert.Equal(commands, count);
    }

    private static IEnumerable<(string Command, string[] Expected)> Commands(string guide) =>
        from Match block in Block().Matches(guide.ReplaceLineEndings("\n"))
        from command in block.Groups[1].Value.Split("$ ", StringSplitOptions.RemoveEmptyEntries)
        let lines = command.Split('\n')
        select (lines[0], lines[1..].Where(line => line.Length > 0).ToArray());

    [GeneratedRegex("^```console\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>What a command says it writes.</summary>
    [GeneratedRegex("(?:-o|--html|--markdown|--plots|--save|>) ([^ ]+)")]
    private static partial Regex Written();
}
