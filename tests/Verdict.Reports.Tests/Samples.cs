using Verdict.Labels;

namespace Verdict.Reports.Tests;

/// <summary>Small sets whose figures depend on a seed alone.</summary>
internal static class Samples
{
    /// <summary>Two labels, fairly well told apart, with texts of many lengths and a column of three values.</summary>
    public static EvaluationSet Binary(int rows = 300, int seed = 1)
    {
        Random random = new(seed);
        int[] truth = new int[rows];
        double[] logits = new double[rows * 2];
        string[] texts = new string[rows], sources = new string[rows];
        for (int i = 0; i < rows; i++)
        {
            truth[i] = random.Next(2);
            double margin = ((truth[i] * 2) - 1) + (2 * (random.NextDouble() - 0.5) * 2.2);
            logits[2 * i] = -2 * margin;
            logits[(2 * i) + 1] = 2 * margin;
            texts[i] = new string('x', random.Next(1, 2000));
            sources[i] = "source " + (random.Next(6) switch { < 3 => "A", < 5 => "B", _ => "<C>" });
        }

        return EvaluationSet.SingleLabel(["neg", "pos"], truth, logits) with { Texts = texts, Columns = new Dictionary<string, IReadOnlyList<string>> { ["source"] = sources } };
    }

    /// <summary>Any number of labels that exclude each other.</summary>
    public static EvaluationSet Many(int labels = 5, int rows = 200, int seed = 1)
    {
        Random random = new(seed);
        int[] truth = [.. Enumerable.Range(0, rows).Select(_ => random.Next(labels))];
        double[] logits = [.. Enumerable.Range(0, rows * labels).Select(i => (3 * random.NextDouble()) + (truth[i / labels] == i % labels ? 1.5 : 0))];
        return EvaluationSet.SingleLabel([.. Enumerable.Range(0, labels).Select(i => $"label {i}")], truth, logits);
    }

    /// <summary>Labels that do not exclude each other.</summary>
    public static EvaluationSet Multi(int labels = 4, int rows = 200, int seed = 1)
    {
        Random random = new(seed);
        bool[] truth = [.. Enumerable.Range(0, rows * labels).Select(_ => random.Next(3) == 0)];
        double[] logits = [.. truth.Select(isTrue => (4 * random.NextDouble()) - (isTrue ? 1.2 : 3))];
        return EvaluationSet.MultiLabel([.. Enumerable.Range(0, labels).Select(i => $"tag {i}")], truth, logits);
    }

    public static Prediction Prediction(params float[] logits) => new()
    {
        Label = "x",
        Score = 0,
        Scores = [.. logits.Select(logit => new LabelScore("x", 0))],
        Top = [],
        Logits = logits,
        TokenCount = 3,
        Truncated = false,
    };

    public static ModelInformation Model(Activation activation, params string[] labels) => new()
    {
        Source = "/models/film-reviews-fr",
        Family = "BertForSequenceClassification",
        HiddenSize = 384,
        LayerCount = 6,
        HeadCount = 12,
        IntermediateSize = 1536,
        HiddenActivation = "gelu",
        VocabularySize = 16000,
        MaxPositions = 512,
        MaxLength = 512,
        Labels = labels,
        Activation = activation,
        ActivationReason = "there are two labels",
        Tokenizer = "WordPiece, 16,000 pieces, cased",
        Files = [new ModelFile("config.json", 600), new ModelFile("model.safetensors", 34_000_000)],
        Precision = "F16",
        ParameterCount = 17_137_538,
        MemoryBytes = 70_000_000,
    };
}
