using Verdict.Kernels.MachineCode;

namespace Verdict.Models;

/// <content>
/// The same for bf16 models, in pairs of 16-bit numbers: scores, which decide most, of whole numbers (each query and each key has a scale of its own), what comes
/// from the softmax and the values of bfloat16.
/// </content>
internal sealed unsafe partial class Attention
{
    private int WordPairs => (headSize + 1) / 2;

    private long FloatsForWords(int length)
    {
        long padded = kernels.PaddedWidth(length), lengthPairs = (length + 1) / 2;
        return (WordPairs * (length + padded + QueryBlock)) + padded + (lengthPairs * _paddedSize) + (QueryBlock * (padded + (padded / 2) + _paddedSize));
    }

    private void RunWords(float* query, float* key, float* value, nint stride, int length)
    {
        int padded = kernels.PaddedWidth(length), lengthPairs = (length + 1) / 2;
        float* scores = Scratch, weights = scores + ((nint)QueryBlock * padded), sum = weights + ((nint)QueryBlock * padded / 2), keyScales = sum + ((nint)QueryBlock * _paddedSize);
        float* keys = keyScales + padded, values = keys + ((nint)WordPairs * padded), queries = values + ((nint)lengthPairs * _paddedSize), rows16 = queries + (QueryBlock * WordPairs);
        Divide(key, stride, length, rows16, keyScales);
        new Span<float>(keyScales + length, padded - length).Clear();
        kernels.PackTransposed(rows16, WordPairs, WordPairs, length, keys);
        for (int token = 0; token < length; token++)
            kernels.RoundRow(value + (token * stride), headSize, (ushort*)(rows16 + ((nint)token * WordPairs)));
        PackValues((ushort*)rows16, 2 * WordPairs, length, values);
        float* queryScales = stackalloc float[QueryBlock], totals = stackalloc float[QueryBlock];
        for (int block = 0; block < length; block += QueryBlock, query += QueryBlock * stride)
        {
            int rows = Math.Min(QueryBlock, length - block);
            Divide(query, stride, rows, queries, queryScales);
            MultiplyWords(queries, queryScales, rows, keys, keyScales, length, scores, padded);
            kernels.ExpRowsRounded(scores, rows, length, (ushort*)weights, totals);
            Average(weights, padded / 2, totals, rows, lengthPairs, values, sum, query, stride);
        }
    }

    /// <summary>Makes whole numbers of rows; half of the last pair is 0 where there is no number for it.</summary>
    private void Divide(float* source, nint stride, int rows, float* target, float* scales)
    {
        for (int row = 0; row < rows; row++)
        {
            short* pairs = (short*)(target + ((nint)row * WordPairs));
            pairs[(2 * WordPairs) - 1] = 0;
            scales[row] = WordRows.Divide(source + (row * stride), headSize, pairs);
        }
    }

    private void MultiplyWords(float* queries, float* queryScales, int rows, float* keys, float* keyScales, int length, float* scores, int padded)
    {
        float* zeros = stackalloc float[MachineTiles.MostVectors * 16];
        new Span<float>(zeros, MachineTiles.MostVectors * 16).Clear();
        var arguments = new TileArguments
        {
            RowBytes = WordPairs * sizeof(float), Steps = WordPairs, ResultRowBytes = padded * sizeof(float),
            A = (byte*)queries, RowScales = queryScales, Bias = zeros,
        };
        for (int panel = 0; panel < kernels.PanelCount(length); panel++)
        {
            int first = panel * kernels.PanelWidth;
            arguments.Panel = (byte*)(keys + ((nint)first * WordPairs));
            arguments.ColumnScales = keyScales + first;
            arguments.C = (byte*)(scores + first);
            words!.Multiply(rows, kernels.PanelColumns(length, panel) / kernels.VectorWidth, &arguments);
        }
    }
}
