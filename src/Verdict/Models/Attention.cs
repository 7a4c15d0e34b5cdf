using Verdict.Kernels;

namespace Verdict.Models;

/// <summary>
/// Attention of one head over one text (arXiv 1706.03762): scores of a block of queries, softmax, weighted values, all within the first caches.
/// The context takes the queries' place. The queries come already divided by √d. One thread owns it, with its scratch.
/// </summary>
internal sealed unsafe class Attention(KernelSet kernels, int headSize) : IDisposable
{
    /// <summary>Queries at a time: a multiple of every tile's rows.</summary>
    private const int QueryBlock = 24;

    private readonly AlignedBuffer _buffer = new();
    private readonly int _paddedSize = kernels.PaddedWidth(headSize);

    /// <summary>Reserves scratch for texts up to so many tokens.</summary>
    public void Ensure(int length)
    {
        long padded = kernels.PaddedWidth(length);
        _buffer.Ensure((padded * headSize) + ((long)length * _paddedSize) + (QueryBlock * (padded + _paddedSize)));
    }

    /// <summary>All queries of one head of one text.</summary>
    /// <param name="query"><c>[length, headSize]</c>; the context at the end.</param>
    /// <param name="key"><c>[length, headSize]</c>.</param>
    /// <param name="value"><c>[length, headSize]</c>.</param>
    /// <param name="stride">Floats from one row to the next, in all three.</param>
    /// <param name="length">Tokens of the text.</param>
    public void Run(float* query, float* key, float* value, nint stride, int length)
    {
        int padded = kernels.PaddedWidth(length);
        float* keys = _buffer.Start, values = keys + ((nint)padded * headSize);
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

    /// <summary>One query of one head of one text: what the last layer needs.</summary>
    /// <param name="query"><c>[headSize]</c>; the context at the end.</param>
    /// <param name="key"><c>[length, headSize]</c>.</param>
    /// <param name="value"><c>[length, headSize]</c>.</param>
    /// <param name="stride">Floats from one row of keys and values to the next.</param>
    /// <param name="length">Tokens of the text.</param>
    public void RunOne(float* query, float* key, float* value, nint stride, int length)
    {
        float* scores = _buffer.Start;
        for (int i = 0; i < length; i++)
            scores[i] = kernels.Dot(query, key + (i * stride), headSize);
        float sum = kernels.ExpRow(scores, length);
        new Span<float>(query, headSize).Clear();
        for (int i = 0; i < length; i++)
            kernels.AddScaled(query, value + (i * stride), scores[i], headSize);
        kernels.Scale(query, headSize, 1 / sum, query);
    }

    /// <summary>Frees the scratch.</summary>
    public void Dispose() => _buffer.Dispose();
}
