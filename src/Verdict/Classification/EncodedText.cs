using Verdict.Batching;

namespace Verdict.Classification;

/// <summary>One text as the model reads it: one sequence, or several windows one after the other.</summary>
/// <param name="InputIds">Token ids of all sequences.</param>
/// <param name="TypeIds">Their types.</param>
/// <param name="Ends">Where each sequence ends in both.</param>
/// <param name="Truncated">Whether the text's end is missing.</param>
internal sealed record EncodedText(int[] InputIds, int[] TypeIds, int[] Ends, bool Truncated)
{
    public int SequenceCount => Ends.Length;

    public int LengthOf(int sequence) => Ends[sequence] - StartOf(sequence);

    /// <summary>Appends one of the sequences to a batch.</summary>
    public void AddTo(PackedBatch batch, int sequence) => batch.Add(
        InputIds.AsSpan(StartOf(sequence), LengthOf(sequence)),
        TypeIds.AsSpan(StartOf(sequence), LengthOf(sequence)));

    private int StartOf(int sequence) => sequence == 0 ? 0 : Ends[sequence - 1];
}
