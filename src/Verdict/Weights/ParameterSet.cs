using Verdict.Tensors;

namespace Verdict.Weights;

/// <summary>
/// The tensors of one model by name, wherever they came from (safetensors files, a resource, an archive), with the memory they lie in.
/// Immutable; safe from many threads.
/// </summary>
/// <param name="description">Where the tensors came from, as errors shall name it: a path, a resource.</param>
/// <param name="tensors">The tensors by name.</param>
/// <param name="owner">What keeps their memory alive (a mapped file), or <see langword="null"/>.</param>
internal sealed class ParameterSet(string description, IReadOnlyDictionary<string, StoredTensor> tensors, IDisposable? owner) : IDisposable
{
    /// <summary>Where the tensors came from.</summary>
    public string Description { get; } = description;

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors { get; } = tensors;

    /// <summary>Lets go of the memory; no tensor may be read afterwards.</summary>
    public void Dispose() => owner?.Dispose();
}
