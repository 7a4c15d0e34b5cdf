using Verdict.Batching;
using Verdict.Kernels;
using Verdict.Tensors;

namespace Verdict.Models;

/// <summary>
/// Word + position + type, then LayerNorm. The word table stays where it is stored (a mapped file, a resource) and is widened row by row:
/// a table of 119,547 × 768 numbers is never copied.
/// </summary>
internal sealed unsafe class BertEmbeddings(BertConfiguration configuration, BertParameters parameters)
{
    private readonly StoredTensor _words = parameters.WordEmbeddings;
    private readonly PinnedVector _positions = new(parameters.PositionEmbeddings);
    private readonly PinnedVector _types = new(parameters.TypeEmbeddings);
    private readonly LayerNorm _norm = new(parameters.EmbeddingNorm, configuration.LayerNormEpsilon);
    private readonly int _width = configuration.HiddenSize;

    /// <summary>Bytes it occupies; the word table is not its own.</summary>
    public long ByteCount => _positions.ByteCount + _types.ByteCount + _norm.ByteCount;

    /// <summary>Refuses what would read outside a table.</summary>
    /// <exception cref="ArgumentException">A token or type id is not in its table, or a text is longer than the model can read.</exception>
    public void Check(PackedBatch batch)
    {
        for (int s = 0; s < batch.SequenceCount; s++)
        {
            if (batch.LengthOf(s) > configuration.MaxPositions)
                throw new ArgumentException($"Text {s} of the batch has {batch.LengthOf(s)} tokens; the model reads at most {configuration.MaxPositions}. Truncate it first.", nameof(batch));
        }

        CheckRange(batch.InputIds, configuration.VocabularySize, "token id", "vocabulary");
        CheckRange(batch.TypeIds, configuration.TypeCount, "token type", "table of types");
    }

    /// <summary>Fills some rows; what stands for no token is zeros.</summary>
    /// <param name="kernels">The arithmetic.</param>
    /// <param name="batch">The tokens.</param>
    /// <param name="rows">Their rows.</param>
    /// <param name="first">The first row.</param>
    /// <param name="end">One past the last row.</param>
    /// <param name="states"><c>[rowCount, hiddenSize]</c>.</param>
    public void Run(KernelSet kernels, PackedBatch batch, RowPlan rows, int first, int end, Rows states)
    {
        for (int text = 0; text < batch.SequenceCount; text++)
        {
            int start = rows.Starts[text], length = batch.LengthOf(text);
            for (int row = Math.Max(first, start); row < Math.Min(end, start + rows.RowsFor(length)); row++)
            {
                float* target = states.From(row).Start;
                if (row < start + length)
                    Fill(kernels, batch, batch.SequenceStarts[text] + row - start, row - start, target);
                else
                    new Span<float>(target, _width).Clear();
            }
        }

        _norm.Run(kernels, states.From(first), end - first);
    }

    private void Fill(KernelSet kernels, PackedBatch batch, int token, int position, float* target)
    {
        NumberFormat.Widen(_words, batch.InputIds[token] * _width, new Span<float>(target, _width));
        kernels.AddScaled(target, _positions.Start + ((nint)position * _width), 1, _width);
        kernels.AddScaled(target, _types.Start + ((nint)batch.TypeIds[token] * _width), 1, _width);
    }

    private static void CheckRange(ReadOnlySpan<int> ids, int count, string what, string where)
    {
        foreach (int id in ids)
        {
            if ((uint)id >= (uint)count)
                throw new ArgumentException($"A {what} is {id}; the model's {where} has {count} rows. Do tokeniser and model belong together?", nameof(ids));
        }
    }
}
