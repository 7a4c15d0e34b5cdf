using System.Runtime.CompilerServices;

namespace Verdict.Kernels;

/// <content>
/// The sums around the seven products. With even rows on top and odd ones below, first inputs left and last ones right, first panel left and second
/// one right: S1 = A21 + A22, S2 = S1 − A11, S3 = A11 − A21, S4 = A12 − S2; T1 = B12 − B11, T2 = B22 − T1, T3 = B22 − B12, T4 = T2 − B21;
/// P1 = A11·B11, P2 = A12·B21, P3 = S4·B22, P4 = A22·T4, P5 = S1·T1, P6 = S2·T2, P7 = S3·T3.
/// </content>
internal sealed unsafe partial class VectorKernels<TVector, TSimd>
{
    /// <summary>S1 to S4, and T1 to T4.</summary>
    private const int BlockSums = 4;

    /// <summary>P1 to P7.</summary>
    private const int BlockProducts = 7;

    /// <summary>S1 to S4 of every pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumRows(in PairBlock block)
    {
        nint plane = block.SumPlane, half = block.Half;
        int length = block.Length;
        for (int pair = 0; pair < block.Pairs; pair++)
        {
            float* even = block.A + (2 * pair * block.Lda), odd = even + block.Lda, target = block.RowSums + (pair * block.SumStride);
            int i = 0;
            for (; i <= length - TSimd.Count; i += TSimd.Count)
            {
                TVector a11 = TSimd.Load(even + i), a12 = TSimd.Load(even + half + i), a21 = TSimd.Load(odd + i), a22 = TSimd.Load(odd + half + i);
                TVector s1 = TSimd.Add(a21, a22), s2 = TSimd.Subtract(s1, a11);
                TSimd.Store(target + i, s1);
                TSimd.Store(target + plane + i, s2);
                TSimd.Store(target + (2 * plane) + i, TSimd.Subtract(a11, a21));
                TSimd.Store(target + (3 * plane) + i, TSimd.Subtract(a12, s2));
            }

            for (; i < length; i++)
            {
                float a11 = even[i], a12 = even[half + i], a21 = odd[i], s1 = a21 + odd[half + i], s2 = s1 - a11;
                target[i] = s1;
                target[plane + i] = s2;
                target[(2 * plane) + i] = a11 - a21;
                target[(3 * plane) + i] = a12 - s2;
            }
        }
    }

    /// <summary>
    /// C11 = P1 + P2, C12 = P1 + P6 + P5 + P3, C21 = P1 + P6 + P7 − P4, C22 = P1 + P6 + P7 + P5, and bias, and what stands in c.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void JoinProducts(float* products, int pairs, float* bias, float* c, nint ldc, bool accumulate)
    {
        nint width = TSimd.TileVectors * TSimd.Count, next = TSimd.TileRows * width;
        for (int pair = 0; pair < pairs; pair++, products += width, c += 2 * ldc)
        {
            for (nint i = 0; i < width; i += TSimd.Count)
            {
                TVector p1 = TSimd.Load(products + i), p5 = TSimd.Load(products + (4 * next) + i);
                TVector u2 = TSimd.Add(p1, TSimd.Load(products + (5 * next) + i)), u3 = TSimd.Add(u2, TSimd.Load(products + (6 * next) + i));
                TVector c11 = TSimd.Add(p1, TSimd.Load(products + next + i)), c12 = TSimd.Add(TSimd.Add(u2, p5), TSimd.Load(products + (2 * next) + i));
                TVector c21 = TSimd.Subtract(u3, TSimd.Load(products + (3 * next) + i)), c22 = TSimd.Add(u3, p5);
                if (bias != null)
                {
                    TVector left = TSimd.Load(bias + i), right = TSimd.Load(bias + width + i);
                    c11 = TSimd.Add(c11, left);
                    c12 = TSimd.Add(c12, right);
                    c21 = TSimd.Add(c21, left);
                    c22 = TSimd.Add(c22, right);
                }

                Write(c + i, c11, accumulate);
                Write(c + width + i, c12, accumulate);
                Write(c + ldc + i, c21, accumulate);
                Write(c + ldc + width + i, c22, accumulate);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(float* c, TVector value, bool accumulate) => TSimd.Store(c, accumulate ? TSimd.Add(value, TSimd.Load(c)) : value);

    /// <summary>A stretch of the inputs of some pairs of rows.</summary>
    /// <param name="a">The first half of the stretch in the first even row.</param>
    /// <param name="lda">Floats from one row to the next.</param>
    /// <param name="half">Floats from the first half of the inputs to the second.</param>
    /// <param name="length">Inputs of each half.</param>
    /// <param name="pairs">How many pairs.</param>
    /// <param name="scratch">Holds the sums of the rows, then those of the panels and the products of a tile.</param>
    private readonly struct PairBlock(float* a, nint lda, nint half, int length, int pairs, float* scratch)
    {
        public readonly float* A = a;
        public readonly nint Lda = lda;
        public readonly nint Half = half;
        public readonly int Length = length;
        public readonly int Pairs = pairs;

        /// <summary><c>[sum][pair][length]</c>.</summary>
        public readonly float* RowSums = scratch;

        /// <summary><c>[sum][length][columns of a panel]</c>.</summary>
        public readonly float* PanelSums = scratch + (BlockSums * (PairRowBlock / 2) * PairStride(length));

        /// <summary>Floats from a pair's sum to the next pair's.</summary>
        public nint SumStride => PairStride(Length);

        /// <summary>Floats from a sum to the next sum.</summary>
        public nint SumPlane => PairRowBlock / 2 * SumStride;
    }
}
