using System.Text.RegularExpressions;
using Verdict.SparkNlp.Text;

namespace Verdict.SparkNlp;

/// <summary>
/// What <see cref="DocumentAssembler"/> does to a text first. White space is Java's <c>\s</c>, six ASCII characters; <c>\\n</c> in the
/// patterns is the typed pair of a backslash and a letter.
/// </summary>
internal static partial class CleanupModes
{
    public const string Disabled = "disabled";

    public static string[] All { get; } = [Disabled, "inplace", "inplace_full", "shrink", "shrink_full", "each", "each_full", "delete_full"];

    public static string Clean(string mode, string text) => mode switch
    {
        "inplace" => Space().Replace(text, " "),
        "inplace_full" => SpaceOrTyped().Replace(text, " "),
        "shrink" => Spaces().Replace(JavaText.Trim(text), " "),
        "shrink_full" => SpacesOrTyped().Replace(JavaText.Trim(text), " "),
        "each" => SpaceAndBreak().Replace(text, " "),
        "each_full" => SpaceAndBreakOrTyped().Replace(text, " "),
        "delete_full" => Typed().Replace(JavaText.Trim(text), ""),
        _ => text,
    };

    [GeneratedRegex(@"[ \t\n\v\f\r]", RegexOptions.CultureInvariant)]
    private static partial Regex Space();

    [GeneratedRegex(@"[ \t\n\v\f\r]|(?:\\r)?\\n|\\t", RegexOptions.CultureInvariant)]
    private static partial Regex SpaceOrTyped();

    [GeneratedRegex(@"[ \t\n\v\f\r]+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[ \t\n\v\f\r]+|(?:\\r)*(?:\\n)+|(?:\\t)+", RegexOptions.CultureInvariant)]
    private static partial Regex SpacesOrTyped();

    [GeneratedRegex(@"[ \t\n\v\f\r][\n\t]", RegexOptions.CultureInvariant)]
    private static partial Regex SpaceAndBreak();

    [GeneratedRegex(@"[ \t\n\v\f\r](?:\n|\t|(?:\\r)?\\n|\\t)", RegexOptions.CultureInvariant)]
    private static partial Regex SpaceAndBreakOrTyped();

    [GeneratedRegex(@"(?:\\r)?\\n|\\t", RegexOptions.CultureInvariant)]
    private static partial Regex Typed();
}
