using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Verdict.Kernels.MachineCode;

/// <summary>
/// Assembles one micro-kernel: up to 8 rows × 3 vectors of sums in zmm0–23, the panel's vectors in zmm24–26, the rows' groups broadcast
/// through zmm27–31 in turn. Only registers that a callee may change in both calling conventions are used (rax, rcx or rdi, rdx, r8–r11);
/// under Windows' convention the lower halves of xmm6–15 are saved besides.
/// </summary>
internal static partial class TileAssembler
{
    /// <summary>Steps in which a line arrives from far away.</summary>
    private const int LastSteps = 32;

    private const int VectorBytes = 64, FirstSaved = 6, LastSaved = 15, SavedBytes = 16;

    // Places in TileArguments.
    private const int A = 0, RowBytes = 8, Panel = 16, Steps = 24, C = 32, ResultRowBytes = 40, Bias = 48, Accumulate = 56, ColumnScales = 64, ColumnSums = 72, RowScales = 80, RowZeros = 88, Rounded = 96, Tiles = 104;

    private static readonly AssemblerRegisterZMM[] Zmm =
    [
        zmm0, zmm1, zmm2, zmm3, zmm4, zmm5, zmm6, zmm7, zmm8, zmm9, zmm10, zmm11, zmm12, zmm13, zmm14, zmm15,
        zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23, zmm24, zmm25, zmm26, zmm27, zmm28, zmm29, zmm30, zmm31,
    ];

    /// <summary>The lower halves of zmm27–31.</summary>
    private static readonly AssemblerRegisterYMM[] Halves = [ymm27, ymm28, ymm29, ymm30, ymm31];

    private static readonly AssemblerRegisterXMM[] Xmm = [xmm6, xmm7, xmm8, xmm9, xmm10, xmm11, xmm12, xmm13, xmm14, xmm15];

    /// <summary>Writes one kernel.</summary>
    /// <param name="c">Where to.</param>
    /// <param name="kind">Which instruction.</param>
    /// <param name="rows">1 to 8.</param>
    /// <param name="vectors">1 to 3.</param>
    /// <param name="windows">Whether for Windows' calling convention.</param>
    public static void Write(Assembler c, TileKind kind, int rows, int vectors, bool windows)
    {
        AssemblerRegister64 arguments = windows ? rcx : rdi;
        if (windows)
            SaveRegisters(c);
        Label next = c.CreateLabel();
        c.Label(ref next);
        if (kind == TileKind.BFloat16)
            BeginSums(c, arguments, rows, vectors);
        else
            Clear(c, rows * vectors);
        BeginSteps(c, arguments);
        if (kind == TileKind.Int8)
            StepsBeforeResult(c, kind, arguments, rows, vectors);
        Loop(c, kind, rows, vectors);
        if (kind == TileKind.BFloat16)
            ScaleRows(c, arguments, rows, vectors);
        else
            Scale(c, kind, arguments, rows, vectors);
        c.mov(rax, __qword_ptr[arguments + C]);
        c.mov(r8, __qword_ptr[arguments + ResultRowBytes]);
        if (kind == TileKind.Int8)
            StoreInt8(c, arguments, rows, vectors);
        else
            Store(c, rows, vectors);
        if (rows == MachineTiles.MostRows)
            StepOn(c, kind, arguments, next);
        c.vzeroupper();
        if (windows)
            RestoreRegisters(c);
        c.ret();
    }

    private static AssemblerRegisterZMM Sum(int row, int vector, int vectors) => Zmm[(row * vectors) + vector];

    private static void Clear(Assembler c, int sums)
    {
        for (int i = 0; i < sums; i++)
            c.vpxord(Zmm[i], Zmm[i], Zmm[i]);
    }

    /// <summary>bias or zero, and what stands in c where that is asked for.</summary>
    private static void BeginSums(Assembler c, AssemblerRegister64 arguments, int rows, int vectors)
    {
        Label withoutBias = c.CreateLabel(), begun = c.CreateLabel();
        c.mov(rax, __qword_ptr[arguments + Bias]);
        c.test(rax, rax);
        c.je(withoutBias);
        for (int row = 0; row < rows; row++)
        {
            for (int v = 0; v < vectors; v++)
                c.vmovups(Sum(row, v, vectors), __zmmword_ptr[rax + (v * VectorBytes)]);
        }

        c.jmp(begun);
        c.Label(ref withoutBias);
        Clear(c, rows * vectors);
        c.Label(ref begun);
        AddResult(c, arguments, rows, vectors);
    }

