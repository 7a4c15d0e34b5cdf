using Verdict.Models;
using Verdict.Tensors;

namespace Verdict.Tests.Reference;

/// <summary>
/// BERT as the paper's formulas read (arXiv 1810.04805, 1706.03762), in double arithmetic and naive loops: the oracle for the engine.
/// In the short precisions both factors of the encoder's products are rounded first, where and as the engine does it: of the last layer's
/// query, key and value it rounds the weights only, and those in int8 only. In bf16 all but attention's output are 16-bit whole numbers.
/// </summary>
internal sealed class PlainBert(BertConfiguration configuration, BertParameters parameters, Precision precision = Precision.Fp32)
{
    private readonly Dictionary<StoredTensor, float[]> _numbers = [];

    /// <summary>Everything on the way, by the names that the goldens use; each <c>[tokens, width]</c> unless said otherwise there.</summary>
    public Dictionary<string, double[]> Run(ReadOnlySpan<int> inputIds, ReadOnlySpan<int> typeIds)
    {
        var seen = new Dictionary<string, double[]>();
        double[] states = Embed(inputIds, typeIds);
        seen["embeddings"] = states;
        for (int i = 0; i < configuration.LayerCount; i++)
        {
            BertLayerParameters layer = parameters.Layers[i];
            double[] attended = Attend(states, layer, i == configuration.LayerCount - 1, out double[] probabilities);
            seen[$"attention_probabilities_{i}"] = probabilities;
            double[] middle = Norm(Add(Linear(attended, layer.AttentionOutput), states), layer.AttentionNorm);
            double[] inner = [.. Linear(middle, layer.Intermediate).Select(Activate)];
            states = Norm(Add(Linear(inner, layer.Output), middle), layer.OutputNorm);
            seen[$"layer_{i}"] = states;
        }

        double[] pooled = [.. Linear(states[..configuration.HiddenSize], parameters.Pooler).Select(Math.Tanh)];
        seen["pooled"] = pooled;
        seen["logits"] = Linear(pooled, parameters.Classifier);
        return seen;
    }

    private double[] Embed(ReadOnlySpan<int> inputIds, ReadOnlySpan<int> typeIds)
    {
        int hidden = configuration.HiddenSize;
        double[] sum = new double[inputIds.Length * hidden];
        for (int t = 0; t < inputIds.Length; t++)
        {
            for (int j = 0; j < hidden; j++)
            {
                sum[(t * hidden) + j] = (double)Numbers(parameters.WordEmbeddings)[(inputIds[t] * hidden) + j]
                    + Numbers(parameters.PositionEmbeddings)[(t * hidden) + j]
                    + Numbers(parameters.TypeEmbeddings)[(typeIds[t] * hidden) + j];
            }
        }

        return Norm(sum, parameters.EmbeddingNorm);
    }

    private double[] Attend(double[] states, BertLayerParameters layer, bool last, out double[] probabilities)
    {
        int hidden = configuration.HiddenSize, size = configuration.HeadSize, heads = configuration.HeadCount, tokens = states.Length / hidden;
        // A short precision rounds the query's weights after 1/√d has been multiplied into them.
        float divided = precision == Precision.Fp32 ? 1 : 1 / MathF.Sqrt(size);
        double[] query = Linear(states, layer.Query, divided, last), key = Linear(states, layer.Key, 1, last), value = Linear(states, layer.Value, 1, last);
        double[] result = new double[states.Length];
        probabilities = new double[heads * tokens * tokens];
        for (int h = 0; h < heads; h++)
        {
            for (int i = 0; i < tokens; i++)
            {
                double[] row = new double[tokens];
                for (int j = 0; j < tokens; j++)
                {
                    for (int d = 0; d < size; d++)
                        row[j] += query[(i * hidden) + (h * size) + d] * key[(j * hidden) + (h * size) + d];
                    row[j] /= precision == Precision.Fp32 ? Math.Sqrt(size) : 1;
                }

                double highest = row.Max();
                double total = row.Sum(x => Math.Exp(x - highest));
                for (int j = 0; j < tokens; j++)
                {
                    double p = Math.Exp(row[j] - highest) / total;
                    probabilities[(((h * tokens) + i) * tokens) + j] = p;
                    for (int d = 0; d < size; d++)
                        result[(i * hidden) + (h * size) + d] += p * value[(j * hidden) + (h * size) + d];
                }
            }
        }

        return result;
    }

