namespace Verdict.Tokenization;

/// <summary>A stretch of a text, in UTF-16 code units. Special tokens that the tokeniser put in have (0, 0).</summary>
/// <param name="Start">First code unit.</param>
/// <param name="End">Just after its last code unit.</param>
public readonly record struct TextOffset(int Start, int End);
