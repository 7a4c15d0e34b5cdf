using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Verdict.Kernels.MachineCode;

namespace Verdict.Kernels.Int8;

/// <summary>
/// A weight in int8: each column (output) is divided by its own scale so that its largest number becomes ±127. The left-hand side is
/// divided row by row, on the way, into unsigned bytes with a scale and a zero of their own; sums are exact whole numbers:
/// <c>c = scaleOfRow · scaleOfColumn · (sum − zeroOfRow · sumOfColumn) + bias</c>.
/// </summary>
internal sealed unsafe class Int8Matrix : PackedMatrix
{
    /// <summary>With more inputs a 32-bit sum might overflow.</summary>
    public const int MostInputs = 65_536;

    /// <summary>Rows that share a panel while it is near; a multiple of every tile's rows.</summary>
    private const int RowBlock = 256;

    private const int Group = 4;
    private const int Lanes = 8;
    private readonly Int8Tiles _tiles;
    private readonly int _paddedOutputs;
    private readonly int _paddedInputs;

    /// <summary>Reserves its memory.</summary>
    public Int8Matrix(int inputs, int outputs, KernelSet kernels, Int8Tiles tiles)
        : base(inputs, outputs, kernels, (long)kernels.PaddedWidth(outputs) * (PaddedInputs(inputs) + (3 * sizeof(float))))
    {
        _tiles = tiles;
        _paddedOutputs = kernels.PaddedWidth(outputs);
        _paddedInputs = PaddedInputs(inputs);
    }

    public override int ScratchBytes => (RowBlock * (_paddedInputs + 64)) + (RowBlock * 2 * sizeof(float)) + (_tiles.ScalesSums ? 0 : _tiles.Rows * Kernels.PanelWidth * sizeof(int));

    private float* Scales => (float*)Memory;

    private float* Sums => Scales + _paddedOutputs;

    private float* Bias => Sums + _paddedOutputs;

    private sbyte* Numbers => (sbyte*)(Bias + _paddedOutputs);

    /// <summary>A column as whole numbers, and its scale: the largest number becomes ±127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float QuantizeColumn(ReadOnlySpan<float> column, Span<sbyte> quantized)
    {
        Vector256<float> largests = Vector256<float>.Zero;
        int i = 0;
        for (; i <= column.Length - Lanes; i += Lanes)
            largests = Vector256.Max(largests, Vector256.Abs(Vector256.Create(column.Slice(i, Lanes))));
        float largest = 0;
        for (int lane = 0; lane < Lanes; lane++)
            largest = MathF.Max(largest, largests[lane]);
        for (; i < column.Length; i++)
            largest = MathF.Max(largest, MathF.Abs(column[i]));

        float scale = largest / 127;
        if (scale == 0)
            scale = 1;
        for (i = 0; i <= column.Length - (4 * Lanes); i += 4 * Lanes)
        {
            Vector256<short> low = Vector256.Narrow(Quantize(column.Slice(i, Lanes), scale), Quantize(column.Slice(i + Lanes, Lanes), scale));
            Vector256<short> high = Vector256.Narrow(Quantize(column.Slice(i + (2 * Lanes), Lanes), scale), Quantize(column.Slice(i + (3 * Lanes), Lanes), scale));
            Vector256.Narrow(low, high).CopyTo(quantized[i..]);
        }

        for (; i < column.Length; i++)
            quantized[i] = (sbyte)Math.Clamp(MathF.Round(column[i] / scale), -127, 127);
        return scale;
    }

    public override void SetPanel(int panel, float* columns, float* bias, int realColumns)
    {
        int first = panel * Kernels.PanelWidth, width = Kernels.PanelColumns(Outputs, panel);
        sbyte* quantized = (sbyte*)NativeMemory.Alloc((nuint)realColumns, (nuint)_paddedInputs);
        for (int column = 0; column < width; column++)
        {
            bool real = column < realColumns;
            Bias[first + column] = real ? bias[column] : 0;
            Scales[first + column] = Sums[first + column] = 0;
            if (!real)
                continue;
            sbyte* numbers = quantized + ((nint)column * _paddedInputs);
            Scales[first + column] = QuantizeColumn(new ReadOnlySpan<float>(columns + ((nint)column * Inputs), Inputs), new Span<sbyte>(numbers, Inputs));
            new Span<sbyte>(numbers + Inputs, _paddedInputs - Inputs).Clear();
            Sums[first + column] = Sum(numbers, _paddedInputs);
        }

        // Four inputs of a column stay together: to the transposition they are one number.
        Transpose.IntoPanel((float*)quantized, _paddedInputs / Group, realColumns, _paddedInputs / Group, width, (float*)(Numbers + ((nint)first * _paddedInputs)));
        NativeMemory.Free(quantized);
    }

    /// <summary>Whether there is <see cref="MultiplyRounded"/>: the assembled kernels, on a processor that rounds to bfloat16.</summary>
    public bool CanRound => _tiles.ScalesSums && BFloat16Matrix.TilesFor(Kernels) is not null;

