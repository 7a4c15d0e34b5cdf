using System.CommandLine;
using System.Globalization;

namespace Verdict.Cli.Options;

/// <summary>Options that take a number, with an error that a person can read.</summary>
internal static class NumberOption
{
    /// <summary>A whole number, or <see langword="null"/> where the option is absent.</summary>
    public static Option<int?> Whole(string name, string description, params string[] aliases) => new(name, aliases)
    {
        HelpName = "N",
        Description = description,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int value))
                return value;
            result.AddError($"{name} takes a whole number from 0 up, not '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    /// <summary>A decimal number with a point, or <see langword="null"/> where the option is absent.</summary>
    public static Option<float?> Decimal(string name, string description, params string[] aliases) => new(name, aliases)
    {
        HelpName = "X",
        Description = description,
        CustomParser = result =>
        {
            if (float.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value))
                return value;
            result.AddError($"{name} takes a number such as 0.5, not '{result.Tokens[0].Value}'.");
            return null;
        },
    };
}
