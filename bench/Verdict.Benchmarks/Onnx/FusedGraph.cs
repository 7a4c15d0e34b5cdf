using Verdict.Models;

namespace Verdict.Benchmarks.Onnx;

/// <summary>
/// BERT of ONNX Runtime's own fused operators (domain com.microsoft): EmbedLayerNormalization, Attention, SkipLayerNormalization, BiasGelu;
/// in int8 QAttention and DynamicQuantizeMatMul with weights quantised by output channel or by tensor.
/// </summary>
internal sealed class FusedGraph
{
    private readonly OnnxGraph _graph = new();
    private readonly BertConfiguration _configuration;
    private readonly Quantization _quantization;

    private FusedGraph(BertConfiguration configuration, Quantization quantization)
    {
        _configuration = configuration;
        _quantization = quantization;
    }

    public static byte[] Build(BertConfiguration configuration, BertParameters parameters, Quantization quantization = Quantization.None) =>
        new FusedGraph(configuration, quantization).Build(parameters);

    private byte[] Build(BertParameters parameters)
    {
        string ids = _graph.Int32Input("input_ids", "batch", "sequence");
        string types = _graph.Int32Input("token_type_ids", "batch", "sequence");
        string mask = _graph.Int32Input("attention_mask", "batch", "sequence");
        _graph.FloatOutput("logits", "batch", "labels");

        string[] embedded = _graph.Node(
            "EmbedLayerNormalization",
            "com.microsoft",
            [
                ids, types, PlainGraph.Table(_graph, parameters.WordEmbeddings), PlainGraph.Table(_graph, parameters.PositionEmbeddings),
                PlainGraph.Table(_graph, parameters.TypeEmbeddings), PlainGraph.Table(_graph, parameters.EmbeddingNorm.Weight),
                PlainGraph.Table(_graph, parameters.EmbeddingNorm.Bias), mask,
            ],
            2,
            ("epsilon", _configuration.LayerNormEpsilon));
        string states = embedded[0];
        foreach (BertLayerParameters layer in parameters.Layers)
            states = Layer(layer, states, embedded[1]);

        string first = _graph.Node("Gather", [states, _graph.Scalar(0L)], ("axis", 1));
        string pooled = _graph.Node("Tanh", [Linear(first, parameters.Pooler)]);
        _graph.Rename(Linear(pooled, parameters.Classifier), "logits");
        return _graph.ToModel();
    }

    private string Layer(BertLayerParameters layer, string x, string maskIndex)
    {
        string context = Attention(layer, x, maskIndex);
        string middle = SkipNorm(Product(context, layer.AttentionOutput), x, layer.AttentionOutput, layer.AttentionNorm);
        string inner = _graph.Microsoft("BiasGelu", [Product(middle, layer.Intermediate), PlainGraph.Table(_graph, layer.Intermediate.Bias)]);
        return SkipNorm(Product(inner, layer.Output), middle, layer.Output, layer.OutputNorm);
    }

    private string Attention(BertLayerParameters layer, string x, string maskIndex)
    {
        int hidden = _configuration.HiddenSize;
        float[] weight = new float[hidden * 3 * hidden];
        LinearParameters[] parts = [layer.Query, layer.Key, layer.Value];
        for (int p = 0; p < 3; p++)
        {
            float[] part = PlainGraph.Transpose(parts[p].Weight);
            for (int i = 0; i < hidden; i++)
                part.AsSpan(i * hidden, hidden).CopyTo(weight.AsSpan((i * 3 * hidden) + (p * hidden)));
        }

        float[] bias = [.. parts.SelectMany(p => Tensors.NumberFormat.ToArray(p.Bias))];
        string biasName = _graph.Constant(bias, bias.Length);
        if (_quantization == Quantization.None)
            return _graph.Microsoft("Attention", [x, _graph.Constant(weight, hidden, 3 * hidden), biasName, maskIndex], ("num_heads", _configuration.HeadCount));

        (string numbers, string scale, string zero) = Quantize(weight, hidden, 3 * hidden);
        string[] quantized = _graph.Node("DynamicQuantizeLinear", "", [x], 3);
        return _graph.Microsoft(
            "QAttention",
            [quantized[0], numbers, biasName, quantized[1], scale, maskIndex, quantized[2], zero],
            ("num_heads", _configuration.HeadCount));
    }

    private string SkipNorm(string product, string skip, LinearParameters linear, NormParameters norm) => _graph.Microsoft(
        "SkipLayerNormalization",
        [product, skip, PlainGraph.Table(_graph, norm.Weight), PlainGraph.Table(_graph, norm.Bias), PlainGraph.Table(_graph, linear.Bias)],
        ("epsilon", _configuration.LayerNormEpsilon));

    private string Product(string x, LinearParameters linear)
    {
        int outputs = linear.Weight.Shape[0], inputs = linear.Weight.Shape[1];
        float[] weight = PlainGraph.Transpose(linear.Weight);
        if (_quantization == Quantization.None)
            return _graph.Node("MatMul", [x, _graph.Constant(weight, inputs, outputs)]);
        (string numbers, string scale, string zero) = Quantize(weight, inputs, outputs);
        return _graph.Microsoft("DynamicQuantizeMatMul", [x, numbers, scale, zero]);
    }

    private string Linear(string x, LinearParameters linear)
    {
        float[] weight = PlainGraph.Transpose(linear.Weight);
        string product = _graph.Node("MatMul", [x, _graph.Constant(weight, linear.Weight.Shape[1], linear.Weight.Shape[0])]);
        return _graph.Node("Add", [product, PlainGraph.Table(_graph, linear.Bias)]);
    }

    private (string Numbers, string Scale, string Zero) Quantize(float[] weight, int inputs, int outputs)
    {
        float[] scales = new float[outputs];
        for (int i = 0; i < weight.Length; i++)
            scales[i % outputs] = Math.Max(scales[i % outputs], Math.Abs(weight[i]) / 127);
        bool byTensor = _quantization == Quantization.ByTensor;
        if (byTensor)
            Array.Fill(scales, scales.Max());
        sbyte[] numbers = new sbyte[weight.Length];
        for (int i = 0; i < weight.Length; i++)
            numbers[i] = (sbyte)Math.Clamp(MathF.Round(weight[i] / scales[i % outputs]), -127, 127);
        return byTensor
            ? (_graph.Constant(numbers, inputs, outputs), _graph.Constant(scales.AsSpan(0, 1), []), _graph.Constant(new sbyte[1], []))
            : (_graph.Constant(numbers, inputs, outputs), _graph.Constant(scales, outputs), _graph.Constant(new sbyte[outputs], outputs));
    }
}

/// <summary>How weights are stored.</summary>
internal enum Quantization
{
    None,
    ByTensor,
    ByChannel,
}