    public override void Multiply(float* a, nint lda, int rows, int firstPanel, int endPanel, float* c, nint ldc, bool accumulate, Elementwise function, byte* scratch, float* bounds = null, float* resultBounds = null) =>
        Multiply(a, lda, rows, firstPanel, endPanel, (byte*)c, ldc, sizeof(float), accumulate, function, scratch, bounds, resultBounds);

    /// <summary>The same with a result in bfloat16, which is half as much to write and to read again. Only where <see cref="CanRound"/>.</summary>
    /// <param name="a"><c>[rows, inputs]</c>.</param>
    /// <param name="lda">Floats from one row of <paramref name="a"/> to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="firstPanel">The first panel to work on.</param>
    /// <param name="endPanel">One past the last panel.</param>
    /// <param name="c"><c>[rows, outputs]</c>, rounded to nearest, ties to even; in whole vectors.</param>
    /// <param name="ldc">Numbers from one row of <paramref name="c"/> to the next.</param>
    /// <param name="scratch">At least <see cref="ScratchBytes"/> bytes of the calling thread.</param>
    /// <param name="bounds">Those of <paramref name="a"/>, or null.</param>
    public void MultiplyRounded(float* a, nint lda, int rows, int firstPanel, int endPanel, ushort* c, nint ldc, byte* scratch, float* bounds) =>
        Multiply(a, lda, rows, firstPanel, endPanel, (byte*)c, ldc, sizeof(ushort), false, Elementwise.Identity, scratch, bounds, null);

    private void Multiply(float* a, nint lda, int rows, int firstPanel, int endPanel, byte* c, nint ldc, int size, bool accumulate, Elementwise function, byte* scratch, float* bounds, float* resultBounds)
    {
        // One line more than needed, so that rows do not fall on the same sets of a cache.
        nint rowBytes = _paddedInputs + 64;
        byte* bytes = scratch;
        float* scales = (float*)(bytes + (RowBlock * rowBytes)), zeros = scales + RowBlock;
        int* sums = (int*)(zeros + RowBlock);
        for (int row = 0; row < rows; row += RowBlock)
        {
            int height = Math.Min(RowBlock, rows - row);
            for (int r = 0; r < height && _paddedInputs > Inputs; r++)
                new Span<byte>(bytes + (r * rowBytes) + Inputs, _paddedInputs - Inputs).Clear();
            Kernels.QuantizeRows(a + (row * lda), lda, height, Inputs, bounds == null ? null : bounds + (row * Kernels.BoundsWidth), bytes, rowBytes, scales, zeros);
            float* found = resultBounds == null || function == Elementwise.Identity ? null : resultBounds + (row * Kernels.BoundsWidth);
            if (found != null)
                new Span<float>(found, height * Kernels.BoundsWidth).Clear();
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                int first = panel * Kernels.PanelWidth, width = Kernels.PanelColumns(Outputs, panel);
                byte* target = c + (((row * ldc) + first) * size);
                var arguments = new TileArguments
                {
                    RowBytes = rowBytes, Panel = (byte*)(Numbers + ((nint)first * _paddedInputs)), Steps = _paddedInputs / Group,
                    ColumnScales = Scales + first, ColumnSums = Sums + first, Bias = Bias + first, Accumulate = accumulate ? 1 : 0,
                    Rounded = size == sizeof(ushort) ? 1 : 0,
                };
                for (int r = 0; r < height; r += _tiles.Rows)
                {
                    arguments.A = bytes + (r * rowBytes);
                    arguments.RowScales = scales + r;
                    arguments.RowZeros = zeros + r;
                    MultiplyTile(Math.Min(_tiles.Rows, height - r), width, ref arguments, target + (r * ldc * size), ldc * size, sums);
                }

                if (function != Elementwise.Identity)
                    Kernels.Apply(function, (float*)target, ldc, height, width, found);
            }
        }
    }

    private void MultiplyTile(int rows, int columns, ref TileArguments arguments, byte* c, nint rowBytes, int* sums)
    {
        arguments.C = _tiles.ScalesSums ? c : (byte*)sums;
        arguments.ResultRowBytes = _tiles.ScalesSums ? rowBytes : columns * sizeof(int);
        fixed (TileArguments* start = &arguments)
            _tiles.Multiply(rows, columns, start);
        if (_tiles.ScalesSums)
            return;
        var scales = new ColumnScales(arguments.ColumnScales, arguments.ColumnSums, arguments.Bias, columns);
        Kernels.Dequantize(sums, rows, arguments.RowScales, arguments.RowZeros, scales, (float*)c, rowBytes / sizeof(float), arguments.Accumulate != 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Quantize(ReadOnlySpan<float> numbers, float scale)
    {
        Vector256<float> rounded = Vector256.Round(Vector256.Create(numbers) / Vector256.Create(scale));
        return Vector256.ConvertToInt32Native(Vector256.Min(Vector256.Max(rounded, Vector256.Create(-127f)), Vector256.Create(127f)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Sum(sbyte* numbers, int count)
    {
        int sum = 0;
        for (int i = 0; i < count; i++)
            sum += numbers[i];
        return sum;
    }

    private static int PaddedInputs(int inputs) => (inputs + Group - 1) / Group * Group;
}
