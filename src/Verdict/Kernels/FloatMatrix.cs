namespace Verdict.Kernels;

/// <summary>A weight in fp32.</summary>
internal sealed unsafe class FloatMatrix(int inputs, int outputs, KernelSet kernels)
    : PackedMatrix(inputs, outputs, kernels, (long)kernels.PaddedWidth(outputs) * (inputs + 1) * sizeof(float))
{
    private readonly int _pairScratch = kernels.PairScratch(inputs, outputs);

    public override int PanelsTogether => _pairScratch > 0 ? 2 : 1;

    public override int ScratchBytes => _pairScratch * sizeof(float);

    private float* Numbers => (float*)Memory;

    private float* Bias => Numbers + ((nint)Kernels.PaddedWidth(Outputs) * Inputs);

    public override void SetPanel(int panel, float* columns, float* bias, int realColumns)
    {
        int first = panel * Kernels.PanelWidth, width = Kernels.PanelColumns(Outputs, panel);
        Kernels.PackPanel(columns, Inputs, realColumns, Inputs, width, Numbers + ((nint)first * Inputs));
        for (int i = 0; i < width; i++)
            Bias[first + i] = i < realColumns ? bias[i] : 0;
    }

    public override void Multiply(float* a, nint lda, int rows, int firstPanel, int endPanel, float* c, nint ldc, bool accumulate, Elementwise function, byte* scratch, float* bounds = null, float* resultBounds = null) =>
        Kernels.Linear(a, lda, rows, new Panels(Numbers, Bias, Inputs, Outputs), firstPanel, endPanel, c, ldc, accumulate, function);

    public override void MultiplyPairs(float* a, nint lda, int rows, int firstPanel, int endPanel, float* c, nint ldc, bool accumulate, Elementwise function, byte* scratch)
    {
        if (_pairScratch > 0)
            Kernels.LinearPairs(a, lda, rows, new Panels(Numbers, Bias, Inputs, Outputs), firstPanel, endPanel, c, ldc, accumulate, function, (float*)scratch);
        else
            Multiply(a, lda, rows, firstPanel, endPanel, c, ldc, accumulate, function, scratch);
    }
}
