namespace Verdict.Tensors;

/// <summary>
/// A tensor as it lies in a file: shape, element type and bytes. It does not own its memory
/// (<c>Weights/ParameterSet</c> does) and is valid as long as its owner is not disposed.
/// </summary>
/// <param name="Name">The tensor's name in its file.</param>
/// <param name="Type">How one number is written.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a scalar.</param>
/// <param name="Bytes">Its numbers in row-major order; the length is the product of <paramref name="Shape"/> times the element's size.</param>
/// <param name="Scales">One F32 number for each row, <c>[rows]</c>, where the type is <see cref="ElementType.I8"/>; otherwise <see langword="null"/>.</param>
internal sealed record StoredTensor(string Name, ElementType Type, int[] Shape, ReadOnlyMemory<byte> Bytes, StoredTensor? Scales = null)
{
    /// <summary>
    /// Given a stretch of <see cref="Bytes"/> (start and length in bytes), lets its pages leave the process's memory until they are read again;
    /// <see langword="null"/> where they lie in no file.
    /// </summary>
    public Action<int, int>? LetGo { get; init; }

    /// <summary>
    /// Gives the memory of <see cref="Bytes"/> back for good; reading them afterwards is an <see cref="ObjectDisposedException"/>. The packer calls it as soon as
    /// everything that is made of them is made; <see langword="null"/> where the memory is not this tensor's own.
    /// </summary>
    public Action? Free { get; init; }
}
