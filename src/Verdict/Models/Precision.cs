namespace Verdict.Models;

/// <summary>In which numbers the encoder's products are computed. Everything between them (LayerNorm, softmax, activations, residuals) is always fp32.</summary>
public enum Precision
{
    /// <summary>32-bit floating point: as trained, the default.</summary>
    Fp32,

    /// <summary>
    /// Numbers of 16 bits, about twice as fast where the processor multiplies bfloat16 natively; where it does not, the same as <see cref="Fp32"/>.
    /// Attention's weighted values and its output are bfloat16 with fp32 sums; the other products, which feel rounding more, are 16-bit whole numbers
    /// with exact 32-bit sums.
    /// </summary>
    Bf16,

    /// <summary>8-bit whole numbers with exact 32-bit sums: a quarter of the memory. Weights have a scale for each output, activations one for each token.</summary>
#pragma warning disable CA1720 // It is what the field calls it.
    Int8,
#pragma warning restore CA1720
}
