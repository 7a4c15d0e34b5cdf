using System.CommandLine;

namespace Verdict.Cli.Options;

/// <summary>Options that take one of a few words, with completion and an error that lists them.</summary>
internal static class ChoiceOption
{
    /// <summary>One of <paramref name="choices"/>, or <see langword="null"/> where the option is absent.</summary>
    public static Option<string?> Create(string name, string description, params string[] choices)
    {
        var option = new Option<string?>(name) { HelpName = string.Join('|', choices), Description = description };
        option.CompletionSources.Add(choices);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && !choices.Contains(value, StringComparer.Ordinal))
                result.AddError($"{name} takes one of {string.Join(", ", choices)}, not '{value}'.");
        });
        return option;
    }
}
