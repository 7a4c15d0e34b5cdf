namespace Verdict.Kernels;

/// <summary>A function that a product's epilogue applies to each number.</summary>
internal enum Elementwise
{
    /// <summary>x.</summary>
    Identity,

    /// <summary>x·Φ(x) with the error function (arXiv 1606.08415).</summary>
    Gelu,

    /// <summary>The same for what is then divided into bytes: exact to 3e-5.</summary>
    GeluNearly,

    /// <summary>The same paper's approximation with tanh.</summary>
    GeluTanh,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x / (1 + e^−x).</summary>
    Silu,

    /// <summary>tanh(x).</summary>
    Tanh,
}
