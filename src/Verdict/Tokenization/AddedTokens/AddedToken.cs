namespace Verdict.Tokenization;

/// <summary>A token that is looked for in the text before the pieces are.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">What it looks like.</param>
/// <param name="SingleWord">Whether it counts only where no word character touches it.</param>
/// <param name="LeftStrip">Whether it swallows the white space on its left.</param>
/// <param name="RightStrip">Whether it swallows the white space on its right.</param>
/// <param name="Normalized">Whether it is looked for in normalised text, itself normalised, rather than in the caller's text.</param>
/// <param name="Special">Whether decoding may skip it.</param>
internal sealed record AddedToken(int Id, string Content, bool SingleWord, bool LeftStrip, bool RightStrip, bool Normalized, bool Special);

/// <summary>A part of a text: an added token, or what stands between two of them.</summary>
/// <param name="Start">First code unit.</param>
/// <param name="End">Just after its last code unit.</param>
/// <param name="Token">The added token, <see langword="null"/> for the rest.</param>
internal readonly record struct TextPart(int Start, int End, AddedToken? Token);
