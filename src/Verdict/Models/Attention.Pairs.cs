using Verdict.Kernels.MachineCode;

namespace Verdict.Models;

/// <content>
/// The same in bfloat16, for int8 models, where attention in fp32 would take a tenth to a fifth of the time: twice as many products in an instruction,
/// and errors far below those of int8. Two numbers that belong to one sum stand side by side, and to everything but the product they are one float.
/// </content>
internal sealed unsafe partial class Attention
{
    private int HeadPairs => headSize / 2;

    private long FloatsForPairs(int length)
    {
        long padded = kernels.PaddedWidth(length), lengthPairs = (length + 1) / 2;
        return (HeadPairs * padded) + (lengthPairs * _paddedSize) + (QueryBlock * (padded + (padded / 2) + _paddedSize));
    }

    /// <summary>All queries of one head of one text, given in bfloat16; what comes from the softmax is rounded to it too.</summary>
    /// <param name="query"><c>[length, headSize]</c>.</param>
    /// <param name="key"><c>[length, headSize]</c>.</param>
    /// <param name="value"><c>[length, headSize]</c>.</param>
    /// <param name="stride">Numbers from one row to the next, in all three; even.</param>
    /// <param name="length">Tokens of the text.</param>
    /// <param name="context"><c>[length, headSize]</c>, written.</param>
    /// <param name="contextStride">Floats from one row of it to the next.</param>
    public void RunRounded(ushort* query, ushort* key, ushort* value, nint stride, int length, float* context, nint contextStride)
    {
        int padded = kernels.PaddedWidth(length), lengthPairs = (length + 1) / 2;
        float* keys = Scratch, values = keys + ((nint)HeadPairs * padded), scores = values + ((nint)lengthPairs * _paddedSize);
        float* weights = scores + ((nint)QueryBlock * padded), sum = weights + ((nint)QueryBlock * padded / 2);
        kernels.PackTransposed((float*)key, stride / 2, HeadPairs, length, keys);
        PackValues(value, stride, length, values);
        float* totals = stackalloc float[QueryBlock];
        for (int block = 0; block < length; block += QueryBlock, query += QueryBlock * stride, context += QueryBlock * contextStride)
        {
            int rows = Math.Min(QueryBlock, length - block);
            Multiply((float*)query, stride / 2, rows, HeadPairs, keys, length, scores, padded);
            kernels.ExpRowsRounded(scores, rows, length, (ushort*)weights, totals);
            Average(weights, padded / 2, totals, rows, lengthPairs, values, sum, context, contextStride);
        }
    }

    /// <summary>Packs values so that two tokens' numbers of a column are a pair.</summary>
    private void PackValues(ushort* value, nint stride, int length, float* target)
    {
        for (int panel = 0; panel < kernels.PanelCount(headSize); panel++)
        {
            int first = panel * kernels.PanelWidth, width = kernels.PanelColumns(headSize, panel), columns = Math.Min(width, headSize - first);
            kernels.PackPairs(value + first, stride, length, columns, width, (uint*)target);
            target += (nint)((length + 1) / 2) * width;
        }
    }

    /// <summary>The mean of the values by weight: into its place at once, or, where kernels would write beyond a head, by way of <paramref name="sum"/>.</summary>
    private void Average(float* weights, nint stride, float* totals, int rows, int lengthPairs, float* values, float* sum, float* context, nint contextStride)
    {
        for (int row = 0; row < rows; row++)
            totals[row] = 1 / totals[row];
        if (_paddedSize == headSize)
        {
            Multiply(weights, stride, rows, lengthPairs, values, headSize, context, contextStride, totals);
            return;
        }

        Multiply(weights, stride, rows, lengthPairs, values, headSize, sum, _paddedSize, totals);
        for (int row = 0; row < rows; row++)
            new ReadOnlySpan<float>(sum + (row * _paddedSize), headSize).CopyTo(new Span<float>(context + (row * contextStride), headSize));
    }

    private void Multiply(float* a, nint lda, int rows, int steps, float* panels, int outputs, float* c, nint ldc, float* rowScales = null)
    {
        var arguments = new TileArguments { RowBytes = lda * sizeof(float), Steps = steps, ResultRowBytes = ldc * sizeof(float), RowScales = rowScales };
        for (int panel = 0; panel < kernels.PanelCount(outputs); panel++)
        {
            int first = panel * kernels.PanelWidth;
            arguments.Panel = (byte*)(panels + ((nint)first * steps));
            arguments.A = (byte*)a;
            arguments.C = (byte*)(c + first);
            pairs!.Multiply(rows, kernels.PanelColumns(outputs, panel) / kernels.VectorWidth, &arguments);
        }
    }
}
