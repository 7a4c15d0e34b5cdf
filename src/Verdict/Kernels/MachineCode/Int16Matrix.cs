using System.Runtime.InteropServices;

namespace Verdict.Kernels.MachineCode;

/// <summary>
/// A weight in 16-bit whole numbers: as fast as bfloat16 and several times more exact. Each row of either side is scaled to the length
/// <see cref="WordRows.Length"/> (the root of its sum of squares), so that no sum of products can leave 32 bits (Cauchy–Schwarz): sums are exact.
/// </summary>
/// <remarks>
/// With K inputs a rounding is off by at most <c>√K / 65,534</c> of a number of average size, whatever its own size; bfloat16's by 1/512 of the
/// number itself. So it suits rows whose numbers are of similar size, such as LayerNorm's, and not too many of them.
/// </remarks>
internal sealed unsafe class Int16Matrix : PackedMatrix
{
    /// <summary>With more inputs, what rounding adds to a row's length would no longer be small.</summary>
    public const int MostInputs = 16_384;

    /// <summary>Rows that share a panel while it is near; a multiple of the tile's rows.</summary>
    private const int RowBlock = 96;

    private readonly MachineTiles _tiles;
    private readonly int _paddedOutputs;
    private readonly int _pairs;

    /// <summary>Reserves its memory.</summary>
    public Int16Matrix(int inputs, int outputs, KernelSet kernels, MachineTiles tiles)
        : base(inputs, outputs, kernels, (long)kernels.PaddedWidth(outputs) * (((inputs + 1) / 2) + 2) * sizeof(float))
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inputs, MostInputs);
        _tiles = tiles;
        _paddedOutputs = kernels.PaddedWidth(outputs);
        _pairs = (inputs + 1) / 2;
    }

    public override int ScratchBytes => RowBlock * (RowBytes + sizeof(float));

    /// <summary>One line more than needed, so that rows do not fall on the same sets of a cache.</summary>
    private int RowBytes => (((_pairs * 4) + 63) & ~63) + 64;

    private float* Bias => (float*)Memory;

    private float* Scales => Bias + _paddedOutputs;

    /// <summary><c>[panel][pair][column]</c> pairs.</summary>
    private short* Numbers => (short*)(Scales + _paddedOutputs);

    /// <summary>The assembled kernels, where there are also those of bfloat16, which they stand beside.</summary>
    public static MachineTiles? TilesFor(KernelSet kernels) => BFloat16Matrix.TilesFor(kernels) is null ? null : MachineTiles.Get(TileKind.Int16).Tiles;

    public override void SetPanel(int panel, float* columns, float* bias, int realColumns)
    {
        int first = panel * Kernels.PanelWidth, width = Kernels.PanelColumns(Outputs, panel);
        short* words = (short*)NativeMemory.Alloc((nuint)realColumns * 2 * sizeof(short), (nuint)_pairs);
        for (int column = 0; column < width; column++)
        {
            bool real = column < realColumns;
            Bias[first + column] = real ? bias[column] : 0;
            Scales[first + column] = 0;
            if (!real)
                continue;
            short* numbers = words + ((nint)column * _pairs * 2);
            numbers[(_pairs * 2) - 1] = 0;
            Scales[first + column] = WordRows.Divide(columns + ((nint)column * Inputs), Inputs, numbers);
        }

        // Two inputs of a column stay together: to the transposition they are one number.
        Transpose.IntoPanel((float*)words, _pairs, realColumns, _pairs, width, (float*)(Numbers + ((nint)first * _pairs * 2)));
        NativeMemory.Free(words);
    }

    public override void Multiply(float* a, nint lda, int rows, int firstPanel, int endPanel, float* c, nint ldc, bool accumulate, Elementwise function, byte* scratch, float* bounds = null, float* resultBounds = null)
    {
        float* scales = (float*)(scratch + (RowBlock * RowBytes));
        for (int row = 0; row < rows; row += RowBlock)
        {
            int height = Math.Min(RowBlock, rows - row);
            for (int r = 0; r < height; r++)
            {
                short* target = (short*)(scratch + (r * RowBytes));
                target[(_pairs * 2) - 1] = 0;
                scales[r] = WordRows.Divide(a + ((row + r) * lda), Inputs, target);
            }

            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                int first = panel * Kernels.PanelWidth, width = Kernels.PanelColumns(Outputs, panel);
                float* target = c + (row * ldc) + first;
                var arguments = new TileArguments
                {
                    RowBytes = RowBytes, Panel = (byte*)(Numbers + ((nint)first * _pairs * 2)), Steps = _pairs, ResultRowBytes = ldc * sizeof(float),
                    ColumnScales = Scales + first, Bias = Bias + first, Accumulate = accumulate ? 1 : 0, A = scratch, C = (byte*)target, RowScales = scales,
                };
                _tiles.Multiply(height, width / Kernels.VectorWidth, &arguments);
                if (function != Elementwise.Identity)
                    Kernels.Apply(function, target, ldc, height, width, null);
            }
        }
    }
}
