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
    private const int RowBlock = 96;

    private const int Group = 4;
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

    public override int ScratchBytes => (RowBlock * (_paddedInputs + 64)) + (RowBlock * 2 * sizeof(float)) + (_tiles.Rows * Kernels.PanelWidth * sizeof(int));

    private float* Scales => (float*)Memory;

    private float* Sums => Scales + _paddedOutputs;

    private float* Bias => Sums + _paddedOutputs;

    private sbyte* Numbers => (sbyte*)(Bias + _paddedOutputs);

    /// <summary>A column as whole numbers, and its scale: the largest number becomes ±127.</summary>
    public static float QuantizeColumn(ReadOnlySpan<float> column, Span<sbyte> quantized)
    {
        float largest = 0;
        foreach (float x in column)
            largest = Math.Max(largest, Math.Abs(x));
        float scale = largest / 127;
        if (scale == 0)
            scale = 1;
        for (int i = 0; i < column.Length; i++)
            quantized[i] = (sbyte)Math.Clamp(MathF.Round(column[i] / scale), -127, 127);
        return scale;
    }

    public override void SetPanel(int panel, float* columns, float* bias, int realColumns)
    {
        int first = panel * Kernels.PanelWidth, width = Kernels.PanelColumns(Outputs, panel);
        sbyte* target = Numbers + ((nint)first * _paddedInputs);
        new Span<sbyte>(target, width * _paddedInputs).Clear();
        sbyte[] quantized = new sbyte[Inputs];
        for (int column = 0; column < width; column++)
        {
            bool real = column < realColumns;
            int sum = 0;
            Scales[first + column] = real ? QuantizeColumn(new ReadOnlySpan<float>(columns + ((nint)column * Inputs), Inputs), quantized) : 0;
            Bias[first + column] = real ? bias[column] : 0;
            for (int k = 0; real && k < Inputs; k++)
            {
                target[(((k / Group * width) + column) * Group) + (k % Group)] = quantized[k];
                sum += quantized[k];
            }

            Sums[first + column] = sum;
        }
    }

    public override void Multiply(float* a, nint lda, int rows, int firstPanel, int endPanel, float* c, nint ldc, bool accumulate, Elementwise function, byte* scratch)
    {
        // One line more than needed, so that rows do not fall on the same sets of a cache.
        nint rowBytes = _paddedInputs + 64;
        byte* bytes = scratch;
        float* scales = (float*)(bytes + (RowBlock * rowBytes)), zeros = scales + RowBlock;
        int* sums = (int*)(zeros + RowBlock);
        for (int row = 0; row < rows; row += RowBlock)
        {
            int height = Math.Min(RowBlock, rows - row);
            for (int r = 0; r < height; r++)
                scales[r] = Kernels.QuantizeRow(a + ((row + r) * lda), Inputs, _paddedInputs, bytes + (r * rowBytes), out zeros[r]);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                int first = panel * Kernels.PanelWidth, width = Kernels.PanelColumns(Outputs, panel);
                var arguments = new TileArguments
                {
                    RowBytes = rowBytes, Panel = (byte*)(Numbers + ((nint)first * _paddedInputs)), Steps = _paddedInputs / Group, C = (byte*)sums, ResultRowBytes = width * sizeof(int),
                };
                var columns = new ColumnScales(Scales + first, Sums + first, Bias + first, width);
                for (int r = 0; r < height; r += _tiles.Rows)
                {
                    int tile = Math.Min(_tiles.Rows, height - r);
                    arguments.A = bytes + (r * rowBytes);
                    _tiles.Multiply(tile, width, &arguments);
                    Kernels.Dequantize(sums, tile, scales + r, zeros + r, columns, c + ((row + r) * ldc) + first, ldc, accumulate, function);
                }
            }
        }
    }

    private static int PaddedInputs(int inputs) => (inputs + Group - 1) / Group * Group;
}
