namespace Verdict.Models;

/// <summary>The function inside BERT's feed-forward part (<c>hidden_act</c>).</summary>
internal enum BertActivation
{
    /// <summary>x·Φ(x) with the error function: Hendrycks and Gimpel, arXiv 1606.08415.</summary>
    Gelu,

    /// <summary>The tanh approximation of the same paper (<c>gelu_new</c>, <c>gelu_pytorch_tanh</c>).</summary>
    GeluTanh,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x·σ(x) (<c>silu</c>, <c>swish</c>).</summary>
    Silu,

    /// <summary>tanh(x).</summary>
    Tanh,
}
