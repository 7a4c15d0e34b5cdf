namespace Verdict.Kernels;

/// <content>
/// Products of rows in pairs, with one multiplication in eight left out: Winograd's form of Strassen's algorithm (Strassen, Gaussian Elimination
/// is not Optimal, 1969; Higham, Accuracy and Stability of Numerical Algorithms, 2002, § 23.1), one level deep. The even and the odd rows of
/// <c>a</c>, the halves of the inputs and two neighbouring panels are the two-by-two blocks. What a row gets depends on the other row of its pair
/// and on nobody else.
/// </content>
internal sealed unsafe partial class VectorKernels<TVector, TSimd>
{
    /// <summary>Rows that share the sums of two panels while they are near; a multiple of twice every tile's rows.</summary>
    private const int PairRowBlock = 192;

    /// <summary>The longest stretch of each half of the inputs at a time.</summary>
    private const int PairInputBlock = 512;

    /// <summary>With fewer inputs the sums of blocks would cost more than the products they save.</summary>
    private const int FewestPairInputs = 128;

    public override int PairScratch(int inputs, int outputs)
    {
        if (inputs % 2 != 0 || inputs < FewestPairInputs || outputs < 2 * PanelWidth)
            return 0;
        int length = PairLength(inputs);
        return (BlockSums * ((PairRowBlock / 2 * PairStride(length)) + (length * PanelWidth))) + (BlockProducts * TSimd.TileRows * PanelWidth);
    }

    public override void LinearPairs(float* a, nint lda, int rows, in Panels panels, int firstPanel, int endPanel, float* c, nint ldc, bool accumulate, Elementwise function, float* scratch)
    {
        int half = panels.Inputs / 2, length = PairLength(panels.Inputs), endPair = Math.Min(endPanel, (panels.Outputs / PanelWidth) & ~1);
        for (int row = 0; row < rows; row += PairRowBlock)
        {
            int height = Math.Min(PairRowBlock, rows - row);
            for (int input = 0; input < half; input += length)
            {
                var block = new PairBlock(a + (row * lda) + input, lda, half, Math.Min(length, half - input), height / 2, scratch);
                SumRows(block);
                for (int panel = firstPanel; panel < endPair; panel += 2)
                {
                    nint column = panel * PanelWidth;
                    float* target = c + (row * ldc) + column;
                    float* bias = input > 0 || panels.Bias == null ? null : panels.Bias + column;
                    MultiplyPairs(block, panels.Numbers + (column * panels.Inputs) + ((nint)input * PanelWidth), bias, target, ldc, accumulate || input > 0);
                    if (input + length >= half && function != Elementwise.Identity)
                        Apply(function, target, ldc, height, 2 * PanelWidth, null);
                }
            }
        }

        // A panel without a neighbour.
        if (endPanel > endPair)
            Linear(a, lda, rows, panels, Math.Max(firstPanel, endPair), endPanel, c, ldc, accumulate, function);
    }

    /// <summary>Inputs of each half at a time.</summary>
    private static int PairLength(int inputs)
    {
        int half = inputs / 2, blocks = (half + PairInputBlock - 1) / PairInputBlock;
        return (((half + blocks - 1) / blocks) + 15) & ~15;
    }

    /// <summary>One line more than needed, so that rows do not fall on the same sets of a cache.</summary>
    private static int PairStride(int length) => length + 16;

    /// <summary>All pairs of a block of rows times two panels.</summary>
    /// <param name="block">The rows.</param>
    /// <param name="left">The first panel, from the first of the block's inputs on.</param>
    /// <param name="bias"><c>[columns of both panels]</c>, or null.</param>
    /// <param name="c"><c>[2 · pairs, columns of both panels]</c>.</param>
    /// <param name="ldc">Floats from one row of <paramref name="c"/> to the next.</param>
    /// <param name="accumulate">Whether what stands in <paramref name="c"/> is added.</param>
    private static void MultiplyPairs(in PairBlock block, float* left, float* bias, float* c, nint ldc, bool accumulate)
    {
        nint width = TSimd.TileVectors * TSimd.Count, lower = block.Half * width, size = block.Length * width;
        float* right = left + (2 * lower), sums = block.PanelSums, products = sums + (BlockSums * size);
        nint twoRows = 2 * block.Lda, stride = block.SumStride, plane = block.SumPlane, next = TSimd.TileRows * width;
        for (int pair = 0; pair < block.Pairs; pair += TSimd.TileRows)
        {
            int pairs = Math.Min(TSimd.TileRows, block.Pairs - pair);
            float* even = block.A + (pair * twoRows), odd = even + block.Lda, rowSums = block.RowSums + (pair * stride);
            MultiplyBlocks(even, twoRows, pairs, left, block.Length, products);
            MultiplyBlocks(even + block.Half, twoRows, pairs, left + lower, block.Length, products + next);
            MultiplyBlocks(rowSums + (3 * plane), stride, pairs, right + lower, block.Length, products + (2 * next));
            if (pair == 0)
            {
                // The first tile makes the sums of the panels: T1 and T3 from the panels, T2 from T1 and T4 from T2.
                MultiplyDifference(rowSums, stride, pairs, right, left, sums, block.Length, products + (4 * next));
                MultiplyDifference(rowSums + plane, stride, pairs, right + lower, sums, sums + size, block.Length, products + (5 * next));
                MultiplyDifference(rowSums + (2 * plane), stride, pairs, right + lower, right, sums + (2 * size), block.Length, products + (6 * next));
                MultiplyDifference(odd + block.Half, twoRows, pairs, sums + size, left + lower, sums + (3 * size), block.Length, products + (3 * next));
            }
            else
            {
                MultiplyBlocks(rowSums, stride, pairs, sums, block.Length, products + (4 * next));
                MultiplyBlocks(rowSums + plane, stride, pairs, sums + size, block.Length, products + (5 * next));
                MultiplyBlocks(rowSums + (2 * plane), stride, pairs, sums + (2 * size), block.Length, products + (6 * next));
                MultiplyBlocks(odd + block.Half, twoRows, pairs, sums + (3 * size), block.Length, products + (3 * next));
            }

            JoinProducts(products, pairs, bias, c + (2 * pair * ldc), ldc, accumulate);
        }
    }

    private static void MultiplyBlocks(float* a, nint lda, int rows, float* panel, int inputs, float* product)
    {
        if (TSimd.TileVectors == 3)
            Tiles<Size3, Tile<TVector, TSimd>.Stored>(a, lda, rows, panel, 0, 0, inputs, null, product, 3 * TSimd.Count, false);
        else
            Tiles<Size2, Tile<TVector, TSimd>.Stored>(a, lda, rows, panel, 0, 0, inputs, null, product, 2 * TSimd.Count, false);
    }

    /// <summary>The same with the difference of two panels, which is written down.</summary>
    private static void MultiplyDifference(float* a, nint lda, int rows, float* minuend, float* subtrahend, float* difference, int inputs, float* product)
    {
        nint from = (nint)(subtrahend - minuend), to = (nint)(difference - minuend);
        if (TSimd.TileVectors == 3)
            Tiles<Size3, Tile<TVector, TSimd>.Difference>(a, lda, rows, minuend, from, to, inputs, null, product, 3 * TSimd.Count, false);
        else
            Tiles<Size2, Tile<TVector, TSimd>.Difference>(a, lda, rows, minuend, from, to, inputs, null, product, 2 * TSimd.Count, false);
    }
}
