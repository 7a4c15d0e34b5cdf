using Verdict.Batching;
using Verdict.Kernels;
using Verdict.Kernels.MachineCode;

namespace Verdict.Models;

/// <summary>
/// Attention of one head over one text (arXiv 1706.03762): scores of a block of queries, softmax, weighted values, all within the first caches.
/// The context takes the queries' place. The queries come already divided by √d. One thread owns it, and its scratch.
/// </summary>
/// <param name="kernels">The arithmetic.</param>
/// <param name="headSize">d.</param>
/// <param name="hiddenSize">All heads together.</param>
/// <param name="pairs">What <see cref="RunRounded"/> needs; a head's size is even then.</param>
/// <param name="words">Where given, and <paramref name="pairs"/> too, <see cref="Run"/> computes in 16-bit numbers.</param>
internal sealed unsafe partial class Attention(KernelSet kernels, int headSize, int hiddenSize, MachineTiles? pairs = null, MachineTiles? words = null)
{
    /// <summary>Queries at a time: a multiple of every tile's rows.</summary>
    private const int QueryBlock = 48;

    /// <summary>Texts at a time where only first tokens count, so that each weight is read once for all of them.</summary>
    private const int FirstBlock = 8;

    private readonly int _paddedSize = kernels.PaddedWidth(headSize);

    /// <summary>Attention as a model computes it.</summary>
    public static Attention For(BertModel model)
    {
        MachineTiles? words = model.Precision == Precision.Bf16 ? Int16Matrix.TilesFor(model.Kernels) : null;
        MachineTiles? pairs = model.RoundsProjections || words is not null ? BFloat16Matrix.TilesFor(model.Kernels) : null;
        return new Attention(model.Kernels, model.Configuration.HeadSize, model.Configuration.HiddenSize, pairs, words);
    }

    /// <summary>At least <see cref="ScratchFloats"/> floats for the longest text, aligned to a cache line.</summary>
    public float* Scratch { get; set; }

    /// <summary>Floats of scratch for texts up to so many tokens.</summary>
    public long ScratchFloats(int length)
    {
        long padded = kernels.PaddedWidth(length);
        long all = (padded * headSize) + ((long)length * _paddedSize) + (QueryBlock * (padded + _paddedSize));
        long first = (FirstBlock * ((long)kernels.PaddedWidth(hiddenSize) + _paddedSize)) + padded;
        return Math.Max(Math.Max(all, first), words is not null ? FloatsForWords(length) : pairs is not null ? FloatsForPairs(length) : 0);
    }

    /// <summary>All queries of one head of one text.</summary>
    /// <param name="query"><c>[length, headSize]</c>; the context at the end.</param>
    /// <param name="key"><c>[length, headSize]</c>.</param>
    /// <param name="value"><c>[length, headSize]</c>.</param>
    /// <param name="stride">Floats from one row to the next, in all three.</param>
    /// <param name="length">Tokens of the text.</param>
    public void Run(float* query, float* key, float* value, nint stride, int length)
    {
        if (words is not null)
        {
            RunWords(query, key, value, stride, length);
            return;
        }

        int padded = kernels.PaddedWidth(length);
        float* keys = Scratch, values = keys + ((nint)padded * headSize);
        float* scores = values + ((nint)length * _paddedSize), context = scores + ((nint)QueryBlock * padded);
        kernels.PackTransposed(key, stride, headSize, length, keys);
        kernels.PackStraight(value, stride, length, headSize, values);
        var keyPanels = new Panels(keys, null, headSize, length);
        var valuePanels = new Panels(values, null, length, headSize);
        float* sums = stackalloc float[QueryBlock];
        for (int block = 0; block < length; block += QueryBlock, query += QueryBlock * stride)
        {
            int rows = Math.Min(QueryBlock, length - block);
            kernels.Linear(query, stride, rows, keyPanels, 0, kernels.PanelCount(length), scores, padded, false, Elementwise.Identity);
            for (int row = 0; row < rows; row++)
                sums[row] = kernels.ExpRow(scores + (row * padded), length);
            kernels.Linear(scores, padded, rows, valuePanels, 0, kernels.PanelCount(headSize), context, _paddedSize, false, Elementwise.Identity);
            for (int row = 0; row < rows; row++)
                kernels.Scale(context + (row * _paddedSize), headSize, 1 / sums[row], query + (row * stride));
        }
    }

    /// <summary>The first token's query of one head, for some texts of a batch.</summary>
    /// <param name="key">Leads from the query to what the states are multiplied by, <c>[headSize, hiddenSize]</c>.</param>
    /// <param name="value"><c>[hiddenSize, headSize]</c>.</param>
    /// <param name="queries"><c>[textCount, headSize]</c>; the context at the end.</param>
    /// <param name="queryStride">Floats from one row of them to the next.</param>
    /// <param name="states">The batch's states, <c>[rowCount, hiddenSize]</c>.</param>
    /// <param name="stateStride">Floats from one row of them to the next.</param>
    /// <param name="batch">The texts.</param>
    /// <param name="rows">Their rows.</param>
    public void RunFirst(PackedMatrix key, PackedMatrix value, float* queries, nint queryStride, float* states, nint stateStride, PackedBatch batch, RowPlan rows)
    {
        int hidden = value.Inputs, width = kernels.PaddedWidth(hidden);
        float* sums = Scratch, context = sums + ((nint)FirstBlock * width), scores = context + ((nint)FirstBlock * _paddedSize);
        for (int block = 0; block < batch.SequenceCount; block += FirstBlock, queries += FirstBlock * queryStride)
        {
            int texts = Math.Min(FirstBlock, batch.SequenceCount - block);
            key.Multiply(queries, queryStride, texts, 0, key.PanelCount, sums, width, false, Elementwise.Identity, null);
            for (int text = 0; text < texts; text++)
                Mix(sums + ((nint)text * width), states + (rows.Starts[block + text] * stateStride), stateStride, batch.LengthOf(block + text), hidden, scores);
            value.Multiply(sums, width, texts, 0, value.PanelCount, context, _paddedSize, false, Elementwise.Identity, null);
            for (int text = 0; text < texts; text++)
                new ReadOnlySpan<float>(context + (text * _paddedSize), headSize).CopyTo(new Span<float>(queries + (text * queryStride), headSize));
        }
    }

    /// <summary>Puts the mean of the states, weighted by the softmax of their products with a row, into that row's place.</summary>
    private void Mix(float* row, float* states, nint stride, int length, int hidden, float* scores)
    {
        for (int i = 0; i < length; i++)
            scores[i] = kernels.Dot(row, states + (i * stride), hidden);
        float sum = kernels.ExpRow(scores, length);
        new Span<float>(row, hidden).Clear();
        for (int i = 0; i < length; i++)
            kernels.AddScaled(row, states + (i * stride), scores[i], hidden);
        kernels.Scale(row, hidden, 1 / sum, row);
    }
}
