namespace Verdict;

/// <summary>Two texts that are judged together, such as a premise and a hypothesis.</summary>
/// <param name="First">The first text (token type 0).</param>
/// <param name="Second">The second text (token type 1).</param>
public readonly record struct TextPair(string First, string Second);
