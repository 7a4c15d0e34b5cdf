using System.Runtime.CompilerServices;

namespace Verdict.Kernels;

/// <content>
/// Products. The loops keep a block of <c>a</c> in the second-level cache, a panel is read once for all row tiles of the block, and long sums
/// are cut so that block and panel fit together.
/// </content>
internal sealed unsafe partial class VectorKernels<TVector, TSimd>
{
    /// <summary>Rows that share a panel while it is near; a multiple of every tile's rows.</summary>
    private const int RowBlock = 96;

    /// <summary>The longest stretch of inputs at a time.</summary>
    private const int InputBlock = 1024;

    public override void Linear(float* a, nint lda, int rows, in Panels panels, int firstPanel, int endPanel, float* c, nint ldc, bool accumulate, Elementwise function)
    {
        int blocks = (panels.Inputs + InputBlock - 1) / InputBlock;
        int inputs = (((panels.Inputs + blocks - 1) / blocks) + 15) & ~15;
        for (int row = 0; row < rows; row += RowBlock)
        {
            int height = Math.Min(RowBlock, rows - row);
            for (int input = 0; input < panels.Inputs; input += inputs)
            {
                int count = Math.Min(inputs, panels.Inputs - input);
                bool last = input + count == panels.Inputs;
                for (int panel = firstPanel; panel < endPanel; panel++)
                {
                    int column = panel * PanelWidth, columns = PanelColumns(panels.Outputs, panel);
                    float* numbers = panels.Numbers + ((nint)column * panels.Inputs) + ((nint)input * columns);
                    float* bias = input > 0 || panels.Bias == null ? null : panels.Bias + column;
                    float* target = c + (row * ldc) + column;
                    bool add = accumulate || input > 0;
                    switch (columns / TSimd.Count)
                    {
                        case 3:
                            Tiles<Size3, Tile<TVector, TSimd>.Stored>(a + (row * lda) + input, lda, height, numbers, 0, 0, count, bias, target, ldc, add);
                            break;
                        case 2:
                            Tiles<Size2, Tile<TVector, TSimd>.Stored>(a + (row * lda) + input, lda, height, numbers, 0, 0, count, bias, target, ldc, add);
                            break;
                        default:
                            Tiles<Size1, Tile<TVector, TSimd>.Stored>(a + (row * lda) + input, lda, height, numbers, 0, 0, count, bias, target, ldc, add);
                            break;
                    }

                    if (last && function != Elementwise.Identity)
                        Apply(function, target, ldc, height, columns, null);
                }
            }
        }
    }

    private static void Tiles<TWidth, TPanel>(float* a, nint lda, int rows, float* panel, nint subtrahend, nint difference, int inputs, float* bias, float* c, nint ldc, bool accumulate)
        where TWidth : struct, ISize
        where TPanel : struct, Tile<TVector, TSimd>.IPanel
    {
        int row = 0;
        if (TSimd.TileRows == 8)
        {
            for (; row <= rows - 8; row += 8)
                Tile<TVector, TSimd>.Multiply<Size8, TWidth, TPanel>(a + (row * lda), lda, panel, subtrahend, difference, inputs, bias, c + (row * ldc), ldc, accumulate);
        }
        else
        {
            for (; row <= rows - 6; row += 6)
                Tile<TVector, TSimd>.Multiply<Size6, TWidth, TPanel>(a + (row * lda), lda, panel, subtrahend, difference, inputs, bias, c + (row * ldc), ldc, accumulate);
        }

        if (row < rows)
            LastTile<TWidth, TPanel>(a + (row * lda), lda, rows - row, panel, subtrahend, difference, inputs, bias, c + (row * ldc), ldc, accumulate);
    }

    private static void LastTile<TWidth, TPanel>(float* a, nint lda, int rows, float* panel, nint subtrahend, nint difference, int inputs, float* bias, float* c, nint ldc, bool accumulate)
        where TWidth : struct, ISize
        where TPanel : struct, Tile<TVector, TSimd>.IPanel
    {
        switch (rows)
        {
            case 7:
                Tile<TVector, TSimd>.Multiply<Size7, TWidth, TPanel>(a, lda, panel, subtrahend, difference, inputs, bias, c, ldc, accumulate);
                break;
            case 6:
                Tile<TVector, TSimd>.Multiply<Size6, TWidth, TPanel>(a, lda, panel, subtrahend, difference, inputs, bias, c, ldc, accumulate);
                break;
            case 5:
                Tile<TVector, TSimd>.Multiply<Size5, TWidth, TPanel>(a, lda, panel, subtrahend, difference, inputs, bias, c, ldc, accumulate);
                break;
            case 4:
                Tile<TVector, TSimd>.Multiply<Size4, TWidth, TPanel>(a, lda, panel, subtrahend, difference, inputs, bias, c, ldc, accumulate);
                break;
            case 3:
                Tile<TVector, TSimd>.Multiply<Size3, TWidth, TPanel>(a, lda, panel, subtrahend, difference, inputs, bias, c, ldc, accumulate);
                break;
            case 2:
                Tile<TVector, TSimd>.Multiply<Size2, TWidth, TPanel>(a, lda, panel, subtrahend, difference, inputs, bias, c, ldc, accumulate);
                break;
            default:
                Tile<TVector, TSimd>.Multiply<Size1, TWidth, TPanel>(a, lda, panel, subtrahend, difference, inputs, bias, c, ldc, accumulate);
                break;
        }
    }

    public override void Apply(Elementwise function, float* c, nint ldc, int rows, int columns, float* bounds)
    {
        switch (function)
        {
            case Elementwise.Gelu:
                Map<GeluFunction>(c, ldc, rows, columns, bounds);
                break;
            case Elementwise.GeluNearly:
                Map<GeluNearlyFunction>(c, ldc, rows, columns, bounds);
                break;
            case Elementwise.GeluTanh:
                Map<GeluTanhFunction>(c, ldc, rows, columns, bounds);
                break;
            case Elementwise.Relu:
                Map<ReluFunction>(c, ldc, rows, columns, bounds);
                break;
            case Elementwise.Silu:
                Map<SiluFunction>(c, ldc, rows, columns, bounds);
                break;
            default:
                Map<TanhFunction>(c, ldc, rows, columns, bounds);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Map<TFunction>(float* c, nint ldc, int rows, int columns, float* bounds)
        where TFunction : struct, IFunction
    {
        for (int row = 0; row < rows; row++, c += ldc)
        {
            TVector high = TSimd.Broadcast(0f), low = high;
            for (int i = 0; i < columns; i += TSimd.Count)
            {
                TVector y = TFunction.Apply<TVector, TSimd>(TSimd.Load(c + i));
                TSimd.Store(c + i, y);
                high = TSimd.Higher(high, y);
                low = TSimd.Lower(low, y);
            }

            if (bounds == null)
                continue;
            float* own = bounds + (row * 2 * TSimd.Count);
            TSimd.Store(own, TSimd.Higher(TSimd.Load(own), high));
            TSimd.Store(own + TSimd.Count, TSimd.Lower(TSimd.Load(own + TSimd.Count), low));
        }
    }
}
