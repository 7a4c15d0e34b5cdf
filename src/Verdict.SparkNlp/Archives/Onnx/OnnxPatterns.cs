using System.Diagnostics.CodeAnalysis;

namespace Verdict.SparkNlp.Archives.Onnx;

/// <summary>A linear map found in a graph.</summary>
/// <param name="Input">The tensor that goes in.</param>
/// <param name="Weight">Its matrix.</param>
/// <param name="Transposed">Whether the matrix is <c>[inputs, outputs]</c>.</param>
/// <param name="Bias">Its bias.</param>
internal sealed record OnnxLinear(string Input, OnnxTensor Weight, bool Transposed, OnnxTensor Bias);

/// <summary>A LayerNorm found in a graph.</summary>
internal sealed record OnnxNorm(string Input, OnnxTensor Weight, OnnxTensor Bias, float Epsilon);

/// <summary>
/// Recognises BERT's building blocks in a graph from their output backwards, whatever tensors and nodes are called.
/// Every search is bounded, so that a graph with a cycle ends.
/// </summary>
internal sealed class OnnxPatterns(OnnxGraph graph)
{
    private const int MostSteps = 200;

    /// <summary>What changes no number, or only its place.</summary>
    public static readonly string[] Moves = ["Identity", "Cast", "Dropout", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Slice", "Gather"];

    /// <summary>A tensor's maker, looking through what does nothing when a model answers.</summary>
    public OnnxNode? Maker(string tensor)
    {
        OnnxNode? node = graph.Producer(tensor);
        for (int step = 0; step < 8 && node is { Operation: "Identity" or "Cast" or "Dropout", Inputs.Count: > 0 }; step++)
            node = graph.Producer(node.Inputs[0]);
        return node;
    }

    /// <summary><c>x·W + b</c> as Gemm, or as MatMul and Add.</summary>
    public OnnxLinear? Linear(string output)
    {
        OnnxNode? node = Maker(output);
        if (node is { Operation: "Gemm", Inputs: [{ } x, { } w, { } c] } && node.Integer("transA", 0) == 0 && Matrix(w, out bool flipped) is { } weight && graph.Constant(c) is { } bias)
        {
            bool plain = node.Single("alpha", 1) == 1 && node.Single("beta", 1) == 1;
            return plain ? new OnnxLinear(Source(x), weight, flipped == (node.Integer("transB", 0) == 1), bias) : null;
        }

        if (node is not { Operation: "Add", Inputs: [{ } left, { } right] })
            return null;
        OnnxTensor? added = graph.Constant(left);
        OnnxNode? product = Maker(added is null ? left : right);
        added ??= graph.Constant(right);
        return added is not null && product is { Operation: "MatMul", Inputs: [{ } input, { } matrix] } && Matrix(matrix, out bool turned) is { } found
            ? new OnnxLinear(Source(input), found, !turned, added)
            : null;
    }

    /// <summary>LayerNorm as one node (opset 17), or as its formula.</summary>
    public OnnxNorm? Norm(string output)
    {
        OnnxNode? node = Maker(output);
        if (node is { Operation: "LayerNormalization", Inputs: [{ } x, { } scale, { } shift] } && node.Integer("axis", -1) is -1 or 2
            && graph.Constant(scale) is { } w && graph.Constant(shift) is { } b)
        {
            return new OnnxNorm(Source(x), w, b, node.Single("epsilon", 1e-5f));
        }

        if (!Pair(node, "Add", out OnnxNode? scaled, out OnnxTensor? bias) || !Pair(scaled, "Mul", out OnnxNode? normal, out OnnxTensor? weight))
            return null;
        if (normal is not { Operation: "Div", Inputs: [{ } centred, { } deviation] } || Maker(centred) is not { Operation: "Sub", Inputs: [{ } input, _] })
            return null;
        if (Maker(deviation) is not { Operation: "Sqrt", Inputs: [{ } variance] } || Maker(variance) is not { Operation: "Add", Inputs: [{ } one, { } two] })
            return null;
        float? epsilon = graph.Constant(two)?.Single() ?? graph.Constant(one)?.Single();
        return epsilon is { } small ? new OnnxNorm(Source(input), weight, bias, small) : null;
    }

    /// <summary>The first tensor backwards from one that a test accepts, going only through some operations; <see langword="null"/> where there is none.</summary>
    /// <param name="from">Where to begin.</param>
    /// <param name="through">The operations that may lie between.</param>
    /// <param name="test">Looks at a tensor.</param>
    /// <param name="path">Takes the nodes between, from the end to the beginning.</param>
    public T? Find<T>(string from, string[] through, Func<string, T?> test, List<OnnxNode>? path = null)
        where T : class
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Search(from, 0);

        T? Search(string tensor, int depth)
        {
            if (depth > 30 || seen.Count > MostSteps || !seen.Add(tensor))
                return null;
            if (test(tensor) is { } found)
                return found;
            if (graph.Producer(tensor) is not { } node || !through.Contains(node.Operation))
                return null;
            foreach (string input in node.Inputs)
            {
                if (Search(input, depth + 1) is { } deeper)
                {
                    path?.Add(node);
                    return deeper;
                }
            }

            return null;
        }
    }

