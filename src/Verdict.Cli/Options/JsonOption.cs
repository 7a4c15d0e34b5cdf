using System.CommandLine;

namespace Verdict.Cli.Options;

/// <summary><c>--json</c>: for machines.</summary>
internal static class JsonOption
{
    /// <summary>A fresh option.</summary>
    public static Option<bool> Create() => new("--json") { Description = "Write one JSON object a line (the contract is in docs/guides/command-line.md)." };
}
