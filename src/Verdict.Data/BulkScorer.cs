namespace Verdict.Data;

/// <summary>What a bulk job asks for predictions. Used by one thread at a time.</summary>
public sealed class BulkScorer
{
    private readonly Func<IReadOnlyList<string>, IReadOnlyList<Prediction>> _texts;
    private readonly Func<IReadOnlyList<TextPair>, IReadOnlyList<Prediction>> _pairs;

    /// <summary>Creates a scorer from functions.</summary>
    /// <param name="labels">The model's labels in order; each becomes a column <c>score_LABEL</c>.</param>
    /// <param name="texts">Prediction <c>i</c> for text <c>i</c>. May throw <see cref="TextTooLongException"/>: the row is then marked.</param>
    /// <param name="pairs">The same for pairs.</param>
    public BulkScorer(
        IReadOnlyList<string> labels,
        Func<IReadOnlyList<string>, IReadOnlyList<Prediction>> texts,
        Func<IReadOnlyList<TextPair>, IReadOnlyList<Prediction>> pairs)
    {
        Labels = labels;
        _texts = texts;
        _pairs = pairs;
    }

    /// <summary>The model's labels in order.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Asks a classifier, which the caller disposes after the job.</summary>
    public static BulkScorer For(TextClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        return new(classifier.Model.Labels, texts => classifier.Classify(texts), pairs => classifier.Classify(pairs));
    }

    /// <summary>
    /// What to give as <see cref="BulkJobOptions.Model"/> for a classifier: its files' names and sizes, and what it says
    /// about a few texts to the last bit, which changed weights or options and another kernel path change too.
    /// </summary>
    public static string DigestOf(TextClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        return Bulk.ModelDigest.Of(classifier);
    }

    internal IReadOnlyList<Prediction> Score(IReadOnlyList<string> texts) => _texts(texts);

    internal IReadOnlyList<Prediction> Score(IReadOnlyList<TextPair> pairs) => _pairs(pairs);
}
