using System.Collections.Concurrent;
using System.Globalization;
using Verdict.Files;

namespace Verdict.Tokenization;

/// <summary>
/// BERT's fast tokeniser, as the Rust core of Hugging Face's tokenizers runs it: from a <c>tokenizer.json</c>, or from a <c>vocab.txt</c>
/// with its <c>tokenizer_config.json</c>. Immutable; safe from any number of threads at the same time.
/// </summary>
/// <remarks>A lone surrogate in a text counts as U+FFFD, which is what the reference gets when such a text is encoded as UTF-8.</remarks>
public sealed partial class Tokenizer
{
    private readonly TokenizerParts _parts;
    private readonly ConcurrentBag<TextPipeline> _idle = [];
    private readonly Dictionary<int, AddedToken> _addedById;
    private readonly Dictionary<string, AddedToken> _addedByContent;

    internal Tokenizer(TokenizerParts parts)
    {
        _parts = parts;
        _addedById = parts.AddedTokens.ToDictionary(t => t.Id);
        _addedByContent = parts.AddedTokens.ToDictionary(t => t.Content, StringComparer.Ordinal);
        VocabularySize = Math.Max(parts.Vocabulary.HighestId, parts.AddedTokens.Select(t => t.Id).DefaultIfEmpty(-1).Max()) + 1;
        Description = Describe();
    }

    /// <summary>One more than the highest id, added tokens included: the rows that a model's embeddings need.</summary>
    public int VocabularySize { get; }

    /// <summary>What it is, in a line of words.</summary>
    public string Description { get; }

    /// <summary>Opens the tokeniser of a folder.</summary>
    /// <param name="folder">A folder with <c>tokenizer.json</c>, or with <c>vocab.txt</c> and <c>tokenizer_config.json</c>.</param>
    /// <exception cref="VerdictFormatException">A file is missing or broken, or asks for something that is not supported; the message names it.</exception>
    public static Tokenizer Open(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        using ModelFiles files = ModelFiles.FromFolder(folder);
        return Read(files);
    }

    /// <summary>Reads the tokeniser among a model's files. It keeps no reference to them.</summary>
    internal static Tokenizer Read(ModelFiles files) => new(TokenizerReader.Read(files));

    /// <summary>The token of an id, <see langword="null"/> where there is none.</summary>
    public string? TokenOf(int id) => _addedById.TryGetValue(id, out AddedToken? added) ? added.Content : _parts.Vocabulary.TokenOf(id);

    /// <summary>The id of a token, <see langword="null"/> where there is none.</summary>
    public int? IdOf(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (_addedByContent.TryGetValue(token, out AddedToken? added))
            return added.Id;
        int id = _parts.Vocabulary.Find(token);
        return id < 0 ? null : id;
    }

    /// <summary>Encodes a text or a pair, with all that is known about each token.</summary>
    /// <param name="text">Any text, the empty one included.</param>
    /// <param name="pair">The second text of a pair; an empty one still makes a pair.</param>
    /// <param name="options">How; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The options contradict each other, or the text to truncate is too short; the message says what to do.</exception>
    public Encoding Encode(string text, string? pair = null, EncodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        Truncation? truncation = TruncationOf(options);
        TextPipeline pipeline = Rent();
        EncodingPlan plan = Plan(pipeline, text, pair, options ?? Defaults, truncation);
        Return(pipeline);
        return plan.Build(plan.Length);
    }

    /// <summary>Encodes many texts on all processors; encoding <c>i</c> belongs to text <c>i</c>.</summary>
    /// <param name="texts">Any texts.</param>
    /// <param name="options">How; <see langword="null"/> for the defaults.</param>
    /// <param name="threads">How many threads work; 0 for one on each processor that this process may use.</param>
    /// <exception cref="ArgumentException">As for <see cref="Encode"/>.</exception>
    public IReadOnlyList<Encoding> EncodeBatch(IReadOnlyList<string> texts, EncodingOptions? options = null, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return EncodeBatch(texts.Count, i => (texts[i], null), options, threads, nameof(texts));
    }

    /// <summary>Encodes many pairs on all processors; encoding <c>i</c> belongs to pair <c>i</c>.</summary>
    /// <param name="pairs">Any pairs; a missing second text makes a text alone.</param>
    /// <param name="options">How; <see langword="null"/> for the defaults.</param>
    /// <param name="threads">How many threads work; 0 for one on each processor that this process may use.</param>
    /// <exception cref="ArgumentException">As for <see cref="Encode"/>.</exception>
    public IReadOnlyList<Encoding> EncodeBatch(IReadOnlyList<(string Text, string? Pair)> pairs, EncodingOptions? options = null, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return EncodeBatch(pairs.Count, i => pairs[i], options, threads, nameof(pairs));
    }