    /// <summary>The operations between a tensor and another, all branches of them.</summary>
    public HashSet<string> OperationsBetween(string from, string to)
    {
        var operations = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal) { to };
        var waiting = new Stack<string>([from]);
        while (waiting.TryPop(out string? tensor) && seen.Count < MostSteps)
        {
            if (!seen.Add(tensor) || graph.Producer(tensor) is not { } node || node.Outputs.Contains(to))
                continue;
            operations.Add(node.Operation == "Gelu" && node.Text("approximate", "none") == "tanh" ? "FastGelu" : node.Operation);
            foreach (string input in node.Inputs)
                waiting.Push(input);
        }

        return operations;
    }

    /// <summary>The numbers of a shape that is made of constants; <see langword="null"/> where one depends on the input.</summary>
    public List<long?> ShapeOf(string tensor)
    {
        if (graph.Constant(tensor)?.Integers() is { } numbers)
            return [.. numbers.Select(n => (long?)n)];
        return graph.Producer(tensor) is { Operation: "Concat" } concat && concat.Inputs.Count <= 8
            ? [.. concat.Inputs.SelectMany(i => graph.Constant(i)?.Integers() is { } part ? part.Select(n => (long?)n) : [null])]
            : [];
    }

    /// <summary>The tensor itself behind what does nothing.</summary>
    public string Source(string tensor)
    {
        for (int step = 0; step < 8 && graph.Producer(tensor) is { Operation: "Identity" or "Cast" or "Dropout", Inputs.Count: > 0 } node; step++)
            tensor = node.Inputs[0];
        return tensor;
    }

    private OnnxTensor? Matrix(string tensor, out bool turned)
    {
        turned = false;
        if (graph.Constant(tensor) is { Shape.Length: 2 } matrix)
            return matrix;
        turned = true;
        return Maker(tensor) is { Operation: "Transpose", Inputs: [{ } inner] } && graph.Constant(inner) is { Shape.Length: 2 } other ? other : null;
    }

    /// <summary>A node of two inputs, one of them a constant list, in either order.</summary>
    private bool Pair(OnnxNode? node, string operation, [NotNullWhen(true)] out OnnxNode? inner, [NotNullWhen(true)] out OnnxTensor? constant)
    {
        (inner, constant) = (null, null);
        if (node?.Operation != operation || node.Inputs is not [{ } left, { } right])
            return false;
        constant = graph.Constant(right) ?? graph.Constant(left);
        inner = Maker(graph.Constant(right) is null ? right : left);
        return constant is { Shape.Length: 1 } && inner is not null;
    }
}
