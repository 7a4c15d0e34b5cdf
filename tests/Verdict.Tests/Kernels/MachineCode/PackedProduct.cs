using Verdict.Kernels;
using Verdict.Models;

namespace Verdict.Tests.Kernels.MachineCode;

/// <summary>A product of a matrix that the test packs itself.</summary>
internal static unsafe class PackedProduct
{
    /// <summary>Packs a matrix and multiplies rows by it: once added to a half in every place, and once with GELU.</summary>
    /// <param name="matrix">The matrix, not packed yet.</param>
    /// <param name="kernels">Its path.</param>
    /// <param name="a"><c>[rows, inputs]</c>.</param>
    /// <param name="weight"><c>[outputs, inputs]</c>.</param>
    /// <param name="bias"><c>[outputs]</c>.</param>
    /// <returns>Both results, <c>[rows, outputs]</c>, and the floats from one row to the next.</returns>
    public static (float[] Added, float[] Curved, int Stride) Run(PackedMatrix matrix, KernelSet kernels, float[] a, float[] weight, float[] bias)
    {
        int inputs = matrix.Inputs, outputs = matrix.Outputs, rows = a.Length / inputs, stride = kernels.PaddedWidth(outputs) + 3;
        float[] added = Enumerable.Repeat(0.5f, rows * stride).ToArray(), curved = [.. added];
        byte[] scratch = new byte[matrix.ScratchBytes];
        using var memory = new AlignedBuffer();
        matrix.Place((byte*)memory.Ensure((matrix.ByteCount / sizeof(float)) + 1));
        fixed (float* x = a, w = weight, b = bias, y = added, z = curved)
        fixed (byte* s = scratch)
        {
            for (int panel = 0; panel < matrix.PanelCount; panel++)
            {
                int first = panel * kernels.PanelWidth;
                matrix.SetPanel(panel, w + (first * inputs), b + first, Math.Min(kernels.PanelWidth, outputs - first));
            }

            matrix.Multiply(x, inputs, rows, 0, matrix.PanelCount, y, stride, true, Elementwise.Identity, s);
            matrix.Multiply(x, inputs, rows, 0, matrix.PanelCount, z, stride, false, Elementwise.Gelu, s);
        }

        return (added, curved, stride);
    }
}
