using Verdict.Classification;
using Verdict.Labels;
using Verdict.Models;
using Verdict.Tokenization;

namespace Verdict;

/// <summary>
/// A text classifier: opened once, immutable, and safe to call from any number of threads at the same time.
/// The same text gets the same scores (to 1e-5) alone, in any list, in any order and on any number of threads.
/// </summary>
public sealed partial class TextClassifier : IDisposable
{
    private readonly OpenedModel _opened;
    private readonly ModelRunner _runner;
    private readonly LabelHead _head;
    private readonly ResolvedOptions _options;

    private TextClassifier(OpenedModel opened, ModelRunner runner, LabelHead head, ResolvedOptions options)
    {
        _opened = opened;
        _runner = runner;
        _head = head;
        _options = options;
        Model = opened.Describe(head, options);
    }

    /// <summary>What the engine found on this machine and chose.</summary>
    public static EngineInformation Engine => EngineProbe.Information;

    /// <summary>What the model is.</summary>
    public ModelInformation Model { get; }

    /// <summary>The model's tokeniser.</summary>
    public Tokenizer Tokenizer => _opened.Tokenizer;

    /// <summary>Classifies one text. All threads work on it together.</summary>
    /// <param name="text">Any text, the empty one included.</param>
    /// <exception cref="TextTooLongException">The text is too long and <see cref="LongTextPolicy.Error"/> is set.</exception>
    public Prediction Classify(string text) => Run([InputText.From(text)], default)[0];

    /// <summary>Classifies a pair of texts.</summary>
    /// <param name="pair">Both texts; the empty one is allowed.</param>
    /// <exception cref="TextTooLongException">The pair is too long and <see cref="LongTextPolicy.Error"/> is set.</exception>
    public Prediction Classify(TextPair pair) => Run([InputText.From(pair)], default)[0];

    /// <summary>Classifies many texts; result <c>i</c> belongs to text <c>i</c>.</summary>
    /// <param name="texts">Any number of texts.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    /// <exception cref="TextTooLongException">A text is too long and <see cref="LongTextPolicy.Error"/> is set.</exception>
    public IReadOnlyList<Prediction> Classify(IReadOnlyList<string> texts, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return RunAll(texts, InputText.From, cancellation);
    }

    /// <summary>Classifies many pairs; result <c>i</c> belongs to pair <c>i</c>.</summary>
    /// <param name="pairs">Any number of pairs.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    /// <exception cref="TextTooLongException">A pair is too long and <see cref="LongTextPolicy.Error"/> is set.</exception>
    public IReadOnlyList<Prediction> Classify(IReadOnlyList<TextPair> pairs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return RunAll(pairs, InputText.From, cancellation);
    }

    /// <summary>Lets go of the threads and the model's memory. Calls under way must have ended.</summary>
    public void Dispose()
    {
        _runner.Dispose();
        _opened.Dispose();
    }
}
