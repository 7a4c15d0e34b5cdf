using System.Runtime.CompilerServices;
using Verdict.Kernels;
using Verdict.Kernels.Int8;
using Verdict.Kernels.MachineCode;
using Verdict.Tensors;

namespace Verdict.Models;

/// <summary>Collects the matrices of a model and packs them all at once, panel by panel, on as many threads as allowed.</summary>
internal sealed unsafe class WeightPacker(KernelSet kernels, Precision precision)
{
    private readonly List<(PackedMatrix Matrix, Part[] Parts)> _matrices = [];

    /// <summary>A part of a matrix's columns.</summary>
    /// <param name="Linear">Its weight, <c>[outputs, inputs]</c>, and bias.</param>
    /// <param name="Scale">Multiplies both.</param>
    public sealed record Part(LinearParameters Linear, float Scale = 1)
    {
        /// <summary>The first of the weight's rows that belong to it.</summary>
        public int FirstRow { get; init; }

        /// <summary>How many rows belong to it.</summary>
        public int Rows { get; init; } = Linear.Weight.Shape[0];

        /// <summary>Whether the product goes the other way: from the rows to the inputs, without the bias.</summary>
        public bool Reversed { get; init; }

        /// <summary>K.</summary>
        public int Inputs => Reversed ? Rows : Linear.Weight.Shape[1];

        /// <summary>N.</summary>
        public int Outputs => Reversed ? Linear.Weight.Shape[1] : Rows;
    }

    /// <summary>Adds a matrix of the encoder, whose columns are those of its parts side by side; it may be used after <see cref="Run"/>.</summary>
    public PackedMatrix Add(params Part[] parts)
    {
        (int inputs, int outputs) = Size(parts);
        PackedMatrix matrix = precision switch
        {
            Precision.Int8 when inputs <= Int8Matrix.MostInputs => new Int8Matrix(inputs, outputs, kernels, Int8Tiles.Choose(kernels)),
            Precision.Bf16 when BFloat16Matrix.TilesFor(kernels) is { } tiles => new BFloat16Matrix(inputs, outputs, kernels, tiles),
            _ => new FloatMatrix(inputs, outputs, kernels),
        };
        _matrices.Add((matrix, parts));
        return matrix;
    }

    /// <summary>The same, but in bf16 models in 16-bit whole numbers, which cost as much as bfloat16 and lose a fraction of it (docs/decisions/0025).</summary>
    public PackedMatrix AddWords(params Part[] parts)
    {
        (int inputs, int outputs) = Size(parts);
        if (precision != Precision.Bf16 || inputs > Int16Matrix.MostInputs || Int16Matrix.TilesFor(kernels) is not { } tiles)
            return Add(parts);
        var matrix = new Int16Matrix(inputs, outputs, kernels, tiles);
        _matrices.Add((matrix, parts));
        return matrix;
    }

    /// <summary>Adds a matrix that is fp32 in every precision: one that works on a row for each text, which costs next to nothing and decides much.</summary>
    public PackedMatrix AddFloat(params Part[] parts)
    {
        (int inputs, int outputs) = Size(parts);
        var matrix = new FloatMatrix(inputs, outputs, kernels);
        _matrices.Add((matrix, parts));
        return matrix;
    }

