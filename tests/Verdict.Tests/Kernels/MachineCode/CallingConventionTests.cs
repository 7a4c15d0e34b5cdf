using System.Runtime.InteropServices;
using Iced.Intel;
using Verdict.Kernels.MachineCode;
using Xunit;

namespace Verdict.Tests.Kernels.MachineCode;

/// <summary>The emitted bytes, read back instruction by instruction: where they write, what they save, and that they end. Windows' cannot be run here; this can.</summary>
public sealed class CallingConventionTests
{
    public static TheoryData<string, bool> Codes => [.. from kind in Enum.GetNames<TileKind>() from windows in new[] { false, true } select new TheoryDataRow<string, bool>(kind, windows)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_kernel_writes_its_result_its_way_through_its_arguments_and_its_own_stack_and_nothing_else(string kind, bool windows)
    {
        var factory = new InstructionInfoFactory();
        ulong resultPlace = Place(nameof(TileArguments.C));
        ulong[] stepped = [Place(nameof(TileArguments.A)), resultPlace, Place(nameof(TileArguments.RowScales)), Place(nameof(TileArguments.RowZeros)), Place(nameof(TileArguments.Tiles))];
        foreach (Instruction[] kernel in Kernels(kind, windows))
        {
            int depth = 0, deepest = 0;
            Register result = Register.None;
            foreach (Instruction instruction in kernel)
            {
                if (instruction is { Mnemonic: Mnemonic.Mov, Op1Kind: OpKind.Memory } && instruction.MemoryBase == Arguments(windows) && instruction.MemoryDisplacement64 == resultPlace)
                    result = instruction.Op0Register;
                if (instruction.Op0Register == Register.RSP)
                    depth += instruction.Mnemonic == Mnemonic.Sub ? (int)instruction.Immediate32 : -(int)instruction.Immediate32;
                deepest = Math.Max(deepest, depth);
                foreach (UsedMemory used in factory.GetInfo(instruction).GetUsedMemory().Where(m => m.Access is not OpAccess.Read))
                {
                    if (used.Base == Register.RSP && instruction.Mnemonic != Mnemonic.Ret)
                        Assert.InRange((int)used.Displacement, 0, depth - 16);
                    else if (used.Base == Arguments(windows))
                        Assert.Contains(used.Displacement, stepped);
                    else if (instruction.Mnemonic != Mnemonic.Ret)
                        Assert.Equal(result, used.Base);
                }
            }

            Assert.Equal(0, depth);
            Assert.Equal(windows ? 168 : 0, deepest);
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Arguments_come_in_the_conventions_register_which_stays_as_it_is(string kind, bool windows)
    {
        var factory = new InstructionInfoFactory();
        foreach (Instruction[] kernel in Kernels(kind, windows))
        {
            Assert.Contains(kernel, i => i.MemoryBase == Arguments(windows));
            Assert.DoesNotContain(kernel, i => i.MemoryBase == Arguments(!windows));
            Assert.DoesNotContain(kernel, i => i.FlowControl is FlowControl.Call or FlowControl.IndirectCall or FlowControl.IndirectBranch or FlowControl.Interrupt);
            Assert.DoesNotContain(kernel, i => factory.GetInfo(i).GetUsedRegisters().Any(r => r.Register.GetFullRegister() == Arguments(windows) && r.Access is not OpAccess.Read));
        }
    }

    [Theory]
    [InlineData(nameof(TileKind.Int8))]
    [InlineData(nameof(TileKind.BFloat16))]
    [InlineData(nameof(TileKind.Int16))]
    public void Windows_gets_xmm6_to_xmm15_back_from_where_they_were_saved(string kind)
    {
        Register[] kept = [.. Enumerable.Range(0, 10).Select(i => Register.XMM6 + i)];
        var factory = new InstructionInfoFactory();
        foreach (Instruction[] kernel in Kernels(kind, windows: true))
        {
            var places = new Dictionary<Register, ulong>();
            HashSet<Register> restored = [];
            foreach (Instruction instruction in kernel)
            {
                bool onStack = instruction.MemoryBase == Register.RSP;
                if (onStack && instruction.Op0Kind == OpKind.Memory)
                {
                    Assert.True(places.TryAdd(instruction.Op1Register, instruction.MemoryDisplacement64));
                    continue;
                }

                if (onStack && instruction.Op1Kind == OpKind.Memory)
                {
                    Assert.Equal(places[instruction.Op0Register], instruction.MemoryDisplacement64);
                    Assert.True(restored.Add(instruction.Op0Register));
                    continue;
                }

                // vzeroupper clears what no callee need keep: the part above xmm.
                if (instruction.Mnemonic == Mnemonic.Vzeroupper)
                    continue;
                foreach (UsedRegister used in factory.GetInfo(instruction).GetUsedRegisters().Where(r => r.Access is not OpAccess.Read && r.Register.IsVectorRegister()))
                {
                    Register low = Register.XMM0 + (used.Register.GetFullRegister() - Register.ZMM0);
                    Assert.True(!kept.Contains(low) || places.ContainsKey(low), $"{low} is written before it is saved");
                    Assert.DoesNotContain(low, restored);
                }
            }

            Assert.Equal(kept, places.Keys.Order());
            Assert.Equal(kept, restored.Order());
            Assert.Equal(10, places.Values.Distinct().Count());
            Assert.All(places.Values, p => Assert.Equal(0u, p % 16));
        }
    }

    private static ulong Place(string argument) => (ulong)Marshal.OffsetOf<TileArguments>(argument);

    private static Register Arguments(bool windows) => windows ? Register.RCX : Register.RDI;

    /// <summary>Every kernel of a kind as instructions, up to its return.</summary>
    private static IEnumerable<Instruction[]> Kernels(string kind, bool windows)
    {
        (byte[] code, int[] starts) = MachineTiles.Assemble(Enum.Parse<TileKind>(kind), windows);
        Assert.Equal(MachineTiles.MostRows * MachineTiles.MostVectors, starts.Distinct().Count());
        foreach (int start in starts)
        {
            Iced.Intel.Decoder decoder = Iced.Intel.Decoder.Create(64, code[start..]);
            List<Instruction> kernel = [];
            do
            {
                kernel.Add(decoder.Decode());
                Assert.False(kernel[^1].IsInvalid);
            }
            while (kernel[^1].Mnemonic != Mnemonic.Ret);

            Assert.Equal(Mnemonic.Vzeroupper, kernel.Last(i => i.Mnemonic is Mnemonic.Vzeroupper or Mnemonic.Jne).Mnemonic);
            yield return [.. kernel];
        }
    }
}
