namespace Verdict.Tokenization;

/// <summary>What stands at one place of an encoding: a stretch of a text's pieces, or a token that no text has.</summary>
/// <param name="Run">The text's pieces; <see langword="null"/> for a token that was put in.</param>
/// <param name="Start">The stretch's first piece.</param>
/// <param name="Count">How many pieces, or how often the token is repeated.</param>
/// <param name="Place">What the template says of it.</param>
/// <param name="Attention">Whether the model should look at it.</param>
internal readonly record struct EncodingPart(PieceRun? Run, int Start, int Count, TemplatePlace Place, bool Attention)
{
    public Part<int> Ids => new(Run?.Ids, Start, Count, Place.Id);

    public Part<string> Tokens => new(Run?.Tokens, Start, Count, Place.Token);

    public Part<TextOffset> Offsets => new(Run?.Offsets, Start, Count, default);

    public Part<int?> Words => new(Run?.Words, Start, Count, null);

    public Part<int?> Sequences => new(null, 0, Count, Run is null ? null : Place.Sequence);

    public Part<int> TypeIds => new(null, 0, Count, Place.TypeId);

    public Part<bool> Special => new(null, 0, Count, Run is null);

    public Part<bool> Attentions => new(null, 0, Count, Attention);
}
