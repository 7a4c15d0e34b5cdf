using System.Runtime.CompilerServices;

namespace Verdict.Kernels;

/// <content>Where a tile's panel comes from.</content>
internal static unsafe partial class Tile<TVector, TSimd>
{
    /// <summary>How a vector of the panel is come by.</summary>
    internal interface IPanel
    {
        /// <summary>The vector at a place.</summary>
        static abstract TVector Load(float* panel, nint subtrahend, nint difference);
    }

    /// <summary>It is read.</summary>
    internal readonly struct Stored : IPanel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Load(float* panel, nint subtrahend, nint difference) => TSimd.Load(panel);
    }

    /// <summary>It is the difference of two panels, which is written down for the next tiles: the multipliers do not wait for it.</summary>
    internal readonly struct Difference : IPanel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Load(float* panel, nint subtrahend, nint difference)
        {
            TVector value = TSimd.Subtract(TSimd.Load(panel), TSimd.Load(panel + subtrahend));
            TSimd.Store(panel + difference, value);
            return value;
        }
    }
}
