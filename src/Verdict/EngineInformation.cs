namespace Verdict;

/// <summary>What the engine found on this machine and chose, as <c>verdict doctor</c> shows it. Immutable.</summary>
public sealed record EngineInformation
{
    /// <summary>The processor's architecture, such as <c>X64</c> or <c>Arm64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The instruction sets that matter and are present, such as <c>AVX2</c>, <c>FMA</c>, <c>AVX-512F</c>.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The kernel path in use, such as <c>avx512</c>, <c>avx2</c>, <c>vector128</c> or <c>reference</c>.</summary>
    public required string KernelPath { get; init; }

    /// <summary>Why it is that one: the best that the processor has, or the environment setting that forces it.</summary>
    public required string KernelPathReason { get; init; }

    /// <summary>Every kernel path that this process could run, best first.</summary>
    public required IReadOnlyList<string> AvailablePaths { get; init; }

    /// <summary>What multiplies in int8, such as <c>avx512-vnni</c>, <c>avx-vnni</c>, <c>avx2</c>, <c>vector128</c> or <c>reference</c>; all give the same whole numbers.</summary>
    public required string Int8Kernels { get; init; }

    /// <summary>Why: kernels were assembled for this processor, or why they were not.</summary>
    public required string Int8KernelsReason { get; init; }

    /// <summary>What multiplies in bf16: <c>avx512-bf16</c>, or <c>fp32</c> where this processor or system has nothing for it.</summary>
    public required string Bf16Kernels { get; init; }

    /// <summary>Why: kernels were assembled for this processor, or why they were not.</summary>
    public required string Bf16KernelsReason { get; init; }

    /// <summary>Processors that this process may use.</summary>
    public required int ProcessorCount { get; init; }

    /// <summary>Memory that this process may use, in bytes.</summary>
    public required long AvailableMemoryBytes { get; init; }

    /// <summary>Whether the program was compiled ahead of time.</summary>
    public required bool AheadOfTime { get; init; }

    /// <summary>The runtime's name and version.</summary>
    public required string Runtime { get; init; }
}
