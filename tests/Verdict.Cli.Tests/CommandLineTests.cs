using Verdict.Cli.Tests.Running;
using Xunit;

namespace Verdict.Cli.Tests;

/// <summary>What the program says to a command line before any model is opened.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("verdict: Unrecognized command or argument 'clasify'. Did you mean 'classify'? See 'verdict --help'.", "clasify")]
    [InlineData("verdict: Unrecognized command or argument 'frobnicate'. See 'verdict --help'.", "frobnicate", "--port", "1")]
    [InlineData("verdict: there is no option '--bogus'. If it is a text, put -- before the texts. See 'verdict classify --help'.", "classify", "--bogus", "a text")]
    [InlineData("verdict: there is no option '-x'. If it is a text, put -- before the texts. See 'verdict classify --help'.", "classify", "-x")]
    [InlineData("verdict: --top-k takes a whole number from 0 up, not 'many'. See 'verdict classify --help'.", "classify", "--top-k", "many", "a")]
    [InlineData("verdict: --top-k takes a whole number from 0 up, not '-1'. See 'verdict classify --help'.", "classify", "--top-k=-1", "a")]
    [InlineData("verdict: --threshold takes a number such as 0.5, not '0,5'. See 'verdict classify --help'.", "classify", "--threshold", "0,5", "a")]
    [InlineData("verdict: --threshold takes a number such as 0.5, not 'NaN'. See 'verdict classify --help'.", "classify", "--threshold", "NaN", "a")]
    [InlineData("verdict: --activation takes one of softmax, sigmoid, none, not 'tanh'. See 'verdict classify --help'.", "classify", "--activation", "tanh", "a")]
    [InlineData("verdict: --max-length-policy takes one of truncate, error, windows, not 'cut'. See 'verdict classify --help'.", "classify", "--max-length-policy", "cut", "a")]
    [InlineData("verdict: 'tcsh' is not a shell known here; bash, zsh, fish, pwsh are. See 'verdict completion --help'.", "completion", "tcsh")]
    [InlineData("verdict: Required argument missing for option: '-m'. See 'verdict classify --help'.", "classify", "a", "-m")]
    [InlineData("verdict: Unrecognized command or argument 'more'. See 'verdict doctor --help'.", "doctor", "more")]
    public async Task A_mistake_gets_one_line_that_says_what_to_do(string expected, params string[] arguments)
    {
        CommandResult result = await InProcess.RunAsync(arguments);

        Assert.Equal(expected + Environment.NewLine, result.Error);
        Assert.Equal("", result.Output);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
    }

    [Fact]
    public async Task Nothing_to_classify_is_a_mistake_where_a_person_would_have_to_type()
    {
        CommandResult result = await InProcess.RunAsync(["classify"]);

        Assert.StartsWith("verdict: there is no text.", result.Error);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
    }

    [Fact]
    public async Task Without_arguments_the_program_explains_itself()
    {
        CommandResult bare = await InProcess.RunAsync([]);
        CommandResult help = await InProcess.RunAsync(["--help"]);

        Assert.Equal(ExitCode.Success, bare.ExitCode);
        Assert.Equal(help.Output, bare.Output);
        Assert.Equal("", bare.Error);
    }

    [Fact]
    public async Task Every_verb_has_help_with_examples_that_parse()
    {
        CommandResult root = await InProcess.RunAsync(["--help"]);
        string[] verbs = ["classify", "merge", "evaluate", "card", "tokenize", "inspect", "pull", "list", "bundle", "convert", "bench", "doctor", "completion"];
        foreach (string verb in verbs)
        {
            Assert.Contains($"  {verb} ", root.Output);
            CommandResult help = await InProcess.RunAsync([verb, "--help"]);
            Assert.Equal(ExitCode.Success, help.ExitCode);
            Assert.Contains($"verdict {verb}", help.Output);
            Assert.Contains("Examples:\n  ", help.Output.ReplaceLineEndings("\n"));
        }
    }

    [Fact]
    public async Task The_version_is_the_builds()
    {
        CommandResult result = await InProcess.RunAsync(["--version"]);
        Assert.Matches(@"^\d+\.\d+\.\d+(-[\w.]+)?\n$", result.Output);
    }

    [Fact]
    public async Task A_real_process_answers_alike()
    {
        CommandResult child = await Child.RunAsync(Child.Program, ["clasify"]);
        CommandResult own = await InProcess.RunAsync(["clasify"]);
        Assert.Equal(own, child);
    }
}
