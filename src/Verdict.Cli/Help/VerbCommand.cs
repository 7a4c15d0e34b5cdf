using System.CommandLine;

namespace Verdict.Cli.Help;

/// <summary>A verb with examples in its help.</summary>
internal sealed class VerbCommand : Command
{
    public VerbCommand(string name, string description, params IReadOnlyList<string> examples)
        : base(name, description) => Examples = examples;

    /// <summary>Lines that a user can copy.</summary>
    public IReadOnlyList<string> Examples { get; }
}
