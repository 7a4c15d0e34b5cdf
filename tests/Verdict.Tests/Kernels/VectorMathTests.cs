using System.Runtime.Intrinsics;
using Verdict.Kernels;
using Xunit;

namespace Verdict.Tests.Kernels;

/// <summary>The errors that VectorMath's comments claim, measured over the whole range against double arithmetic.</summary>
public sealed class VectorMathTests
{
    [Fact]
    public void Exp() => Assert.All(Range(-87, 88), x => Assert.Equal(1, VectorMath.Exp<float, SimdScalar>(x) / Math.Exp(x), 3e-7));

    [Fact]
    public void Exp_of_what_is_far_below_is_next_to_nothing() => Assert.InRange(VectorMath.Exp<float, SimdScalar>(-1e30f), 0, 2e-38f);

    [Fact]
    public void Exp_for_bfloat16() => Assert.All(Range(-86, 0), x => Assert.Equal(1, VectorMath.ExpNearly<float, SimdScalar>(x) / Math.Exp(x), 1e-5));

    [Fact]
    public void Exp_for_bfloat16_of_what_is_far_below_is_next_to_nothing() => Assert.InRange(VectorMath.ExpNearly<float, SimdScalar>(float.MinValue), 0, 1e-37f);

    [Fact]
    public void Gelu_for_bytes() =>
        Assert.All(Range(-8, 8), x => Assert.Equal(ReferenceKernels.Apply(Elementwise.Gelu, x), VectorMath.GeluNearly<float, SimdScalar>(x), 3e-5));

    [Fact]
    public void Gelu() => Assert.All(Range(-8, 8), x => Assert.Equal(ReferenceKernels.Apply(Elementwise.Gelu, x), VectorMath.Gelu<float, SimdScalar>(x), 4e-7));

    [Fact]
    public void Gelu_of_what_is_far_away()
    {
        Assert.InRange(VectorMath.Gelu<float, SimdScalar>(-1e30f), -3e-7f, 0);
        Assert.Equal(1e30f, VectorMath.Gelu<float, SimdScalar>(1e30f));
        Assert.InRange(VectorMath.GeluNearly<float, SimdScalar>(-1e30f), -3e-5f, 3e-5f);
        Assert.Equal(1e30f, VectorMath.GeluNearly<float, SimdScalar>(1e30f));
        Assert.True(float.IsNaN(VectorMath.GeluNearly<Vector512<float>, Simd512>(Vector512.Create(float.NaN))[0]));
        Assert.True(float.IsNaN(VectorMath.Gelu<float, SimdScalar>(float.NaN)));
        Assert.True(float.IsNaN(VectorMath.Gelu<Vector128<float>, Simd128>(Vector128.Create(float.NaN))[0]));
        Assert.True(float.IsNaN(VectorMath.Gelu<Vector512<float>, Simd512>(Vector512.Create(float.NaN))[0]));
    }

    [Fact]
    public void Tanh() => Assert.All(Range(-20, 20), x => Assert.Equal(Math.Tanh(x), VectorMath.Tanh<float, SimdScalar>(x), 3e-7));

    [Fact]
    public void Functions()
    {
        foreach (float x in Range(-15, 15))
        {
            Assert.Equal(ReferenceKernels.Apply(Elementwise.Gelu, x), GeluFunction.Apply<float, SimdScalar>(x), 4e-7 + (2e-8 * Math.Abs(x)));
            Assert.Equal(ReferenceKernels.Apply(Elementwise.GeluTanh, x), GeluTanhFunction.Apply<float, SimdScalar>(x), 1e-6 + (2e-7 * Math.Abs(x)));
            Assert.Equal(ReferenceKernels.Apply(Elementwise.Silu, x), SiluFunction.Apply<float, SimdScalar>(x), 1e-6 + (2e-7 * Math.Abs(x)));
            Assert.Equal(ReferenceKernels.Apply(Elementwise.Relu, x), ReluFunction.Apply<float, SimdScalar>(x), 0.0);
        }
    }

    [Fact]
    public void Every_vector_gives_what_one_number_gives()
    {
        foreach (float x in Range(-15, 15))
        {
            float one = GeluFunction.Apply<float, SimdScalar>(x);
            Assert.Equal(one, GeluFunction.Apply<Vector128<float>, Simd128>(Vector128.Create(x))[3], 2e-6);
            Assert.Equal(one, GeluFunction.Apply<Vector256<float>, Simd256>(Vector256.Create(x))[7], 2e-6);
            Assert.Equal(one, GeluFunction.Apply<Vector512<float>, Simd512>(Vector512.Create(x))[15], 2e-6);
            Assert.Equal(one, GeluNearlyFunction.Apply<Vector128<float>, Simd128>(Vector128.Create(x))[3], 3.1e-5);
            Assert.Equal(one, GeluNearlyFunction.Apply<Vector256<float>, Simd256>(Vector256.Create(x))[7], 3.1e-5);
            Assert.Equal(one, GeluNearlyFunction.Apply<Vector512<float>, Simd512>(Vector512.Create(x))[15], 3.1e-5);
        }
    }

    private static IEnumerable<float> Range(double from, double to) => Enumerable.Range(0, 40_001).Select(i => (float)(from + ((to - from) * i / 40_000)));
}
