using Verdict.Kernels.MachineCode;

namespace Verdict.Kernels.Int8;

/// <summary>AVX512-VNNI, assembled at run time.</summary>
internal sealed unsafe class MachineInt8Tiles : Int8Tiles
{
    public override string Name => "avx512-vnni";

    public override bool IsAvailable => MachineTiles.Get(TileKind.Int8).Tiles is not null;

    public override int Rows => 32 * MachineTiles.MostRows;

    public override int ColumnMultiple => 16;

    public override bool ScalesSums => true;

    public override void Multiply(int rows, int columns, TileArguments* arguments) => MachineTiles.Get(TileKind.Int8).Tiles!.Multiply(rows, columns / 16, arguments);
}
