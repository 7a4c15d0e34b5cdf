using System.Text.RegularExpressions;
using Apache.Arrow;
using Verdict.SparkNlp.Text.Patterns;

namespace Verdict.SparkNlp;

/// <summary>Cuts documents into sentences by rules made for English: the type stays <c>document</c>, so a classifier takes each for a text of its own.</summary>
public sealed class SentenceDetector : AnnotatorModel<SentenceDetector>
{
    private Regex[] _bounds = [];

    /// <summary>Creates one with Spark NLP's defaults.</summary>
    public SentenceDetector()
        : base(NewUid("SentenceDetector"), [AnnotatorType.Document], AnnotatorType.Document)
    {
        _inputCols = [AnnotatorType.Document];
        _outputCol = Metadata.Sentence;
    }

    /// <summary>Whether points behind known abbreviations end no sentence. Default true.</summary>
    public bool UseAbbreviations { get; private set; } = true;

    /// <summary>Whether numbered items begin a sentence. Default true.</summary>
    public bool DetectLists { get; private set; } = true;

    /// <summary>Java patterns that end a sentence. Default none.</summary>
    public IReadOnlyList<string> CustomBounds { get; private set; } = [];

    /// <summary>What becomes of a custom bound: <c>none</c> (the default) takes it out, <c>prepend</c> leaves it to the next sentence, <c>append</c> to its own.</summary>
    public string CustomBoundsStrategy { get; private set; } = "none";

    /// <summary>Whether <see cref="CustomBounds"/> alone count. Default false; without custom bounds it says nothing.</summary>
    public bool UseCustomBoundsOnly { get; private set; }

    /// <summary>Whether each sentence becomes a row of its own. Rows without sentences go. Default false.</summary>
    public bool ExplodeSentences { get; private set; }

    /// <summary>The length in UTF-16 code units at which sentences are cut between words; <see langword="null"/> (the default) for never.</summary>
    public int? SplitLength { get; private set; }

    /// <summary>The shortest sentence that is kept, in UTF-16 code units. Default 0.</summary>
    public int MinLength { get; private set; }

    /// <summary>The longest sentence that is kept, in UTF-16 code units. Default 99,999.</summary>
    public int MaxLength { get; private set; } = 99_999;

    /// <summary>Sets <see cref="UseAbbreviations"/>.</summary>
    public SentenceDetector SetUseAbbreviations(bool value) => With(() => UseAbbreviations = value);

    /// <summary>Sets <see cref="DetectLists"/>.</summary>
    public SentenceDetector SetDetectLists(bool value) => With(() => DetectLists = value);

