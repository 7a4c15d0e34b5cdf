using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Verdict.Kernels.MachineCode;

/// <content>From the sums in zmm0–23 to what is written.</content>
internal static partial class TileAssembler
{
    /// <summary>Multiplies each row by its scale, where that is asked for.</summary>
    private static void ScaleRows(Assembler c, AssemblerRegister64 arguments, int rows, int vectors)
    {
        Label done = c.CreateLabel();
        c.mov(r10, __qword_ptr[arguments + RowScales]);
        c.test(r10, r10);
        c.je(done);
        for (int row = 0; row < rows; row++)
        {
            AssemblerRegisterZMM scale = Zmm[27 + (row % 5)];
            c.vbroadcastss(scale, __dword_ptr[r10 + (row * 4)]);
            for (int v = 0; v < vectors; v++)
                c.vmulps(Sum(row, v, vectors), Sum(row, v, vectors), scale);
        }

        if (rows == MachineTiles.MostRows)
            c.add(__qword_ptr[arguments + RowScales], MachineTiles.MostRows * sizeof(float));
        c.Label(ref done);
    }

    /// <summary>Makes numbers of whole sums, where that is asked for, rounding as <see cref="KernelSet.Dequantize"/> does; 16-bit rows have no zeros.</summary>
    private static void Scale(Assembler c, TileKind kind, AssemblerRegister64 arguments, int rows, int vectors)
    {
        Label done = c.CreateLabel();
        c.mov(rax, __qword_ptr[arguments + ColumnScales]);
        c.test(rax, rax);
        c.je(done);
        for (int v = 0; v < vectors; v++)
            c.vmovups(Zmm[24 + v], __zmmword_ptr[rax + (v * VectorBytes)]);
        if (kind == TileKind.Int8)
            c.mov(rdx, __qword_ptr[arguments + ColumnSums]);
        c.mov(r9, __qword_ptr[arguments + Bias]);
        c.mov(r10, __qword_ptr[arguments + RowScales]);
        if (kind == TileKind.Int8)
            c.mov(r11, __qword_ptr[arguments + RowZeros]);
        for (int row = 0; row < rows; row++)
        {
            c.vbroadcastss(zmm27, __dword_ptr[r10 + (row * 4)]);
            if (kind == TileKind.Int8)
                c.vbroadcastss(zmm28, __dword_ptr[r11 + (row * 4)]);
            for (int v = 0; v < vectors; v++)
            {
                AssemblerRegisterZMM sum = Sum(row, v, vectors), factor = Zmm[29 + v];
                c.vcvtdq2ps(sum, sum);
                c.vmulps(factor, zmm27, Zmm[24 + v]);
                if (kind == TileKind.Int8)
                    c.vfnmadd231ps(sum, zmm28, __zmmword_ptr[rdx + (v * VectorBytes)]);
                c.vfmadd213ps(sum, factor, __zmmword_ptr[r9 + (v * VectorBytes)]);
            }
        }

        AddResult(c, arguments, rows, vectors);
        c.Label(ref done);
    }

    /// <summary>Adds what stands in c, where that is asked for.</summary>
    private static void AddResult(Assembler c, AssemblerRegister64 arguments, int rows, int vectors)
    {
        Label ready = c.CreateLabel();
        c.cmp(__qword_ptr[arguments + Accumulate], 0);
        c.je(ready);
        c.mov(rax, __qword_ptr[arguments + C]);
        c.mov(r8, __qword_ptr[arguments + ResultRowBytes]);
        for (int row = 0; row < rows; row++)
        {
            for (int v = 0; v < vectors; v++)
                c.vaddps(Sum(row, v, vectors), Sum(row, v, vectors), __zmmword_ptr[rax + (v * VectorBytes)]);
            if (row < rows - 1)
                c.add(rax, r8);
        }

        c.Label(ref ready);
        c.nop();
    }

    private static void Store(Assembler c, int rows, int vectors)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int v = 0; v < vectors; v++)
                c.vmovups(__zmmword_ptr[rax + (v * VectorBytes)], Sum(row, v, vectors));
            if (row < rows - 1)
                c.add(rax, r8);
        }
    }

    /// <summary>As they are, or as bfloat16.</summary>
    private static void StoreInt8(Assembler c, AssemblerRegister64 arguments, int rows, int vectors)
    {
        Label rounded = c.CreateLabel(), stored = c.CreateLabel();
        c.cmp(__qword_ptr[arguments + Rounded], 0);
        c.jne(rounded);
        Store(c, rows, vectors);
        c.jmp(stored);
        c.Label(ref rounded);
        for (int row = 0; row < rows; row++)
        {
            for (int v = 0; v < vectors; v++)
            {
                AssemblerRegisterYMM half = Halves[((row * vectors) + v) % 5];
                c.vcvtneps2bf16(half, Sum(row, v, vectors));
                c.vmovdqu32(__ymmword_ptr[rax + (v * VectorBytes / 2)], half);
            }

            if (row < rows - 1)
                c.add(rax, r8);
        }

        c.Label(ref stored);
        c.nop();
    }
}
