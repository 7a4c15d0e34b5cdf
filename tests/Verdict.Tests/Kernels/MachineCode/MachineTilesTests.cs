using Iced.Intel;
using Verdict.Kernels;
using Verdict.Kernels.MachineCode;
using Xunit;

namespace Verdict.Tests.Kernels.MachineCode;

/// <summary>The assembled kernels: each tile size against its formula, both calling conventions, and a graceful no.</summary>
public sealed unsafe class MachineTilesTests
{
    [Fact]
    public void Every_bfloat16_tile_is_the_formula()
    {
        (MachineTiles? tiles, string reason) = MachineTiles.Get(TileKind.BFloat16);
        Assert.SkipWhen(tiles is null, reason);
        foreach (int rows in (int[])[1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 23])
        {
            foreach (int vectors in Enumerable.Range(1, MachineTiles.MostVectors))
            {
                foreach (int steps in (int[])[1, 2, 3, 4, 5, 6, 7, 8, 9, 384])
                {
                    foreach ((bool bias, bool accumulate) in (ValueTuple<bool, bool>[])[(false, false), (true, false), (false, true), (true, true)])
                        CheckTile(tiles!, rows, vectors, steps, bias, accumulate);
                }
            }
        }
    }

    [Fact]
    public void Every_bfloat16_product_is_that_of_its_rounded_factors()
    {
        KernelSet kernels = KernelPaths.Get("avx512");
        MachineTiles? tiles = BFloat16Matrix.TilesFor(kernels);
        Assert.SkipWhen(tiles is null, MachineTiles.Get(TileKind.BFloat16).Reason);
        foreach ((int rows, int inputs, int outputs) in (ValueTuple<int, int, int>[])[(1, 1, 1), (3, 5, 7), (9, 64, 50), (13, 67, 97), (100, 131, 48), (10, 3073, 17)])
        {
            var matrix = new BFloat16Matrix(inputs, outputs, kernels, tiles!);
            var random = new Random(rows + outputs);
            float[] a = Numbers(random, rows * inputs), weight = Numbers(random, outputs * inputs), bias = Numbers(random, outputs);
            (float[] c, float[] d, int stride) = PackedProduct.Run(matrix, kernels, a, weight, bias);
            double[] left = Rounded(a), right = Rounded(weight);
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < outputs; column++)
                {
                    double sum = bias[column];
                    for (int k = 0; k < inputs; k++)
                        sum += left[(row * inputs) + k] * right[(column * inputs) + k];
                    Assert.Equal(sum + 0.5, c[(row * stride) + column], 2e-6 * (2 + Math.Sqrt(inputs)));
                    Assert.Equal(ReferenceKernels.Apply(Elementwise.Gelu, sum), d[(row * stride) + column], 2e-6 * (2 + Math.Sqrt(inputs)));
                }
            }
        }
    }

    [Fact]
    public void Every_path_rounds_to_bfloat16_alike()
    {
        float[] numbers = [0, -0f, 1, 1.00390625f, 1.01171875f, -3.1415926f, 1e-30f, 65504, .. Numbers(new Random(5), 59)];
        double[] expected = Rounded(numbers);
        foreach (string path in KernelPaths.Names)
        {
            ushort[] found = new ushort[numbers.Length];
            fixed (float* x = numbers)
            fixed (ushort* y = found)
                KernelPaths.Get(path).RoundRow(x, numbers.Length, y);
            Assert.Equal(expected, found.Select(h => (double)BitConverter.UInt32BitsToSingle((uint)h << 16)));
        }
    }

    [Theory]
    [InlineData(nameof(TileKind.Int8), false)]
    [InlineData(nameof(TileKind.Int8), true)]
    [InlineData(nameof(TileKind.BFloat16), false)]
    [InlineData(nameof(TileKind.BFloat16), true)]
    [InlineData(nameof(TileKind.Int16), false)]
    [InlineData(nameof(TileKind.Int16), true)]
    public void Each_convention_changes_only_what_a_callee_may_change(string kind, bool windows)
    {
        (byte[] code, int[] starts) = MachineTiles.Assemble(Enum.Parse<TileKind>(kind), windows);
        Register[] allowed = windows
            ? [Register.RAX, Register.RCX, Register.RDX, Register.R8, Register.R9, Register.R10, Register.R11, Register.RSP]
            : [Register.RAX, Register.RDX, Register.R8, Register.R9, Register.R10, Register.R11, Register.RSP];
        var factory = new InstructionInfoFactory();
        foreach (int start in starts)
        {
            Iced.Intel.Decoder decoder = Iced.Intel.Decoder.Create(64, code.AsSpan(start).ToArray());
            int depth = 0, saved = 0, restored = 0;
            Instruction instruction;
            do
            {
                instruction = decoder.Decode();
                Assert.False(instruction.IsInvalid);
                foreach (UsedRegister used in factory.GetInfo(instruction).GetUsedRegisters())
                {
                    if (used.Access is OpAccess.Write or OpAccess.ReadWrite or OpAccess.CondWrite && used.Register.IsGPR())
                        Assert.Contains(used.Register.GetFullRegister(), allowed);
                }

                if (instruction.Op0Register == Register.RSP)
                    depth += instruction.Mnemonic == Mnemonic.Sub ? (int)instruction.Immediate32 : -(int)instruction.Immediate32;
                saved += instruction.Mnemonic == Mnemonic.Vmovups && instruction.MemoryBase == Register.RSP && instruction.Op0Kind == OpKind.Memory ? 1 : 0;
                restored += instruction.Mnemonic == Mnemonic.Vmovups && instruction.MemoryBase == Register.RSP && instruction.Op1Kind == OpKind.Memory ? 1 : 0;
            }
            while (instruction.Mnemonic != Mnemonic.Ret);

            Assert.Equal(0, depth);
            Assert.Equal(windows ? (10, 10) : (0, 0), (saved, restored));
        }
    }

    [Fact]
    public void No_page_is_writable_and_executable_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc/self/maps");
        (MachineTiles? tiles, string reason) = MachineTiles.Get(TileKind.Int8);
        Assert.SkipWhen(tiles is null, reason);
        string address = tiles!.Address.ToString("x", System.Globalization.CultureInfo.InvariantCulture);
        string page = File.ReadLines("/proc/self/maps").Single(l => l.StartsWith(address, StringComparison.Ordinal) || l.StartsWith("0000" + address, StringComparison.Ordinal));
        Assert.Contains(" r-xp ", page, StringComparison.Ordinal);
    }

    [Fact]
    public Task Switched_off_the_other_paths_carry_on()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(MachineTiles.Setting) is not null, "this is the child process");
        return ChildProcess.PassesAsync([(MachineTiles.Setting, "off")], typeof(MachineTilesTests), typeof(Int8.Int8TilesTests));
    }

    [Fact]
    public void The_setting_is_obeyed()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(MachineTiles.Setting) is "off", "only where a parent process has switched machine code off");
        Assert.Equal((null, "switched off by VERDICT_MACHINE_CODE"), MachineTiles.Get(TileKind.Int8));
        Assert.Equal((null, "switched off by VERDICT_MACHINE_CODE"), MachineTiles.Get(TileKind.BFloat16));
        Assert.Equal((null, "switched off by VERDICT_MACHINE_CODE"), MachineTiles.Get(TileKind.Int16));
    }

    private static void CheckTile(MachineTiles tiles, int rows, int vectors, int steps, bool withBias, bool accumulate)
    {
        var random = new Random(steps);
        int columns = vectors * 16, stride = columns + 4;
        double[] a = Rounded(Numbers(random, rows * ((steps * 2) + 6))), b = Rounded(Numbers(random, steps * columns * 2));
        float[] bias = Numbers(random, columns), c = Numbers(random, rows * stride), before = [.. c];
        ushort[] left = Halves(a), right = Halves(b);
        fixed (ushort* x = left, p = right)
        fixed (float* y = c, z = bias)
        {
            var arguments = new TileArguments
            {
                A = (byte*)x, RowBytes = ((steps * 2) + 6) * 2, Panel = (byte*)p, Steps = steps, C = (byte*)y, ResultRowBytes = stride * 4,
                Bias = withBias ? z : null, Accumulate = accumulate ? 1 : 0,
            };
            tiles.Multiply(rows, vectors, &arguments);
        }

        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < stride; column++)
            {
                double sum = before[(row * stride) + column];
                if (column < columns)
                {
                    sum = (withBias ? bias[column] : 0) + (accumulate ? sum : 0);
                    for (int k = 0; k < steps * 2; k++)
                        sum += a[(row * ((steps * 2) + 6)) + k] * b[(((k / 2 * columns) + column) * 2) + (k % 2)];
                }

                Assert.Equal(sum, c[(row * stride) + column], 2e-6 * (2 + Math.Sqrt(steps * 2)));
            }
        }
    }

    private static ushort[] Halves(double[] numbers) => [.. numbers.Select(x => (ushort)(BitConverter.SingleToUInt32Bits((float)x) >> 16))];

    private static double[] Rounded(float[] numbers)
    {
        ushort[] halves = new ushort[numbers.Length];
        fixed (float* x = numbers)
        fixed (ushort* y = halves)
            new ReferenceKernels().RoundRow(x, numbers.Length, y);
        return [.. halves.Select(h => (double)BitConverter.UInt32BitsToSingle((uint)h << 16))];
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
}
