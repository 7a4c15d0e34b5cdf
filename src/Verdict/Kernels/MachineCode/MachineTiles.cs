using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using Iced.Intel;

namespace Verdict.Kernels.MachineCode;

/// <summary>
/// The assembled kernels of one kind for every tile size, made once for the process at first use. Where the processor, a setting or the system
/// does not allow them, there are none, and the callers' other paths carry on.
/// </summary>
internal sealed unsafe class MachineTiles
{
    /// <summary>The environment setting that switches them off: <c>off</c>.</summary>
    public const string Setting = "VERDICT_MACHINE_CODE";

    /// <summary>Rows of the largest tile.</summary>
    public const int MostRows = 8;

    /// <summary>Vectors in a row of the largest tile.</summary>
    public const int MostVectors = 3;

    private static readonly Lazy<(MachineTiles? Tiles, string Reason)> LazyInt8 = new(() => Create(TileKind.Int8));
    private static readonly Lazy<(MachineTiles? Tiles, string Reason)> LazyBFloat16 = new(() => Create(TileKind.BFloat16));
    private static readonly Lazy<(MachineTiles? Tiles, string Reason)> LazyInt16 = new(() => Create(TileKind.Int16));

    private readonly byte* _code;
    private readonly int[] _starts;

    private MachineTiles(byte* code, int[] starts)
    {
        _code = code;
        _starts = starts;
    }

    /// <summary>The kernels of a kind, or none and why.</summary>
    public static (MachineTiles? Tiles, string Reason) Get(TileKind kind) => kind switch
    {
        TileKind.Int8 => LazyInt8.Value,
        TileKind.Int16 => LazyInt16.Value,
        _ => LazyBFloat16.Value,
    };

    /// <summary>Where the code lies.</summary>
    internal nint Address => (nint)_code;

    /// <summary>Runs tiles one below the other.</summary>
    /// <param name="rows">At least one.</param>
    /// <param name="vectors">1 to <see cref="MostVectors"/>.</param>
    /// <param name="arguments">Of the first tile.</param>
    public void Multiply(int rows, int vectors, TileArguments* arguments)
    {
        // A copy, since the kernel steps on in what it is given.
        TileArguments own = *arguments;
        own.Tiles = rows / MostRows;
        if (rows >= MostRows)
            Run(MostRows, vectors, &own);
        if (rows % MostRows > 0)
            Run(rows % MostRows, vectors, &own);
    }

    private void Run(int rows, int vectors, TileArguments* arguments) =>
        ((delegate* unmanaged[SuppressGCTransition]<TileArguments*, void>)(_code + _starts[Index(rows, vectors)]))(arguments);

    /// <summary>The code of one kernel as assembly text, for readers: docs/machine-code.md. The processor need not have the instructions.</summary>
    public static string Disassemble(TileKind kind, int rows, int vectors, bool windows)
    {
        (byte[] all, int[] starts) = Assemble(kind, windows);
        byte[] code = all[starts[Index(rows, vectors)]..];
        Iced.Intel.Decoder decoder = Iced.Intel.Decoder.Create(64, new ByteArrayCodeReader(code));
        var formatter = new IntelFormatter();
        var output = new StringOutput();
        var text = new StringBuilder();
        Instruction instruction;
        do
        {
            instruction = decoder.Decode();
            formatter.Format(instruction, output);
            text.Append(CultureInfo.InvariantCulture, $"{instruction.IP:x4}  {output.ToStringAndReset()}\n");
        }
        while (instruction.Mnemonic != Mnemonic.Ret);

        return text.ToString();
    }

    /// <summary>All kernels of a kind as bytes, and where each begins: what <see cref="Get"/> places in memory.</summary>
    internal static (byte[] Code, int[] Starts) Assemble(TileKind kind, bool windows)
    {
        using var stream = new MemoryStream();
        int[] starts = new int[MostRows * MostVectors];
        for (int rows = 1; rows <= MostRows; rows++)
        {
            for (int vectors = 1; vectors <= MostVectors; vectors++)
            {
                while (stream.Length % 64 != 0)
                    stream.WriteByte(0xCC);
                starts[Index(rows, vectors)] = (int)stream.Length;
                var assembler = new Assembler(64);
                TileAssembler.Write(assembler, kind, rows, vectors, windows);
                assembler.Assemble(new StreamCodeWriter(stream), (ulong)stream.Length);
            }
        }

        return (stream.ToArray(), starts);
    }

    private static int Index(int rows, int vectors) => ((rows - 1) * MostVectors) + vectors - 1;

    private static (MachineTiles? Tiles, string Reason) Create(TileKind kind)
    {
        if (Environment.GetEnvironmentVariable(Setting) is "off")
            return (null, $"switched off by {Setting}");
        if (!HasInstruction(kind))
            return (null, kind == TileKind.BFloat16 ? "this processor has no AVX512-BF16" : "this processor has no AVX512-VNNI");
        (byte[] code, int[] starts) = Assemble(kind, OperatingSystem.IsWindows());
        byte* placed = ExecutableMemory.TryPlace(code, out string refusal);
        return placed == null ? (null, refusal) : (new MachineTiles(placed, starts), "assembled for this processor");
    }

    private static bool HasInstruction(TileKind kind)
    {
        // What .NET reports for AVX-512 includes that the system saves its registers; the two flags are those of CPUID's leaf 7.
        if (!Vector512.IsHardwareAccelerated || !Avx512F.IsSupported || !Avx512BW.IsSupported || !X86Base.IsSupported)
            return false;
        (int highest, _, int features, _) = X86Base.CpuId(7, 0);
        return kind == TileKind.BFloat16
            ? highest >= 1 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0
            : (features & (1 << 11)) != 0;
    }
}
