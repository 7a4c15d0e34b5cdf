using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Verdict.Kernels.MachineCode;

/// <summary>From floats to 16-bit whole numbers. Only where the kernels for them are, so that there is one vector width.</summary>
internal static unsafe class WordRows
{
    /// <summary>The length to which a row is scaled, the largest that lets a number of its own length be one of 16 bits.</summary>
    public const float Length = short.MaxValue;

    /// <summary>Rows whose squares add up to less are zeros: below, a float no longer holds enough of the sum.</summary>
    private const float Nothing = 1e-30f;

    private const int Lanes = 16;

    /// <summary>Scales a row to <see cref="Length"/> and rounds it to the nearest whole numbers, ties to even.</summary>
    /// <param name="x"><c>[count]</c>.</param>
    /// <param name="count">How many numbers.</param>
    /// <param name="target"><c>[count]</c>.</param>
    /// <returns>What brings the whole numbers back: <c>x ≈ scale · target</c>; not a finite number where the row has none or too large ones.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Divide(float* x, int count, short* target)
    {
        Vector512<float> first = Vector512<float>.Zero, second = first, third = first, fourth = first;
        int i = 0;
        for (; i <= count - (4 * Lanes); i += 4 * Lanes)
        {
            Vector512<float> a = Vector512.Load(x + i), b = Vector512.Load(x + i + Lanes), c = Vector512.Load(x + i + (2 * Lanes)), d = Vector512.Load(x + i + (3 * Lanes));
            first = Avx512F.FusedMultiplyAdd(a, a, first);
            second = Avx512F.FusedMultiplyAdd(b, b, second);
            third = Avx512F.FusedMultiplyAdd(c, c, third);
            fourth = Avx512F.FusedMultiplyAdd(d, d, fourth);
        }

        for (; i <= count - Lanes; i += Lanes)
        {
            Vector512<float> a = Vector512.Load(x + i);
            first = Avx512F.FusedMultiplyAdd(a, a, first);
        }

        float squares = Vector512.Sum((first + second) + (third + fourth));
        for (; i < count; i++)
            squares += x[i] * x[i];
        if (squares < Nothing)
        {
            new Span<short>(target, count).Clear();
            return 1;
        }

        float length = MathF.Sqrt(squares), factor = Length / length;
        Vector512<float> factors = Vector512.Create(factor);
        for (i = 0; i <= count - Lanes; i += Lanes)
            Avx512F.ConvertToVector256Int16WithSaturation(Avx512F.ConvertToVector512Int32(Vector512.Load(x + i) * factors)).Store(target + i);
        for (; i < count; i++)
            target[i] = short.CreateSaturating(MathF.Round(x[i] * factor));
        return length / Length;
    }
}
