namespace Verdict.Tokenization;

/// <summary>The pieces of one text, without special tokens, with all that is known about them. Never changed once it is handed out.</summary>
/// <param name="Ids">Each piece's id, <c>[pieceCount]</c>.</param>
/// <param name="Offsets">Where it stands in the caller's text, <c>[pieceCount]</c>.</param>
/// <param name="Words">The index of its word, <c>[pieceCount]</c>.</param>
/// <param name="Tokens">What it looks like, <c>[pieceCount]</c>.</param>
internal sealed record PieceRun(int[] Ids, TextOffset[] Offsets, int?[] Words, string[] Tokens)
{
    /// <summary>How many pieces there are.</summary>
    public int Count => Ids.Length;
}