    /// <summary>rax and rdx at the first and the fifth row, r8 the way to the next, r9 to the third; r10 at the panel, r11 steps to go.</summary>
    private static void BeginSteps(Assembler c, AssemblerRegister64 arguments)
    {
        c.mov(rax, __qword_ptr[arguments + A]);
        c.mov(r8, __qword_ptr[arguments + RowBytes]);
        c.mov(r10, __qword_ptr[arguments + Panel]);
        c.mov(r11, __qword_ptr[arguments + Steps]);
        c.lea(r9, __[r8 + (r8 * 2)]);
        c.lea(rdx, __[rax + (r8 * 4)]);
    }

    /// <summary>
    /// All steps but the last few, then a hint to fetch the result's lines, which are read or written at the end and lie far from one another. Asked
    /// for at the beginning, they would be gone again.
    /// </summary>
    private static void StepsBeforeResult(Assembler c, TileKind kind, AssemblerRegister64 arguments, int rows, int vectors)
    {
        Label few = c.CreateLabel(), asked = c.CreateLabel();
        c.sub(r11, LastSteps);
        c.jle(few);
        Loop(c, kind, rows, vectors);
        c.Label(ref few);
        c.mov(r11, __qword_ptr[arguments + C]);
        for (int row = 0; row < rows; row++)
        {
            for (int v = 0; v < vectors; v++)
                c.prefetchw(__byte_ptr[r11 + (v * VectorBytes)]);
            if (row < rows - 1)
                c.add(r11, __qword_ptr[arguments + ResultRowBytes]);
        }

        c.mov(r11, __qword_ptr[arguments + Steps]);
        c.cmp(r11, LastSteps);
        c.jle(asked);
        c.mov(r11d, LastSteps);
        c.Label(ref asked);
        c.nop();
    }

    private static void Loop(Assembler c, TileKind kind, int rows, int vectors)
    {
        AssemblerMemoryOperand[] places =
        [
            __dword_ptr[rax], __dword_ptr[rax + r8], __dword_ptr[rax + (r8 * 2)], __dword_ptr[rax + r9],
            __dword_ptr[rdx], __dword_ptr[rdx + r8], __dword_ptr[rdx + (r8 * 2)], __dword_ptr[rdx + r9],
        ];

        Label loop = c.CreateLabel();
        c.Label(ref loop);
        for (int v = 0; v < vectors; v++)
            c.vmovups(Zmm[24 + v], __zmmword_ptr[r10 + (v * VectorBytes)]);
        for (int row = 0; row < rows; row++)
        {
            AssemblerRegisterZMM group = Zmm[27 + (row % 5)];
            c.vpbroadcastd(group, places[row]);
            for (int v = 0; v < vectors; v++)
            {
                if (kind == TileKind.Int8)
                    c.vpdpbusd(Sum(row, v, vectors), group, Zmm[24 + v]);
                else if (kind == TileKind.Int16)
                    c.vpdpwssd(Sum(row, v, vectors), group, Zmm[24 + v]);
                else
                    c.vdpbf16ps(Sum(row, v, vectors), group, Zmm[24 + v]);
            }
        }

        c.add(r10, vectors * VectorBytes);
        c.add(rax, 4);
        if (rows > 4)
            c.add(rdx, 4);
        c.dec(r11);
        c.jne(loop);
    }

    /// <summary>Behind this tile's rows, and to the next tile if there is one. rax is at the last row of the result, r8 the way to the next.</summary>
    private static void StepOn(Assembler c, TileKind kind, AssemblerRegister64 arguments, Label next)
    {
        c.add(rax, r8);
        c.mov(__qword_ptr[arguments + C], rax);
        c.mov(r8, __qword_ptr[arguments + RowBytes]);
        c.shl(r8, 3);
        c.add(__qword_ptr[arguments + A], r8);
        if (kind != TileKind.BFloat16)
        {
            c.add(__qword_ptr[arguments + RowScales], MachineTiles.MostRows * sizeof(float));
            c.add(__qword_ptr[arguments + RowZeros], MachineTiles.MostRows * sizeof(float));
        }

        c.dec(__qword_ptr[arguments + Tiles]);
        c.jg(next);
    }

    private static void SaveRegisters(Assembler c)
    {
        c.sub(rsp, ((LastSaved - FirstSaved + 1) * SavedBytes) + 8);
        for (int i = 0; i < Xmm.Length; i++)
            c.vmovups(__xmmword_ptr[rsp + (i * SavedBytes)], Xmm[i]);
    }

    private static void RestoreRegisters(Assembler c)
    {
        for (int i = 0; i < Xmm.Length; i++)
            c.vmovups(Xmm[i], __xmmword_ptr[rsp + (i * SavedBytes)]);
        c.add(rsp, ((LastSaved - FirstSaved + 1) * SavedBytes) + 8);
    }
}
