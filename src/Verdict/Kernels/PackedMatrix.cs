using System.Runtime.InteropServices;

namespace Verdict.Kernels;

/// <summary>
/// The right-hand side of a product, <c>[inputs, outputs]</c>, repacked into panels of <see cref="PanelWidth"/> columns so that a kernel
/// reads it from front to back: <c>[panel][input][column]</c>, the last panel filled up with zeros. Immutable once filled; freed with its owner.
/// </summary>
internal sealed unsafe class PackedMatrix : IDisposable
{
    private const int Alignment = 64;
    private float* _numbers;

    /// <summary>Packs a weight stored as <c>[outputs, inputs]</c> with its bias.</summary>
    /// <param name="weight"><c>[outputs, inputs]</c>.</param>
    /// <param name="bias"><c>[outputs]</c>.</param>
    /// <param name="inputs">Columns of the stored weight.</param>
    /// <param name="panelWidth">Columns of a panel.</param>
    /// <param name="scale">Multiplies weight and bias.</param>
    public PackedMatrix(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int inputs, int panelWidth, float scale = 1)
    {
        Inputs = inputs;
        Outputs = bias.Length;
        PanelWidth = panelWidth;
        PanelCount = (Outputs + panelWidth - 1) / panelWidth;
        nuint matrix = (nuint)PanelCount * (nuint)panelWidth * (nuint)inputs;
        ByteCount = (long)((matrix + ((nuint)PanelCount * (nuint)panelWidth)) * sizeof(float));
        _numbers = (float*)NativeMemory.AlignedAlloc((nuint)ByteCount, Alignment);
        Bias = _numbers + matrix;
        Fill(weight, bias, scale);
    }

    /// <summary>K: the width of the left-hand side.</summary>
    public int Inputs { get; }

    /// <summary>N: the columns of the result.</summary>
    public int Outputs { get; }

    /// <summary>Columns of a panel.</summary>
    public int PanelWidth { get; }

    /// <summary>Number of panels.</summary>
    public int PanelCount { get; }

    /// <summary>Bytes it occupies.</summary>
    public long ByteCount { get; }

    /// <summary><c>[panelCount · panelWidth]</c>, zeros behind the last output.</summary>
    public float* Bias { get; }

    /// <summary>A panel's numbers, <c>[inputs, panelWidth]</c>.</summary>
    public float* Panel(int index) => _numbers + ((nint)index * Inputs * PanelWidth);

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_numbers);
        _numbers = null;
    }

    private void Fill(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float scale)
    {
        for (int panel = 0; panel < PanelCount; panel++)
        {
            float* target = Panel(panel);
            int first = panel * PanelWidth;
            for (int column = 0; column < PanelWidth; column++)
            {
                bool real = first + column < Outputs;
                ReadOnlySpan<float> row = real ? weight.Slice((first + column) * Inputs, Inputs) : default;
                for (int k = 0; k < Inputs; k++)
                    target[(k * PanelWidth) + column] = real ? row[k] * scale : 0;
                Bias[first + column] = real ? bias[first + column] * scale : 0;
            }
        }
    }
}
