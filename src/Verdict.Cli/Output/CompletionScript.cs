namespace Verdict.Cli.Output;

/// <summary>
/// The shells' completion scripts. Each asks the program itself, by the directive <c>[suggest:POSITION]</c> in front of the line as typed so far
/// (without the program's name), and falls back to file names where it has nothing to say.
/// </summary>
internal static class CompletionScript
{
    private const string Bash = """
        # verdict: completion for bash. In ~/.bashrc: source <(verdict completion bash)
        _verdict() {
            local program="${COMP_WORDS[0]}" current="${COMP_WORDS[COMP_CWORD]}" line word
            line="${COMP_LINE:0:COMP_POINT}"
            line="${line#"${line%%[![:space:]]*}"}"
            line="${line#"$program"}"
            line="${line#"${line%%[![:space:]]*}"}"
            COMPREPLY=()
            while IFS= read -r word; do
                [[ "$word" == "$current"* ]] && COMPREPLY+=("$word")
            done < <("$program" "[suggest:${#line}]" "$line" 2>/dev/null)
        }
        complete -o default -F _verdict verdict
        """;

    private const string Zsh = """
        #compdef verdict
        # verdict: completion for zsh. Save as _verdict in a folder of $fpath, or: source <(verdict completion zsh)
        _verdict() {
            local line="${(j: :)words[2,CURRENT]}"
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
            found=("${(@)found:#}")
            if (( ${#found} )); then compadd -a found || _files; else _files; fi
        }
        if [[ "$funcstack[1]" == _verdict ]]; then _verdict "$@"; else compdef _verdict verdict; fi
        """;

    private const string Fish = """
        # verdict: completion for fish. Save as ~/.config/fish/completions/verdict.fish
        function __verdict_complete
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            set -l line (string join ' ' -- $words[2..-1] $current)
            test -z "$current"; and test (count $words) -gt 1; and set line "$line "
            $words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c verdict -a '(__verdict_complete)'
        """;

    private const string Pwsh = """
        # verdict: completion for PowerShell. Append to $PROFILE
        Register-ArgumentCompleter -Native -CommandName verdict -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $program = $commandAst.CommandElements[0].Extent.Text
            $line = $commandAst.Extent.Text.PadRight($cursorPosition - $commandAst.Extent.StartOffset)
            $line = $line.Substring([Math]::Min($program.Length + 1, $line.Length))
            & $program "[suggest:$($line.Length)]" "$line" 2>$null |
                Where-Object { $_ -like "$wordToComplete*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    /// <summary>The shells that are known.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    /// <summary>The script for one of <see cref="Shells"/>.</summary>
    public static string For(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        "pwsh" => Pwsh,
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "No script for this shell."),
    };
}
