using Verdict.Kernels;

namespace Verdict.Models;

/// <summary>Rows of numbers in scratch memory.</summary>
/// <param name="start">The first row.</param>
/// <param name="stride">Floats from one row to the next.</param>
/// <param name="bounds">Room for the rows' bounds (<see cref="KernelSet.QuantizeRows"/>); null where nobody asks for them.</param>
/// <param name="boundsWidth">Floats of a row's bounds.</param>
internal readonly unsafe struct Rows(float* start, nint stride, float* bounds = null, int boundsWidth = 0)
{
    /// <summary>The first row.</summary>
    public float* Start => start;

    /// <summary>Floats from one row to the next.</summary>
    public nint Stride => stride;

    /// <summary>The rows' bounds, or null.</summary>
    public float* Bounds => bounds;

    /// <summary>The same without bounds.</summary>
    public Rows Unbounded => new(start, stride);

    /// <summary>Those from a row on.</summary>
    public Rows From(int row) => new(start + (row * stride), stride, bounds + (row * (nint)boundsWidth), boundsWidth);
}
