using System.Globalization;
using Verdict.SparkNlp.Text;

namespace Verdict.SparkNlp;

/// <summary>Turns a sentence's scores into category annotations.</summary>
/// <param name="labels">The labels by id.</param>
/// <param name="level">How the probabilities' keys are spelt.</param>
/// <param name="sigmoid">Whether each label has a probability of its own.</param>
/// <param name="threshold">The probability that a label must exceed, where <paramref name="sigmoid"/> is set.</param>
internal sealed class Verdicts(IReadOnlyList<string> labels, CompatibilityLevel level, bool sigmoid, float threshold)
{
    private const string NoLabel = "NA";

    /// <summary>Probabilities of logits, as Spark NLP computes them: in double precision, the results in single.</summary>
    public float[] Probabilities(float[] logits)
    {
        if (sigmoid)
            return [.. logits.Select(x => (float)(1 / (1 + Math.Exp(-(double)x))))];
        double highest = logits.Max();
        double sum = logits.Sum(x => Math.Exp(x - highest));
        return [.. logits.Select(x => (float)(Math.Exp(x - highest) / sum))];
    }

    /// <summary>Appends the annotations of one sentence: the best label, or every label above the threshold.</summary>
    public void Append(List<Annotation> annotations, int begin, int end, int sentence, float[] probabilities)
    {
        var metadata = new OrderedDictionary<string, string?> { [Metadata.Sentence] = sentence.ToString(CultureInfo.InvariantCulture) };
        for (int i = 0; i < probabilities.Length; i++)
            metadata[Key(i)] = JavaText.Of(probabilities[i]);

        // 3.4 knows the sigmoid, but still names one label.
        if (!sigmoid || level == CompatibilityLevel.SparkNlp34)
        {
            Add(Array.IndexOf(probabilities, probabilities.Max()));
            return;
        }

        for (int i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] > threshold)
                Add(i);
        }

        void Add(int label) => annotations.Add(new Annotation(AnnotatorType.Category, begin, end, Name(label) ?? NoLabel, metadata));
    }

    private string? Name(int label) => label >= 0 && label < labels.Count && labels[label].Length > 0 ? labels[label] : null;

    private string Key(int label) => level == CompatibilityLevel.SparkNlp55 ? Name(label) ?? NoLabel
        : Name(label) is { } name ? $"Some({name})" : "None";
}
