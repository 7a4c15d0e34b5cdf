namespace Verdict.Kernels.MachineCode;

/// <summary>The kernels that .NET has no intrinsic for.</summary>
internal enum TileKind
{
    /// <summary><c>vpdpbusd</c>: groups of four unsigned × signed bytes into 32-bit sums, exact.</summary>
    Int8,

    /// <summary><c>vdpbf16ps</c>: pairs of bfloat16 into fp32 sums.</summary>
    BFloat16,

    /// <summary><c>vpdpwssd</c>: pairs of signed 16-bit whole numbers into 32-bit sums, exact.</summary>
    Int16,
}
