namespace Verdict.Kernels;

/// <summary>
/// The few operations that every kernel is made of, for one vector width. A kernel is written once over <typeparamref name="TVector"/>;
/// the compiler makes a copy for each width in which these calls are single instructions.
/// </summary>
/// <typeparam name="TVector">A vector of <see cref="Count"/> floats.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of the largest tile whose sums fit the registers.</summary>
    static abstract int TileRows { get; }

    /// <summary>Vectors in a row of that tile: the width of a panel.</summary>
    static abstract int TileVectors { get; }

    /// <summary>Reads a vector; no alignment is needed.</summary>
    static abstract TVector Load(float* source);

    /// <summary>Writes a vector; no alignment is needed.</summary>
    static abstract void Store(float* destination, TVector value);

    /// <summary>The same number in every place.</summary>
    static abstract TVector Broadcast(float value);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a − b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a · b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a / b.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a · b + c, fused where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>The smaller of both, neither being a NaN.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>The larger of both, neither being a NaN.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>−|a|.</summary>
    static abstract TVector NegativeAbs(TVector a);

    /// <summary>2 to a whole power: adds <paramref name="n"/> (a whole number, |n| ≤ 126) to the exponent of 1.</summary>
    static abstract TVector PowerOfTwo(TVector n);

    /// <summary>a · 2^n, where a's exponent has room for it. n stands in the lowest bits of <paramref name="sum"/>, the sum of n and 1.5 · 2^23.</summary>
    static abstract TVector AddToExponent(TVector a, TVector sum);

    /// <summary>The larger of both where one is above 0.</summary>
    static abstract TVector Higher(TVector a, TVector b);

    /// <summary>The smaller of both where one is below 0.</summary>
    static abstract TVector Lower(TVector a, TVector b);

    /// <summary>The nearest whole number.</summary>
    static abstract TVector Round(TVector value);

    /// <summary>The sum over all places.</summary>
    static abstract float Sum(TVector value);

    /// <summary>The largest of all places.</summary>
    static abstract float Largest(TVector value);

    /// <summary>Whole numbers as floats.</summary>
    static abstract TVector LoadInt32(int* source);

    /// <summary>Rounds four vectors to whole numbers, adds one up to 255, and stores them one after the other as bytes, those below 0 as 0 and those above 255 as 255.</summary>
    static abstract void StoreBytes(byte* destination, TVector a, TVector b, TVector c, TVector d, int shift);

    /// <summary>The upper halves of the bits, as they are.</summary>
    static abstract void StoreUpperHalves(ushort* destination, TVector value);

    /// <summary>Two vectors, none of them below 0, one after the other as the nearest bfloat16; of two equally near ones the larger.</summary>
    static abstract void StoreNearestUpperHalves(ushort* destination, TVector first, TVector second);

    /// <summary>Numbers of which the upper halves of the bits are given; the lower are 0.</summary>
    static abstract TVector LoadUpperHalves(ushort* source);

    /// <summary>The upper half of each number's bits: those of <paramref name="low"/> below, those of <paramref name="high"/> above.</summary>
    static abstract TVector JoinUpperHalves(TVector low, TVector high);

    /// <summary>Adds to the bits what makes their upper half the nearest bfloat16, ties to even.</summary>
    static abstract TVector RoundUpperHalf(TVector value);
}
