namespace Verdict.Tokenization;

/// <summary>An encoding's lists while they are being filled.</summary>
/// <param name="length">How many tokens there will be.</param>
internal sealed class EncodingColumns(int length)
{
    private int _at;

    public int[] Ids { get; } = new int[length];

    public int[] TypeIds { get; } = new int[length];

    public string[] Tokens { get; } = new string[length];

    public TextOffset[] Offsets { get; } = new TextOffset[length];

    public bool[] Special { get; } = new bool[length];

    public bool[] Attention { get; } = new bool[length];

    public int?[] Words { get; } = new int?[length];

    public int?[] Sequences { get; } = new int?[length];

    /// <summary>Appends a token that no text has.</summary>
    public void AddSpecial(int id, int typeId, string token, bool attention)
    {
        Ids[_at] = id;
        TypeIds[_at] = typeId;
        Tokens[_at] = token;
        Special[_at] = true;
        Attention[_at] = attention;
        _at++;
    }

    /// <summary>Appends pieces of a text.</summary>
    public void AddPieces(PieceRun run, int start, int end, int sequence, int typeId)
    {
        int count = end - start;
        run.Ids.AsSpan(start, count).CopyTo(Ids.AsSpan(_at));
        run.Tokens.AsSpan(start, count).CopyTo(Tokens.AsSpan(_at));
        run.Offsets.AsSpan(start, count).CopyTo(Offsets.AsSpan(_at));
        TypeIds.AsSpan(_at, count).Fill(typeId);
        Attention.AsSpan(_at, count).Fill(true);
        Sequences.AsSpan(_at, count).Fill(sequence);
        for (int i = 0; i < count; i++)
            Words[_at + i] = run.Words[start + i];
        _at += count;
    }
}