    /// <summary>Packs everything into one piece of memory, which large pages fill better than many pieces.</summary>
    /// <param name="threads">How many threads may work.</param>
    /// <returns>The memory of every matrix added; it must outlive them.</returns>
    public AlignedBuffer Run(int threads)
    {
        var memory = new AlignedBuffer();
        try
        {
            Place(memory);
            Pack(threads);
            return memory;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    private void Place(AlignedBuffer memory)
    {
        const int Line = 64;
        long end = 0;
        long[] starts = new long[_matrices.Count];
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = end;
            end += (_matrices[i].Matrix.ByteCount + Line - 1) / Line * Line;
        }

        byte* start = (byte*)memory.Ensure(end / sizeof(float));
        for (int i = 0; i < starts.Length; i++)
            _matrices[i].Matrix.Place(start + starts[i]);
    }

    private void Pack(int threads)
    {
        (int Matrix, int Panel)[] panels = [.. _matrices.SelectMany((m, i) => Enumerable.Range(0, m.Matrix.PanelCount).Select(p => (i, p)))];
        int largest = _matrices.Max(m => m.Matrix.Inputs) + 1;
        int width = kernels.PanelWidth;
        int[] left = [.. _matrices.Select(m => m.Matrix.PanelCount)];
        Dictionary<StoredTensor, StrongBox<int>> uses = CountUses();
        Parallel.For(
            0, panels.Length, new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new float[largest * width],
            (i, _, buffer) =>
            {
                (PackedMatrix matrix, Part[] parts) = _matrices[panels[i].Matrix];
                SetPanel(matrix, parts, panels[i].Panel, width, buffer);
                if (Interlocked.Decrement(ref left[panels[i].Matrix]) == 0)
                    LetGo(parts, uses);
                return buffer;
            },
            _ => { });
    }

    /// <summary>In how many parts each weight is: memory that does not come back may go only with the last of them.</summary>
    private Dictionary<StoredTensor, StrongBox<int>> CountUses()
    {
        var uses = new Dictionary<StoredTensor, StrongBox<int>>(ReferenceEqualityComparer.Instance);
        foreach (Part part in _matrices.SelectMany(m => m.Parts))
        {
            if (!uses.TryAdd(part.Linear.Weight, new StrongBox<int>(1)))
                uses[part.Linear.Weight].Value++;
        }

        return uses;
    }

    /// <summary>What is packed need not stay in memory a second time.</summary>
    private static void LetGo(Part[] parts, Dictionary<StoredTensor, StrongBox<int>> uses)
    {
        foreach (StoredTensor weight in parts.Select(p => p.Linear.Weight))
        {
            weight.LetGo?.Invoke(0, weight.Bytes.Length);
            if (Interlocked.Decrement(ref uses[weight].Value) == 0)
                weight.Free?.Invoke();
        }
    }

    private static (int Inputs, int Outputs) Size(Part[] parts) => (parts[0].Inputs, parts.Sum(p => p.Outputs));

    private static void SetPanel(PackedMatrix matrix, Part[] parts, int panel, int width, float[] buffer)
    {
        int first = panel * width, columns = Math.Min(width, matrix.Outputs - first);
        Span<float> bias = buffer.AsSpan(columns * matrix.Inputs, columns);
        if (parts[0].Reversed)
            ReadReversed(parts[0], first, columns, buffer, bias);
        else
            ReadColumns(parts, first, columns, buffer, bias);
        fixed (float* start = buffer)
            matrix.SetPanel(panel, start, start + (columns * matrix.Inputs), columns);
    }

    private static void ReadColumns(Part[] parts, int first, int columns, Span<float> numbers, Span<float> bias)
    {
        int part = 0, partStart = 0, inputs = parts[0].Inputs;
        for (int column = 0; column < columns; column++)
        {
            while (first + column >= partStart + parts[part].Rows)
                partStart += parts[part++].Rows;
            int row = parts[part].FirstRow + first + column - partStart;
            Span<float> target = numbers.Slice(column * inputs, inputs);
            NumberFormat.Widen(parts[part].Linear.Weight, row * inputs, target);
            NumberFormat.Widen(parts[part].Linear.Bias, row, bias.Slice(column, 1));
            if (parts[part].Scale != 1)
            {
                foreach (ref float x in target)
                    x *= parts[part].Scale;
                bias[column] *= parts[part].Scale;
            }
        }
    }

    private static void ReadReversed(Part part, int first, int columns, Span<float> numbers, Span<float> bias)
    {
        bias.Clear();
        Span<float> row = stackalloc float[columns];
        for (int k = 0; k < part.Rows; k++)
        {
            NumberFormat.Widen(part.Linear.Weight, ((part.FirstRow + k) * part.Outputs) + first, row);
            for (int column = 0; column < columns; column++)
                numbers[(column * part.Rows) + k] = row[column];
        }
    }
}