    private double[] Linear(double[] input, LinearParameters linear, float factor = 1, bool exactInput = false)
    {
        float[] weight = Numbers(linear.Weight), bias = Numbers(linear.Bias);
        int inputs = linear.Weight.Shape[1], outputs = linear.Weight.Shape[0], rows = input.Length / inputs;
        if (factor != 1)
            (weight, bias) = ([.. weight.Select(x => x * factor)], [.. bias.Select(x => x * factor)]);
        if (precision != Precision.Fp32 && linear != parameters.Pooler && linear != parameters.Classifier)
        {
            bool words = precision == Precision.Bf16 && !parameters.Layers.Any(l => linear == l.AttentionOutput);
            if (!exactInput)
                input = [.. input.Chunk(inputs).SelectMany(row => words ? ShortPrecision.Words(row) : ShortPrecision.Row(row, precision))];
            if (!exactInput || precision == Precision.Int8)
                weight = [.. weight.Chunk(inputs).SelectMany(column => words ? ShortPrecision.Words([.. column.Select(x => (double)x)]).Select(x => (float)x) : ShortPrecision.Column(column, precision))];
        }

        double[] result = new double[rows * outputs];
        for (int r = 0; r < rows; r++)
        {
            for (int o = 0; o < outputs; o++)
            {
                double sum = bias[o];
                for (int i = 0; i < inputs; i++)
                    sum += input[(r * inputs) + i] * weight[(o * inputs) + i];
                result[(r * outputs) + o] = sum;
            }
        }

        return result;
    }

    private double[] Norm(double[] input, NormParameters norm)
    {
        float[] weight = Numbers(norm.Weight), bias = Numbers(norm.Bias);
        double[] result = new double[input.Length];
        for (int start = 0; start < input.Length; start += weight.Length)
        {
            double[] row = input[start..(start + weight.Length)];
            double mean = row.Average();
            double deviation = Math.Sqrt(row.Average(x => (x - mean) * (x - mean)) + configuration.LayerNormEpsilon);
            for (int j = 0; j < row.Length; j++)
                result[start + j] = ((row[j] - mean) / deviation * weight[j]) + bias[j];
        }

        return result;
    }

    private double Activate(double x) => configuration.HiddenActivation switch
    {
        BertActivation.Gelu => 0.5 * x * (1 + Erf(x / Math.Sqrt(2))),
        BertActivation.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        BertActivation.Relu => Math.Max(x, 0),
        BertActivation.Silu => x / (1 + Math.Exp(-x)),
        _ => Math.Tanh(x),
    };

    /// <summary>The error function: its Taylor series near 0, the continued fraction of erfc far from it (Abramowitz and Stegun 7.1.5 and 7.1.14).</summary>
    internal static double Erf(double x)
    {
        if (Math.Abs(x) > 6)
            return Math.Sign(x);
        if (Math.Abs(x) < 2.5)
        {
            double term = x, sum = x;
            for (int n = 1; n < 80; n++)
            {
                term *= -x * x / n;
                sum += term / ((2 * n) + 1);
            }

            return 2 / Math.Sqrt(Math.PI) * sum;
        }

        double z = Math.Abs(x), fraction = 0;
        for (int n = 60; n > 0; n--)
            fraction = n / 2.0 / (z + fraction);
        return Math.Sign(x) * (1 - (Math.Exp(-z * z) / Math.Sqrt(Math.PI) / (z + fraction)));
    }

    private static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private float[] Numbers(StoredTensor tensor)
    {
        if (!_numbers.TryGetValue(tensor, out float[]? numbers))
            _numbers.Add(tensor, numbers = NumberFormat.ToArray(tensor));
        return numbers;
    }
}
