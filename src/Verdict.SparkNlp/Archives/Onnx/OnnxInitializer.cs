using Verdict.Tensors;

namespace Verdict.SparkNlp.Archives.Onnx;

/// <summary>A weight of a graph that is being written: its numbers are turned and widened when they are written, one weight at a time.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Tensor">The stored numbers.</param>
/// <param name="Transposed">Whether the matrix is written <c>[columns, rows]</c>, as MatMul wants it.</param>
internal sealed record OnnxInitializer(string Name, StoredTensor Tensor, bool Transposed)
{
    /// <summary>Its dimensions in the graph.</summary>
    public int[] Shape => Transposed ? [Tensor.Shape[1], Tensor.Shape[0]] : Tensor.Shape;

    /// <summary>Its bytes in the graph: always F32.</summary>
    public long ByteCount => 4L * NumberFormat.CountOf(Tensor);

    /// <summary>Writes the numbers, little-endian.</summary>
    public void WriteNumbers(Stream stream)
    {
        StoredTensor tensor = Transposed ? Matrix.Transpose(Tensor) : Tensor;
        if (tensor.Type == ElementType.F32)
        {
            stream.Write(tensor.Bytes.Span);
        }
        else
        {
            WriteWidened(tensor, stream);
        }

        if (Transposed)
            tensor.Free!();
    }

    private static void WriteWidened(StoredTensor tensor, Stream stream)
    {
        float[] piece = new float[1 << 16];
        int count = NumberFormat.CountOf(tensor);
        for (int at = 0; at < count; at += piece.Length)
        {
            Span<float> part = piece.AsSpan(0, Math.Min(piece.Length, count - at));
            NumberFormat.Widen(tensor, at, part);
            stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(part));
        }
    }
}
