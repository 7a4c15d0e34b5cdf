namespace Verdict.SparkNlp;

/// <summary>A stretch of a text that is worked on by itself.</summary>
/// <param name="Content">Its text.</param>
/// <param name="Start">Its first UTF-16 code unit in the text; −1 where it was not found again.</param>
/// <param name="Index">Its number.</param>
internal readonly record struct Sentence(string Content, int Start, int Index)
{
    /// <summary>The last code unit, inclusive.</summary>
    public int End => Start + Content.Length - 1;

    /// <summary>The sentences of a row: its document annotations, numbered by their metadata or else by position.</summary>
    public static Sentence[] Of(IReadOnlyList<Annotation> annotations)
    {
        List<Sentence> sentences = [];
        foreach (Annotation annotation in annotations)
        {
            if (annotation.AnnotatorType == AnnotatorType.Document)
                sentences.Add(new Sentence(annotation.Result, annotation.Begin, Metadata.SentenceOf(annotation, sentences.Count)));
        }

        return [.. sentences];
    }
}