    /// <summary>Sets <see cref="CustomBounds"/>.</summary>
    /// <exception cref="ArgumentException">One is no pattern that can be used.</exception>
    public SentenceDetector SetCustomBounds(params string[] bounds)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        _bounds = [.. bounds.Select(JavaPattern.Compile)];
        return With(() => CustomBounds = [.. bounds]);
    }

    /// <summary>Sets <see cref="CustomBoundsStrategy"/>.</summary>
    /// <exception cref="ArgumentException">There is no such strategy.</exception>
    public SentenceDetector SetCustomBoundsStrategy(string strategy) => strategy is "none" or "prepend" or "append"
        ? With(() => CustomBoundsStrategy = strategy)
        : throw new ArgumentException($"customBoundsStrategy must be none, prepend or append, not '{strategy}'.", nameof(strategy));

    /// <summary>Sets <see cref="UseCustomBoundsOnly"/>.</summary>
    public SentenceDetector SetUseCustomBoundsOnly(bool value) => With(() => UseCustomBoundsOnly = value);

    /// <summary>Sets <see cref="ExplodeSentences"/>.</summary>
    public SentenceDetector SetExplodeSentences(bool value) => With(() => ExplodeSentences = value);

    /// <summary>Sets <see cref="SplitLength"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public SentenceDetector SetSplitLength(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        return With(() => SplitLength = value);
    }

    /// <summary>Sets <see cref="MinLength"/>.</summary>
    /// <exception cref="ArgumentException">It is negative.</exception>
    public SentenceDetector SetMinLength(int value) => value >= 0
        ? With(() => MinLength = value)
        : throw new ArgumentException("requirement failed: minLength must be greater equal than 0");

    /// <summary>Sets <see cref="MaxLength"/>.</summary>
    /// <exception cref="ArgumentException">It is less than <see cref="MinLength"/>.</exception>
    public SentenceDetector SetMaxLength(int value) => value >= MinLength
        ? With(() => MaxLength = value)
        : throw new ArgumentException("requirement failed: maxLength must be greater equal than minLength");

    /// <summary>Loads what Spark NLP or <see cref="Transformer.Save"/> saved.</summary>
    /// <param name="path">The folder, or a zip of it.</param>
    /// <exception cref="VerdictFormatException">It is damaged, or something else.</exception>
    public static SentenceDetector Load(string path) => SavedStages.Open<SentenceDetector>(path);

    internal override IReadOnlyList<Annotation>[] AnnotateRows(IReadOnlyList<IReadOnlyList<Annotation>> rows)
    {
        var result = new IReadOnlyList<Annotation>[rows.Count];
        for (int i = 0; i < result.Length; i++)
        {
            IReadOnlyList<Annotation> row = rows[i];
            result[i] = JavaPattern.Guard(() => Detect(row));
        }

        return result;
    }

    private protected override RecordBatch Finish(RecordBatch batch, IArrowArray column, ReadOnlyMemory<IReadOnlyList<Annotation>> made, Schema schema)
    {
        if (!ExplodeSentences)
            return base.Finish(batch, column, made, schema);
        List<int> rows = [];
        List<IReadOnlyList<Annotation>> sentences = [];
        for (int row = 0; row < made.Length; row++)
        {
            foreach (Annotation sentence in made.Span[row])
            {
                rows.Add(row);
                sentences.Add([sentence]);
            }
        }

        RecordBatch taken = Frames.Rows.Take(batch, rows);
        return base.Finish(taken, AnnotationColumn.Build([.. sentences]), default, schema);
    }

    private List<Annotation> Detect(IReadOnlyList<Annotation> row)
    {
        IEnumerable<Sentence> kept = row.SelectMany(document => Tag(document.Result))
            .Where(s => s.Content.Length > 0 && s.Content.Length >= MinLength && s.Content.Length <= MaxLength)
            .OrderBy(s => s.Start);
        List<Annotation> result = [];
        foreach (Sentence sentence in kept)
            result.Add(new Annotation(AnnotatorType.Document, sentence.Start, sentence.End, sentence.Content, Metadata.OfSentence(result.Count)));
        return result;
    }

    private IEnumerable<Sentence> Tag(string text)
    {
        string marked = _bounds.Length > 0 ? SentenceRules.MarkBounds(text, _bounds, CustomBoundsStrategy) : text;
        if (_bounds.Length == 0 || !UseCustomBoundsOnly)
            marked = SentenceRules.Mark(marked, DetectLists, UseAbbreviations, numbersFirst: _bounds.Length == 0);
        List<Sentence> sentences = SentenceRules.Cut(marked, text);
        return SplitLength is { } length ? sentences.SelectMany(s => Split(s, length)) : sentences;
    }

    /// <summary>Cuts a long sentence between words; a word longer than the limit stays whole.</summary>
    private static IEnumerable<Sentence> Split(Sentence sentence, int length)
    {
        int start = sentence.Start;
        List<string> words = [];
        int used = 0;
        foreach (string word in sentence.Content.Split(' ').Append(null!))
        {
            if (word is null || used + word.Length > length)
            {
                string part = string.Join(' ', words);
                yield return new Sentence(part, start, 0);
                start += part.Length + 1;
                words.Clear();
                used = 0;
            }

            words.Add(word!);
            used += (word?.Length ?? 0) + 1;
        }
    }

    private SentenceDetector With(Action set)
    {
        set();
        return this;
    }
}
