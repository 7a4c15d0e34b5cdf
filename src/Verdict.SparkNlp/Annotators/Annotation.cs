using System.Collections.ObjectModel;

namespace Verdict.SparkNlp;

/// <summary>
/// What a stage says about a stretch of a text: Spark NLP's six fields, in its order. Immutable, unless the caller changes the
/// collections that were given; two annotations are equal where all six fields are.
/// </summary>
public sealed class Annotation : IEquatable<Annotation>
{
    private static readonly ReadOnlyDictionary<string, string?> NoMetadata = new(new Dictionary<string, string?>());

    /// <summary>Creates an annotation.</summary>
    /// <param name="annotatorType">Its kind; see <see cref="SparkNlp.AnnotatorType"/>.</param>
    /// <param name="begin">Its first UTF-16 code unit.</param>
    /// <param name="end">Its last UTF-16 code unit, inclusive; <paramref name="begin"/> − 1 for an empty text.</param>
    /// <param name="result">The text or the label.</param>
    /// <param name="metadata">Further facts, in order; <see langword="null"/> for none.</param>
    /// <param name="embeddings">A vector, where the stage makes one; <see langword="null"/> for none.</param>
    public Annotation(
        string annotatorType, int begin, int end, string result,
        IReadOnlyDictionary<string, string?>? metadata = null, IReadOnlyList<float>? embeddings = null)
    {
        ArgumentNullException.ThrowIfNull(annotatorType);
        ArgumentNullException.ThrowIfNull(result);
        AnnotatorType = annotatorType;
        Begin = begin;
        End = end;
        Result = result;
        Metadata = metadata ?? NoMetadata;
        Embeddings = embeddings ?? [];
    }

    /// <summary>Its kind, such as <c>document</c>, <c>token</c> or <c>category</c>.</summary>
    public string AnnotatorType { get; }

    /// <summary>Its first UTF-16 code unit.</summary>
    public int Begin { get; }

    /// <summary>Its last UTF-16 code unit, inclusive; −1 for an empty text.</summary>
    public int End { get; }

    /// <summary>The text or the label.</summary>
    public string Result { get; }

    /// <summary>Further facts, such as the sentence's number or each label's probability.</summary>
    public IReadOnlyDictionary<string, string?> Metadata { get; }

    /// <summary>A vector, empty unless the stage makes one.</summary>
    public IReadOnlyList<float> Embeddings { get; }

    /// <summary>Whether all six fields are equal; the order of the metadata does not count.</summary>
    public bool Equals(Annotation? other) =>
        other is not null && AnnotatorType == other.AnnotatorType && Begin == other.Begin && End == other.End && Result == other.Result &&
        Metadata.Count == other.Metadata.Count &&
        Metadata.All(m => other.Metadata.TryGetValue(m.Key, out string? value) && value == m.Value) &&
        Embeddings.SequenceEqual(other.Embeddings);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Annotation);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(AnnotatorType, Begin, End, Result);

    /// <summary>Spark NLP's short form.</summary>
    public override string ToString() => $"Annotation(type: {AnnotatorType}, begin: {Begin}, end: {End}, result: {Result})";
}