    /// <summary>Puts ids together to text.</summary>
    /// <param name="ids">Ids; those that are no token's are left out.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    /// <param name="cleanUp">
    /// Whether the spaces before punctuation and inside contractions are taken out of the whole text too, as the transformers library does
    /// where its configuration says <c>clean_up_tokenization_spaces</c>; the decoder's own clean-up is done as the tokeniser's file says.
    /// </param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = true, bool cleanUp = false)
    {
        List<string> tokens = [];
        foreach (int id in ids)
        {
            if (TokenOf(id) is { } token && !(skipSpecialTokens && _addedByContent.TryGetValue(token, out AddedToken? added) && added.Special))
                tokens.Add(token);
        }

        string text = _parts.Decoder.Join(tokens);
        return cleanUp ? PieceDecoder.Clean(text, ofToken: false) : text;
    }

    private static readonly EncodingOptions Defaults = new();

    private Truncation? TruncationOf(EncodingOptions? options)
    {
        if (options is null)
            return _parts.Truncation;
        List<string> faults = [];
        if (options.MaxLength < 0)
            faults.Add($"MaxLength is {options.MaxLength}; it may not be negative");
        if (options.Stride < 0)
            faults.Add($"Stride is {options.Stride}; it may not be negative");
        if (!Enum.IsDefined(options.TruncationStrategy))
            faults.Add($"TruncationStrategy is {options.TruncationStrategy}, which is none");
        if (!Enum.IsDefined(options.TruncationSide))
            faults.Add($"TruncationSide is {options.TruncationSide}, which is none");
        if (faults.Count > 0)
            throw new ArgumentException($"{string.Join("; ", faults)}.", nameof(options));
        return options.MaxLength is { } length
            ? new Truncation(length, options.TruncationStrategy, options.TruncationSide, options.Stride)
            : _parts.Truncation;
    }

    private TextPipeline Rent() => _idle.TryTake(out TextPipeline? pipeline) ? pipeline : new TextPipeline(_parts);

    private void Return(TextPipeline pipeline)
    {
        // A giant text's memory goes with it.
        if (!pipeline.IsLarge)
            _idle.Add(pipeline);
    }

    private EncodingPlan Plan(TextPipeline pipeline, string text, string? pair, EncodingOptions options, Truncation? truncation) =>
        new(_parts, pipeline.Run(text), pair is null ? null : pipeline.Run(pair), options.AddSpecialTokens, truncation);

    private Encoding[] EncodeBatch(int count, Func<int, (string? Text, string? Pair)> at, EncodingOptions? options, int threads, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Truncation? truncation = TruncationOf(options);
        options ??= Defaults;
        for (int i = 0; i < count; i++)
        {
            if (at(i).Text is null)
                throw new ArgumentException($"Text {i} is null. Give \"\" for an empty one.", name);
        }

        var plans = new EncodingPlan[count];
        var encodings = new Encoding[count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? -1 : threads };
        try
        {
            Parallel.For(0, count, parallel, Rent, (i, _, pipeline) =>
            {
                (string? text, string? pair) = at(i);
                plans[i] = Plan(pipeline, text!, pair, options, truncation);
                return pipeline;
            }, Return);
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is ArgumentException first)
        {
            throw new ArgumentException(first.Message, nameof(options), e);
        }

        // Padding to the longest of the batch needs all lengths first.
        int longest = plans.Length == 0 ? 0 : plans.Max(p => p.Length);
        Parallel.For(0, count, parallel, i => encodings[i] = plans[i].Build(longest));
        return encodings;
    }

    private string Describe()
    {
        Normalization steps = _parts.Table.Normalization;
        int outside = _parts.AddedTokens.Count(t => _parts.Vocabulary.Find(t.Content) < 0);
        return string.Create(CultureInfo.InvariantCulture, $"WordPiece, {_parts.Vocabulary.Count:N0} pieces")
            + (outside == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {outside:N0} added tokens"))
            + (steps.Lowercase ? ", uncased" : ", cased")
            + (steps.StripAccents ? ", accents stripped" : ", accents kept")
            + (steps.CleanText ? ", control characters removed" : "")
            + (steps.SeparateCjk ? ", ideographs separated" : "");
    }
}
