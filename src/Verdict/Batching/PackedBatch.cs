namespace Verdict.Batching;

/// <summary>
/// The tokens of some texts one after the other, nothing padded. One worker owns it and fills it again and again;
/// it is the only thing that a model is given.
/// </summary>
internal sealed class PackedBatch
{
    /// <summary>A text has at least its two special tokens and, but for a blank one, a third.</summary>
    private const int FewestTokens = 3;

    private int[] _inputIds;
    private int[] _typeIds;
    private int[] _sequenceStarts;

    /// <summary>Makes an empty batch that grows beyond these capacities where a text needs it.</summary>
    public PackedBatch(int tokenCapacity = 512, int sequenceCapacity = 64)
    {
        _inputIds = new int[tokenCapacity];
        _typeIds = new int[tokenCapacity];
        _sequenceStarts = new int[sequenceCapacity + 1];
    }

    /// <summary>Texts that so many tokens are planned for; more of them, all blank, make what was planned grow.</summary>
    public static int MostSequences(int tokens) => (tokens / FewestTokens) + 1;

    /// <summary>How many texts it holds.</summary>
    public int SequenceCount { get; private set; }

    /// <summary>How many tokens all its texts have together.</summary>
    public int TokenCount { get; private set; }

    /// <summary>Token ids, <c>[tokenCount]</c>.</summary>
    public ReadOnlySpan<int> InputIds => _inputIds.AsSpan(0, TokenCount);

    /// <summary>Token types (0 first text, 1 second), <c>[tokenCount]</c>.</summary>
    public ReadOnlySpan<int> TypeIds => _typeIds.AsSpan(0, TokenCount);

    /// <summary>Where each text starts, and the end: <c>[sequenceCount + 1]</c>.</summary>
    public ReadOnlySpan<int> SequenceStarts => _sequenceStarts.AsSpan(0, SequenceCount + 1);

    /// <summary>How many tokens a text has.</summary>
    public int LengthOf(int sequence) => _sequenceStarts[sequence + 1] - _sequenceStarts[sequence];

    /// <summary>Empties the batch and keeps its memory.</summary>
    public void Clear()
    {
        SequenceCount = 0;
        TokenCount = 0;
    }

    /// <summary>Appends one text.</summary>
    /// <param name="inputIds">Its token ids, at least one.</param>
    /// <param name="typeIds">Their types, of the same length.</param>
    public void Add(ReadOnlySpan<int> inputIds, ReadOnlySpan<int> typeIds)
    {
        ArgumentOutOfRangeException.ThrowIfZero(inputIds.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(typeIds.Length, inputIds.Length);
        int end = TokenCount + inputIds.Length;
        if (end > _inputIds.Length)
        {
            Array.Resize(ref _inputIds, Math.Max(end, _inputIds.Length * 2));
            Array.Resize(ref _typeIds, _inputIds.Length);
        }

        if (SequenceCount + 2 > _sequenceStarts.Length)
            Array.Resize(ref _sequenceStarts, _sequenceStarts.Length * 2);

        inputIds.CopyTo(_inputIds.AsSpan(TokenCount));
        typeIds.CopyTo(_typeIds.AsSpan(TokenCount));
        SequenceCount++;
        TokenCount = end;
        _sequenceStarts[SequenceCount] = end;
    }
}
