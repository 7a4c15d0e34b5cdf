using Verdict.Kernels.MachineCode;

namespace Verdict.Models;

/// <content>
/// The same in bfloat16, for int8 models, where attention in fp32 would take a tenth to a fifth of the time: twice as many products in an instruction,
/// and errors far below those of int8. Two numbers that belong to one sum stand side by side, and to everything but the product they are one float.
/// </content>
internal sealed unsafe partial class Attention
{
    private int HeadPairs => (headSize + 1) / 2;

    private long FloatsForPairs(int length)
    {
        long padded = kernels.PaddedWidth(length), lengthPairs = (length + 1) / 2;
        return (HeadPairs * (length + padded + QueryBlock)) + (lengthPairs * _paddedSize) + (QueryBlock * (padded + (padded / 2) + _paddedSize));
    }

    private void RunInPairs(MachineTiles tiles, float* query, float* key, float* value, nint stride, int length)
    {
        int padded = kernels.PaddedWidth(length), lengthPairs = (length + 1) / 2;
        float* rounded = Scratch, keys = rounded + ((nint)HeadPairs * length), values = keys + ((nint)HeadPairs * padded);
        float* queries = values + ((nint)lengthPairs * _paddedSize), scores = queries + (QueryBlock * HeadPairs);
        float* weights = scores + ((nint)QueryBlock * padded), context = weights + ((nint)QueryBlock * padded / 2);
        Round(key, stride, length, headSize, rounded);
        kernels.PackTransposed(rounded, HeadPairs, HeadPairs, length, keys);
        PackValues(value, stride, length, values);
        float* sums = stackalloc float[QueryBlock];
        for (int block = 0; block < length; block += QueryBlock, query += QueryBlock * stride)
        {
            int rows = Math.Min(QueryBlock, length - block);
            Round(query, stride, rows, headSize, queries);
            Multiply(tiles, queries, HeadPairs, rows, HeadPairs, keys, length, scores, padded);
            for (int row = 0; row < rows; row++)
                sums[row] = kernels.ExpRowRounded(scores + (row * padded), length, (ushort*)(weights + (row * padded / 2)));
            Multiply(tiles, weights, padded / 2, rows, lengthPairs, values, headSize, context, _paddedSize);
            for (int row = 0; row < rows; row++)
                kernels.Scale(context + (row * _paddedSize), headSize, 1 / sums[row], query + (row * stride));
        }
    }

    /// <summary>Rounds rows of numbers to rows of pairs; half of the last pair is 0 where there is no number for it.</summary>
    private void Round(float* source, nint stride, int rows, int count, float* target)
    {
        int width = (count + 1) / 2;
        for (int row = 0; row < rows; row++)
        {
            ushort* pair = (ushort*)(target + ((nint)row * width));
            pair[(2 * width) - 1] = 0;
            kernels.RoundRow(source + (row * stride), count, pair);
        }
    }

    /// <summary>Packs values so that two tokens' numbers of a column are a pair.</summary>
    private void PackValues(float* value, nint stride, int length, float* target)
    {
        for (int panel = 0; panel < kernels.PanelCount(headSize); panel++)
        {
            int first = panel * kernels.PanelWidth, width = kernels.PanelColumns(headSize, panel), columns = Math.Min(width, headSize - first);
            for (int token = 0; token < length; token += 2, target += width)
            {
                float* row = value + (token * stride) + first;
                kernels.RoundPairs(row, token + 1 < length ? row + stride : null, columns, (uint*)target);
                new Span<float>(target + columns, width - columns).Clear();
            }
        }
    }

    private void Multiply(MachineTiles tiles, float* a, nint lda, int rows, int steps, float* panels, int outputs, float* c, int ldc)
    {
        var arguments = new TileArguments { RowBytes = lda * sizeof(float), Steps = steps, ResultRowBytes = (nint)ldc * sizeof(float) };
        for (int panel = 0; panel < kernels.PanelCount(outputs); panel++)
        {
            int first = panel * kernels.PanelWidth;
            arguments.Panel = (byte*)(panels + ((nint)first * steps));
            for (int row = 0; row < rows; row += MachineTiles.MostRows)
            {
                arguments.A = (byte*)(a + (row * lda));
                arguments.C = (byte*)(c + ((nint)row * ldc) + first);
                tiles.Multiply(Math.Min(MachineTiles.MostRows, rows - row), kernels.PanelColumns(outputs, panel) / kernels.VectorWidth, &arguments);
            }
        }
    }
}
