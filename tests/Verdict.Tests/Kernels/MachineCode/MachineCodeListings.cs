using Verdict.Kernels.MachineCode;
using Verdict.Testing;
using Xunit;

namespace Verdict.Tests.Kernels.MachineCode;

/// <summary>The listings that docs/machine-code.md refers to are the code that is assembled. <c>VERDICT_REGENERATE=1</c> writes them.</summary>
public sealed class MachineCodeListings
{
    [Theory]
    [InlineData("int8-8x3", nameof(TileKind.Int8), 8, 3, false)]
    [InlineData("bf16-8x3", nameof(TileKind.BFloat16), 8, 3, false)]
    [InlineData("int16-8x3", nameof(TileKind.Int16), 8, 3, false)]
    [InlineData("int8-1x1-windows", nameof(TileKind.Int8), 1, 1, true)]
    public void Readers_can_see_the_code(string name, string kind, int rows, int vectors, bool windows)
    {
        string path = Path.Combine(RepositoryPaths.Root, "docs", "machine-code", name + ".asm");
        string text = MachineTiles.Disassemble(Enum.Parse<TileKind>(kind), rows, vectors, windows);
        if (Environment.GetEnvironmentVariable("VERDICT_REGENERATE") is "1")
            File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text);

        // The last steps of int8 are a loop of their own.
        int loops = kind == nameof(TileKind.Int8) ? 2 : 1;
        Assert.Equal(loops * rows * vectors, text.Split(kind switch { nameof(TileKind.Int8) => "vpdpbusd zmm", nameof(TileKind.Int16) => "vpdpwssd zmm", _ => "vdpbf16ps zmm" }).Length - 1);
    }
}
