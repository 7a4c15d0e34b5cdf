using Verdict.SparkNlp.Archives;

namespace Verdict.SparkNlp;

/// <summary>
/// Gives each document (or each sentence, where a <see cref="SentenceDetector"/>'s column is read) a label, with every label's probability
/// in the metadata. Rows are pooled across the frame into batches; a row's answer does not depend on its company.
/// Set it up first, then any number of threads may use it.
/// </summary>
public sealed partial class BertForSequenceClassification : AnnotatorModel<BertForSequenceClassification>, IDisposable
{
    private const int LongestSequence = 512;
    private readonly ClassifierEngine _engine;
    private bool _multilabel;

    /// <summary>Takes an archive's parameters over, and the engine, which it owns unless this throws.</summary>
    internal BertForSequenceClassification(string uid, ClassifierEngine engine, StageParams parameters)
        : base(uid, [AnnotatorType.Document, AnnotatorType.Token], AnnotatorType.Category)
    {
        _engine = engine;
        Restore(parameters);
    }

    /// <summary>How many sentences Spark NLP runs together. Default 8. Here it is kept for archives and says nothing: batches are packed by tokens.</summary>
    public int BatchSize { get; private set; } = 8;

    /// <summary>The longest input in pieces, [CLS] and [SEP] included; the rest is not read. Default 128, range 1 to 512.</summary>
    public int MaxSentenceLength { get; internal set; } = 128;

    /// <summary>Whether capitals count; it must be what the model was trained with. Default true.</summary>
    public bool CaseSensitive { get; private set; } = true;

    /// <summary>Whether a row gets one label, from the mean of its sentences' probabilities. Default false: one for each sentence.</summary>
    public bool CoalesceSentences { get; private set; }

    /// <summary>From logits to probabilities: <c>softmax</c> (the default) or <c>sigmoid</c>, which gives every label above <see cref="Threshold"/>.</summary>
    public string Activation { get; private set; } = "softmax";

    /// <summary>Whether labels do not exclude each other. Default false.</summary>
    public bool Multilabel => _multilabel;

    /// <summary>The probability that a label must exceed under <c>sigmoid</c>. Default 0.5.</summary>
    public float Threshold { get; private set; } = 0.5f;

    /// <summary>The engine that the archive names. Here it is always the same one.</summary>
    public string Engine { get; private set; } = "tensorflow";

    /// <summary>Which pieces reach the model. Default <see cref="PieceMode.Faithful"/>.</summary>
    public PieceMode Pieces { get; private set; }

    /// <summary>Which release is followed where they differ. Default <see cref="CompatibilityLevel.SparkNlp55"/>.</summary>
    public CompatibilityLevel Compatibility { get; private set; } = CompatibilityLevel.SparkNlp55;

    /// <summary>The labels by id.</summary>
    public IReadOnlyList<string> Classes => _engine.Labels;

    internal override int WindowRows => 4096;

    internal ClassifierArchive Archive => _engine.Archive;

    internal long PackedBytes => _engine.PackedBytes;

    /// <summary>Sets <see cref="BatchSize"/>.</summary>
    /// <exception cref="ArgumentException">It is not positive.</exception>
    public BertForSequenceClassification SetBatchSize(int value)
    {
        BatchSize = value > 0 ? value : throw new ArgumentException("requirement failed: batchSize must be greater than 0");
        return this;
    }

    /// <summary>Sets <see cref="MaxSentenceLength"/>.</summary>
    /// <exception cref="ArgumentException">It is below 1, above 512 or above what the model has positions for.</exception>
    public BertForSequenceClassification SetMaxSentenceLength(int value)
    {
        if (value > LongestSequence)
            throw new ArgumentException("requirement failed: BERT models do not support sequences longer than 512 because of trainable positional embeddings.");
        if (value > _engine.MaxPositions)
            throw new ArgumentException($"requirement failed: this model has trained positions for {_engine.MaxPositions} pieces; set maxSentenceLength to at most that.");
        if (value < 1)
            throw new ArgumentException("requirement failed: The maxSentenceLength must be at least 1");
        MaxSentenceLength = value;
        return this;
    }

    /// <summary>Sets <see cref="CaseSensitive"/>.</summary>
    public BertForSequenceClassification SetCaseSensitive(bool value)
    {
        CaseSensitive = value;
        return this;
    }

    /// <summary>Sets <see cref="CoalesceSentences"/>.</summary>
    public BertForSequenceClassification SetCoalesceSentences(bool value)
    {
        CoalesceSentences = value;
        return this;
    }

    /// <summary>Sets <see cref="Activation"/>.</summary>
    /// <exception cref="ArgumentException">It is neither <c>softmax</c> nor <c>sigmoid</c>.</exception>
    public BertForSequenceClassification SetActivation(string value)
    {
        Activation = value is "softmax" or "sigmoid" ? value : throw new ArgumentException($"activation must be softmax or sigmoid, not '{value}'.", nameof(value));
        return this;
    }

