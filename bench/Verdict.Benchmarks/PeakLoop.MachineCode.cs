using System.Diagnostics;
using Iced.Intel;
using Verdict.Kernels.MachineCode;
using static Iced.Intel.AssemblerRegisters;

namespace Verdict.Benchmarks;

/// <content>The same for instructions that .NET has no intrinsic for.</content>
internal static partial class PeakLoop
{
    /// <summary>The best of several short runs, in 10⁹ operations a second on one thread; zero where the processor has no such instruction.</summary>
    public static unsafe double Measure(TileKind kind)
    {
        if (MachineTiles.Get(kind).Tiles is null)
            return 0;
        var c = new Assembler(64);
        AssemblerRegisterZMM[] sums = [zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23, zmm24, zmm25, zmm26, zmm27];
        foreach (AssemblerRegisterZMM register in (AssemblerRegisterZMM[])[zmm28, zmm29, .. sums])
            c.vpxord(register, register, register);
        c.mov(eax, Steps);
        Label loop = c.CreateLabel();
        c.Label(ref loop);
        foreach (AssemblerRegisterZMM sum in sums)
        {
            if (kind == TileKind.Int8)
                c.vpdpbusd(sum, zmm28, zmm29);
            else
                c.vdpbf16ps(sum, zmm28, zmm29);
        }

        c.dec(eax);
        c.jne(loop);
        c.vzeroupper();
        c.ret();
        using var stream = new MemoryStream();
        c.Assemble(new StreamCodeWriter(stream), 0);
        byte* code = ExecutableMemory.TryPlace(stream.ToArray(), out string refusal);
        if (code == null)
            throw new InvalidOperationException(refusal);

        double best = 0;
        for (int run = 0; run < 12; run++)
        {
            long start = Stopwatch.GetTimestamp();
            ((delegate* unmanaged<void>)code)();
            best = Math.Max(best, 2.0 * (kind == TileKind.Int8 ? 64 : 32) * sums.Length * Steps / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }

        return best;
    }
}
