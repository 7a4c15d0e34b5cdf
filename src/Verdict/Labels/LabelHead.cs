namespace Verdict.Labels;

/// <summary>What a model's logits mean: the labels in order and the function that turns logits into scores. Immutable.</summary>
internal sealed class LabelHead
{
    private LabelHead(IReadOnlyList<string> labels, Activation activation, string reason)
    {
        Labels = labels;
        Activation = activation;
        Reason = reason;
    }

    /// <summary>The labels in the model's order.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The function in force.</summary>
    public Activation Activation { get; }

    /// <summary>Why it is that one, in words.</summary>
    public string Reason { get; }

    /// <summary>
    /// Decides as Hugging Face's text-classification pipeline does: by <c>problem_type</c>, else one label means a sigmoid and several a softmax.
    /// </summary>
    /// <param name="labels">The labels in order, at least one.</param>
    /// <param name="problemType"><c>config.json</c>'s <c>problem_type</c>, or <see langword="null"/>.</param>
    /// <param name="chosen">The caller's choice, which goes before everything.</param>
    /// <exception cref="ArgumentException">The problem type is none of Hugging Face's three.</exception>
    public static LabelHead Create(IReadOnlyList<string> labels, string? problemType, Activation? chosen)
    {
        if (chosen is { } activation)
            return new LabelHead(labels, activation, "chosen by the caller");
        (Activation by, string why) = problemType switch
        {
            "regression" => (Activation.None, "problem_type is regression"),
            "multi_label_classification" => (Activation.Sigmoid, "problem_type is multi_label_classification"),
            "single_label_classification" when labels.Count == 1 => (Activation.Sigmoid, "there is one label"),
            "single_label_classification" => (Activation.Softmax, "problem_type is single_label_classification"),
            null when labels.Count == 1 => (Activation.Sigmoid, "no problem_type, and there is one label"),
            null => (Activation.Softmax, $"no problem_type, and there are {labels.Count} labels"),
            _ => throw new ArgumentException($"problem_type '{problemType}' is not supported; regression, single_label_classification and multi_label_classification are.", nameof(problemType)),
        };
        return new LabelHead(labels, by, why);
    }

    /// <summary>Turns logits into scores.</summary>
    /// <param name="logits"><c>[labelCount]</c>.</param>
    /// <param name="scores"><c>[labelCount]</c>; may not overlap <paramref name="logits"/>.</param>
    public void Score(ReadOnlySpan<float> logits, Span<float> scores)
    {
        switch (Activation)
        {
            case Activation.Softmax:
                Softmax(logits, scores);
                break;
            case Activation.Sigmoid:
                for (int i = 0; i < logits.Length; i++)
                    scores[i] = (float)(1 / (1 + Math.Exp(-(double)logits[i])));
                break;
            default:
                logits.CopyTo(scores);
                break;
        }
    }

    /// <summary>The labels whose score exceeds a threshold, best first (the earlier one where scores are equal), at most <paramref name="topK"/>.</summary>
    /// <param name="scores"><c>[labelCount]</c>.</param>
    /// <param name="topK">At most so many; 0 for all.</param>
    /// <param name="threshold">To be exceeded; <see langword="null"/> for 0.5 under a sigmoid over several labels and none otherwise.</param>
    public int[] Top(ReadOnlySpan<float> scores, int topK, float? threshold)
    {
        float bound = threshold ?? (Activation == Activation.Sigmoid && Labels.Count > 1 ? 0.5f : float.NegativeInfinity);
        float[] copy = scores.ToArray();
        IEnumerable<int> best = Enumerable.Range(0, copy.Length).Where(i => copy[i] > bound).OrderByDescending(i => copy[i]);
        return [.. topK > 0 ? best.Take(topK) : best];
    }

    private static void Softmax(ReadOnlySpan<float> logits, Span<float> scores)
    {
        double highest = double.NegativeInfinity;
        foreach (float logit in logits)
            highest = Math.Max(highest, logit);
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp(logit - highest);
        for (int i = 0; i < logits.Length; i++)
            scores[i] = (float)(Math.Exp(logits[i] - highest) / sum);
    }
}
