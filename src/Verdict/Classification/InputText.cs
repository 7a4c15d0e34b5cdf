namespace Verdict.Classification;

/// <summary>One text, or a pair where <paramref name="Second"/> is there, on its way to the tokeniser.</summary>
/// <param name="First">The first text.</param>
/// <param name="Second">The second text, or <see langword="null"/>.</param>
internal readonly record struct InputText(string First, string? Second)
{
    public static InputText From(string text) => new(text ?? throw new ArgumentNullException(nameof(text), "A text is null. Give \"\" for an empty one."), null);

    public static InputText From(TextPair pair) => new(
        pair.First ?? throw new ArgumentNullException(nameof(pair), "The first text of a pair is null. Give \"\" for an empty one."),
        pair.Second ?? throw new ArgumentNullException(nameof(pair), "The second text of a pair is null. Give \"\" for an empty one."));

    /// <summary>Its length in UTF-16 code units.</summary>
    public int Length => First.Length + (Second?.Length ?? 0);
}
