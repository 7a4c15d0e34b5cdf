using System.Runtime.InteropServices;
using Verdict.Kernels.Int8;
using Verdict.Tensors;

namespace Verdict.Models;

/// <summary>
/// Parameters stored in a quarter of their size: the word table and every matrix of the encoder as I8 with one F32 scale for each row.
/// The whole numbers are those that the int8 engine computes with, so that it loses nothing more by reading them from there.
/// </summary>
internal static class QuantizedParameters
{
    /// <summary>What <c>quantization_config.quant_method</c> says in <c>config.json</c>.</summary>
    public const string Method = "verdict_int8";

    /// <summary>Behind a matrix's name: the name of its scales.</summary>
    public const string ScaleSuffix = "_scale";

    /// <summary>Quantises what is not yet quantised. The new tensors have memory of their own; the others keep theirs.</summary>
    public static BertParameters Of(BertParameters parameters) => parameters with
    {
        WordEmbeddings = Of(parameters.WordEmbeddings),
        Layers = [.. parameters.Layers.Select(Of)],
    };

    /// <summary>Quantises the matrices of a layer that are not yet quantised.</summary>
    public static BertLayerParameters Of(BertLayerParameters layer) => layer with
    {
        Query = Of(layer.Query), Key = Of(layer.Key), Value = Of(layer.Value), AttentionOutput = Of(layer.AttentionOutput),
        Intermediate = Of(layer.Intermediate), Output = Of(layer.Output),
    };

    private static LinearParameters Of(LinearParameters linear) => linear with { Weight = Of(linear.Weight) };

    private static StoredTensor Of(StoredTensor tensor)
    {
        if (tensor.Type == ElementType.I8)
            return tensor;
        int rows = tensor.Shape[0], width = tensor.Shape[1];
        byte[] numbers = new byte[rows * width];
        float[] scales = new float[rows], row = new float[width];
        for (int i = 0; i < rows; i++)
        {
            NumberFormat.Widen(tensor, i * width, row);
            scales[i] = Int8Matrix.QuantizeColumn(row, MemoryMarshal.Cast<byte, sbyte>(numbers.AsSpan(i * width, width)));
        }

        var stored = new StoredTensor(tensor.Name + ScaleSuffix, ElementType.F32, [rows], MemoryMarshal.AsBytes(scales.AsSpan()).ToArray());
        return new StoredTensor(tensor.Name, ElementType.I8, tensor.Shape, numbers, stored);
    }
}
