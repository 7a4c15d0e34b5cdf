using Verdict.Cli.Errors;

namespace Verdict.Cli.Options;

/// <summary><c>--map 0=neg,1=pos</c>: what a column's values mean.</summary>
internal static class LabelMap
{
    /// <summary>Reads the option, given once or several times.</summary>
    /// <exception cref="CommandException">A part is no <c>VALUE=LABEL</c>, or a value occurs twice.</exception>
    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> options)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in options.SelectMany(option => option.Split(',', StringSplitOptions.TrimEntries)))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == part.Length - 1)
                throw new CommandException(ExitCode.Usage, $"--map takes VALUE=LABEL pairs with commas between them, as in 0=neg,1=pos, not '{part}'.");
            if (!map.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
                throw new CommandException(ExitCode.Usage, $"--map says twice what '{part[..equals]}' means. Say it once.");
        }

        return map;
    }
}
