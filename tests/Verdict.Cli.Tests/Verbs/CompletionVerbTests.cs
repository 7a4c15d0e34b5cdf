using Verdict.Cli.Tests.Running;
using Xunit;

namespace Verdict.Cli.Tests.Verbs;

public sealed class CompletionVerbTests
{
    [Theory]
    [InlineData("cl", "classify")]
    [InlineData("classify --max-length-p", "--max-length-policy")]
    [InlineData("classify --activation s", "sigmoid softmax")]
    [InlineData("completion ", "--help -h bash fish pwsh zsh")]
    public async Task The_program_knows_what_may_follow(string line, string expected)
    {
        CommandResult result = await InProcess.RunAsync([$"[suggest:{line.Length}]", line]);
        Assert.Equal(expected.Split(' '), result.Lines.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("verdict cl", "classify")]
    [InlineData("verdict classify --activation s", "sigmoid softmax")]
    [InlineData("verdict   doctor --js", "--json")]
    public async Task Bash_completes(string line, string expected)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs /bin/bash");
        string folder = Directory.CreateTempSubdirectory("verdict-completion").FullName;
        try
        {
            // What a terminal does on Tab: the script is sourced, the line is set, the function is called, and COMPREPLY holds the answers.
            File.CreateSymbolicLink(Path.Combine(folder, "verdict"), Child.Program);
            const string Script = """
                source <(verdict completion bash) || exit 1
                COMP_LINE=$1 COMP_POINT=${#1}
                read -ra COMP_WORDS <<< "$1"
                [[ "$1" == *' ' ]] && COMP_WORDS+=("")
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                [[ "$(complete -p verdict)" == *'-F _verdict'* ]] || exit 2
                _verdict
                printf '%s\n' "${COMPREPLY[@]}"
                """;
            CommandResult result = await Child.RunAsync(
                "/bin/bash",
                ["--norc", "-c", Script, "bash", line],
                environment: new Dictionary<string, string?> { ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}" });
            Assert.Equal("", result.Error);
            Assert.Equal(expected.Split(' '), result.Lines.Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _verdict verdict")]
    [InlineData("zsh", "#compdef verdict")]
    [InlineData("fish", "complete -c verdict")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName verdict")]
    public async Task Each_shell_gets_its_script(string shell, string expected)
    {
        CommandResult result = await InProcess.RunAsync(["completion", shell]);
        Assert.Contains(expected, result.Output);
        Assert.DoesNotContain('\r', result.Output);
    }
}
