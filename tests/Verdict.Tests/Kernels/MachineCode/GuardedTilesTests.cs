using System.Runtime.InteropServices;
using Verdict.Kernels.MachineCode;
using Xunit;

namespace Verdict.Tests.Kernels.MachineCode;

/// <summary>Every kernel with everything it reads and writes right before a page that may not be touched: one byte too far would end the process.</summary>
public sealed unsafe partial class GuardedTilesTests
{
    [Theory]
    [InlineData(nameof(TileKind.Int8))]
    [InlineData(nameof(TileKind.BFloat16))]
    [InlineData(nameof(TileKind.Int16))]
    public void No_kernel_reads_or_writes_beyond_its_arguments(string kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "guard pages are made as Linux has them");
        (MachineTiles? tiles, string reason) = MachineTiles.Get(Enum.Parse<TileKind>(kind));
        Assert.SkipWhen(tiles is null, reason);
        using var left = new Guarded(17 * 4 * 20);
        using var panel = new Guarded(20 * 48 * 4);
        using var result = new Guarded(17 * 48 * 4);
        using var bias = new Guarded(48 * 4);
        using var scales = new Guarded(48 * 4);
        using var sums = new Guarded(48 * 4);
        using var rowScales = new Guarded(17 * 4);
        using var rowZeros = new Guarded(17 * 4);
        for (int rows = 1; rows <= (2 * MachineTiles.MostRows) + 1; rows++)
        {
            for (int vectors = 1; vectors <= MachineTiles.MostVectors; vectors++)
            {
                foreach (int steps in (int[])[1, 2, 3, 20])
                {
                    int columns = vectors * 16;
                    byte* c = result.End - (rows * columns * 4);
                    new Span<byte>(result.Start, (int)(result.End - result.Start)).Fill(0x55);
                    var scaled = new TileArguments
                    {
                        A = left.End - (rows * steps * 4), RowBytes = steps * 4, Panel = panel.End - (steps * columns * 4), Steps = steps, C = c, ResultRowBytes = columns * 4,
                        Bias = (float*)(bias.End - (columns * 4)), Accumulate = 1, ColumnScales = (float*)(scales.End - (columns * 4)),
                        ColumnSums = (float*)(sums.End - (columns * 4)), RowScales = (float*)(rowScales.End - (rows * 4)), RowZeros = (float*)(rowZeros.End - (rows * 4)),
                    };
                    TileArguments arguments = scaled;
                    new Span<byte>(c, rows * columns * 4).Clear();
                    tiles!.Multiply(rows, vectors, &arguments);
                    arguments = scaled with { ColumnScales = null };
                    tiles!.Multiply(rows, vectors, &arguments);
                    Assert.False(new Span<byte>(result.Start, (int)(c - result.Start)).ContainsAnyExcept((byte)0x55));
                    Assert.False(new Span<byte>(c, rows * columns * 4).ContainsAnyExcept((byte)0));
                    if (kind != nameof(TileKind.Int8) || MachineTiles.Get(TileKind.BFloat16).Tiles is null)
                        continue;
                    new Span<byte>(c, rows * columns * 4).Fill(0x55);
                    c = result.End - (rows * columns * 2);
                    arguments = scaled with { C = c, ResultRowBytes = columns * 2, Accumulate = 0, Rounded = 1 };
                    tiles!.Multiply(rows, vectors, &arguments);
                    Assert.False(new Span<byte>(result.Start, (int)(c - result.Start)).ContainsAnyExcept((byte)0x55));
                    Assert.False(new Span<byte>(c, rows * columns * 2).ContainsAnyExcept((byte)0));
                }
            }
        }
    }

    /// <summary>Some pages, zero, and behind them one that may not be touched.</summary>
    private sealed class Guarded : IDisposable
    {
        private readonly byte* _memory;
        private readonly nuint _length;

        public Guarded(int bytes)
        {
            nuint page = (nuint)Environment.SystemPageSize, length = ((nuint)bytes + page - 1) / page * page;
            _length = length + page;
            _memory = (byte*)NativeMemory.AlignedAlloc(_length, page);
            NativeMemory.Clear(_memory, _length);
            Start = _memory;
            End = _memory + length;
            Assert.Equal(0, Protect(End, page, 0));
        }

        public byte* Start { get; }

        public byte* End { get; }

        public void Dispose()
        {
            Assert.Equal(0, Protect(End, _length - (nuint)(End - _memory), 3));
            NativeMemory.AlignedFree(_memory);
        }
    }

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(byte* address, nuint length, int protection);
}
