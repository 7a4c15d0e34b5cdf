using System.Runtime.InteropServices;

namespace Verdict.Kernels.MachineCode;

/// <summary>
/// A weight in bfloat16, for processors that multiply it natively (<c>vdpbf16ps</c>). The left-hand side is rounded on the way; products are exact
/// and sums are fp32.
/// </summary>
internal sealed unsafe class BFloat16Matrix : PackedMatrix
{
    /// <summary>Rows that share a panel while it is near.</summary>
    private const int RowBlock = 96;

    /// <summary>The longest stretch of pairs of inputs at a time.</summary>
    private const int PairBlock = 768;

    private readonly MachineTiles _tiles;
    private readonly int _paddedOutputs;
    private readonly int _pairs;

    /// <summary>Reserves its memory.</summary>
    public BFloat16Matrix(int inputs, int outputs, KernelSet kernels, MachineTiles tiles)
        : base(inputs, outputs, kernels, (long)kernels.PaddedWidth(outputs) * (((inputs + 1) / 2) + 1) * sizeof(float))
    {
        _tiles = tiles;
        _paddedOutputs = kernels.PaddedWidth(outputs);
        _pairs = (inputs + 1) / 2;
    }

    /// <summary>The assembled kernels, if there are any and the path's panels suit them.</summary>
    public static MachineTiles? TilesFor(KernelSet kernels) => kernels.VectorWidth == 16 ? MachineTiles.Get(TileKind.BFloat16).Tiles : null;

    public override int ScratchBytes => RowBlock * RowBytes;

    /// <summary>One line more than needed, so that rows do not fall on the same sets of a cache.</summary>
    private int RowBytes => (_pairs * 4) + 64;

    private float* Bias => (float*)Memory;

    /// <summary><c>[panel][pair][column]</c> pairs.</summary>
    private ushort* Numbers => (ushort*)(Bias + _paddedOutputs);

    public override void SetPanel(int panel, float* columns, float* bias, int realColumns)
    {
        int first = panel * Kernels.PanelWidth, width = Kernels.PanelColumns(Outputs, panel);
        ushort* rounded = (ushort*)NativeMemory.Alloc((nuint)realColumns * 2 * sizeof(ushort), (nuint)_pairs);
        for (int column = 0; column < width; column++)
        {
            Bias[first + column] = column < realColumns ? bias[column] : 0;
            if (column >= realColumns)
                continue;
            ushort* numbers = rounded + ((nint)column * _pairs * 2);
            numbers[(_pairs * 2) - 1] = 0;
            Kernels.RoundRow(columns + ((nint)column * Inputs), Inputs, numbers);
        }

        // Two inputs of a column stay together: to the transposition they are one number.
        Transpose.IntoPanel((float*)rounded, _pairs, realColumns, _pairs, width, (float*)(Numbers + ((nint)first * _pairs * 2)));
        NativeMemory.Free(rounded);
    }

    public override void Multiply(float* a, nint lda, int rows, int firstPanel, int endPanel, float* c, nint ldc, bool accumulate, Elementwise function, byte* scratch, float* bounds = null, float* resultBounds = null)
    {
        int blocks = (_pairs + PairBlock - 1) / PairBlock, pairs = (_pairs + blocks - 1) / blocks;
        var arguments = new TileArguments { RowBytes = RowBytes, ResultRowBytes = ldc * sizeof(float) };
        for (int row = 0; row < rows; row += RowBlock)
        {
            int height = Math.Min(RowBlock, rows - row);
            for (int r = 0; r < height; r++)
            {
                ushort* target = (ushort*)(scratch + (r * RowBytes));
                target[(_pairs * 2) - 1] = 0;
                Kernels.RoundRow(a + ((row + r) * lda), Inputs, target);
            }

            for (int pair = 0; pair < _pairs; pair += pairs)
            {
                arguments.Steps = Math.Min(pairs, _pairs - pair);
                arguments.Accumulate = accumulate || pair > 0 ? 1 : 0;
                bool last = pair + pairs >= _pairs;
                for (int panel = firstPanel; panel < endPanel; panel++)
                {
                    int first = panel * Kernels.PanelWidth, width = Kernels.PanelColumns(Outputs, panel);
                    float* target = c + (row * ldc) + first;
                    arguments.Panel = (byte*)(Numbers + ((((nint)first * _pairs) + ((nint)pair * width)) * 2));
                    arguments.Bias = pair == 0 ? Bias + first : null;
                    arguments.A = scratch + (pair * 4);
                    arguments.C = (byte*)target;
                    _tiles.Multiply(height, width / Kernels.VectorWidth, &arguments);
                    if (last && function != Elementwise.Identity)
                        Kernels.Apply(function, target, ldc, height, width, null);
                }
            }
        }
    }
}
