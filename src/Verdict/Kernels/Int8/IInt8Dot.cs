namespace Verdict.Kernels.Int8;

/// <summary>The step of an int8 product for one vector width.</summary>
/// <typeparam name="TVector">A vector of 32-bit sums, or of as many groups of four bytes.</typeparam>
internal unsafe interface IInt8Dot<TVector>
    where TVector : struct
{
    /// <summary>Sums in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Zero in every place.</summary>
    static abstract TVector Zero { get; }

    /// <summary>Reads a vector; no alignment is needed.</summary>
    static abstract TVector Load(byte* source);

    /// <summary>Writes a vector; no alignment is needed.</summary>
    static abstract void Store(byte* destination, TVector value);

    /// <summary>The same group of four bytes in every place.</summary>
    static abstract TVector Broadcast(byte* source);

    /// <summary>sum + a₀·b₀ + a₁·b₁ + a₂·b₂ + a₃·b₃ in every place, a unsigned, b signed, exact.</summary>
    static abstract TVector Dot(TVector sum, TVector a, TVector b);
}