    /// <summary>Sets <see cref="Multilabel"/>; true switches <see cref="Activation"/> to <c>sigmoid</c>, false to <c>softmax</c>.</summary>
    public BertForSequenceClassification SetMultilabel(bool value)
    {
        _multilabel = value;
        return SetActivation(value ? "sigmoid" : "softmax");
    }

    /// <summary>Sets <see cref="Threshold"/>. Unlike in Spark NLP it counts at once, not only after saving and loading.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside 0 to 1.</exception>
    public BertForSequenceClassification SetThreshold(float value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
        Threshold = value;
        return this;
    }

    /// <summary>Sets <see cref="Pieces"/>.</summary>
    public BertForSequenceClassification SetPieces(PieceMode mode)
    {
        Pieces = mode;
        return this;
    }

    /// <summary>Sets <see cref="Compatibility"/>.</summary>
    public BertForSequenceClassification SetCompatibility(CompatibilityLevel level)
    {
        Compatibility = level;
        return this;
    }

    /// <summary>Ends the workers and lets go of the weights.</summary>
    public void Dispose() => _engine.Dispose();

    internal override IReadOnlyList<Annotation>[] AnnotateRows(IReadOnlyList<IReadOnlyList<Annotation>> rows)
    {
        var sequences = new List<(Sentence Sentence, int[] Ids)>[rows.Count];
        _engine.For(rows.Count, row => sequences[row] = Encode(rows[row]));
        float[][] logits = _engine.Run([.. sequences.SelectMany(s => s).Select(s => s.Ids)]);

        var verdicts = new Verdicts(_engine.Labels, Compatibility, Activation == "sigmoid", Threshold);
        var result = new IReadOnlyList<Annotation>[rows.Count];
        int next = 0;
        for (int row = 0; row < result.Length; row++)
        {
            List<Annotation> annotations = [];
            float[][] scores = [.. logits.AsSpan(next, sequences[row].Count).ToArray().Select(verdicts.Probabilities)];
            next += scores.Length;
            if (CoalesceSentences && scores.Length > 0)
                scores = [Mean(scores)];
            for (int i = 0; i < scores.Length; i++)
            {
                Sentence sentence = sequences[row][i].Sentence;
                verdicts.Append(annotations, sentence.Start, sentence.End, sentence.Index, scores[i]);
            }

            result[row] = annotations;
        }

        return result;
    }

    private void Restore(StageParams parameters)
    {
        BatchSize = parameters.Integer("batchSize") ?? BatchSize;
        MaxSentenceLength = parameters.Integer("maxSentenceLength") ?? MaxSentenceLength;
        CaseSensitive = parameters.Flag("caseSensitive") ?? CaseSensitive;
        CoalesceSentences = parameters.Flag("coalesceSentences") ?? CoalesceSentences;
        SetActivation(parameters.Text("activation") ?? Activation);
        _multilabel = parameters.Flag("multilabel") ?? _multilabel;
        Threshold = (float)(parameters.Number("threshold") ?? Threshold);
        Engine = parameters.Text("engine") ?? Engine;
        LazyAnnotator = parameters.Flag("lazyAnnotator") ?? LazyAnnotator;
        _inputCols = parameters.Texts("inputCols")?.ToArray() ?? _inputCols;
        _outputCol = parameters.Text("outputCol") ?? _outputCol;
    }

    /// <summary>The sentences of a row that have tokens, with their ids. A row without tokens has none.</summary>
    private List<(Sentence Sentence, int[] Ids)> Encode(IReadOnlyList<Annotation> row)
    {
        Sentence[] sentences = Sentence.Of(row);
        List<string>[] tokens = TokenAssignment.Of(sentences, row);
        int room = Math.Max(0, Math.Min(MaxSentenceLength, _engine.MaxPositions) - 2);
        List<(Sentence, int[])> result = [];
        for (int i = 0; i < sentences.Length; i++)
        {
            if (tokens[i].Count > 0)
                result.Add((sentences[i], [_engine.Vocabulary.StartId, .. PiecesOf(sentences[i], tokens[i], room), _engine.Vocabulary.EndId]));
        }

        return result;
    }

    private IReadOnlyList<int> PiecesOf(Sentence sentence, List<string> tokens, int room)
    {
        if (Pieces == PieceMode.Exact)
            return _engine.Vocabulary.Exact(sentence.Content, CaseSensitive, room);
        List<int> ids = [];
        foreach (string token in tokens)
        {
            if (ids.Count >= room)
                break;
            _engine.Vocabulary.AppendFaithful(token, CaseSensitive, ids, room);
        }

        return ids;
    }

    private static float[] Mean(float[][] scores)
    {
        float[] mean = new float[scores[0].Length];
        for (int label = 0; label < mean.Length; label++)
            mean[label] = scores.Sum(s => s[label]) / scores.Length;
        return mean;
    }
}
