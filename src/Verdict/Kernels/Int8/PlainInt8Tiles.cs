using Verdict.Kernels.MachineCode;

namespace Verdict.Kernels.Int8;

/// <summary>The formula in whole numbers: what all others must equal bit for bit.</summary>
internal sealed unsafe class PlainInt8Tiles : Int8Tiles
{
    public override string Name => "reference";

    public override bool IsAvailable => true;

    public override int Rows => 8;

    public override int ColumnMultiple => 1;

    public override void Multiply(int rows, int columns, TileArguments* arguments)
    {
        for (int row = 0; row < rows; row++)
        {
            byte* a = arguments->A + (row * arguments->RowBytes);
            int* c = (int*)(arguments->C + (row * arguments->ResultRowBytes));
            for (int column = 0; column < columns; column++)
            {
                int sum = 0;
                for (nint k = 0; k < arguments->Steps * 4; k++)
                    sum += a[k] * (sbyte)arguments->Panel[(((k / 4 * columns) + column) * 4) + (k % 4)];
                c[column] = sum;
            }
        }
    }
}
