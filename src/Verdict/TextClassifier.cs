namespace Verdict;

/// <summary>
/// A text classifier: opened once, immutable, and safe to call from any number of threads at the same time.
/// The same text gets the same scores (to 1e-5) alone, in any list, in any order and on any number of threads.
/// </summary>
public sealed class TextClassifier : IDisposable
{
    /// <summary>What the engine found on this machine and chose.</summary>
    public static EngineInformation Engine => throw new NotImplementedException();

    /// <summary>What the model is.</summary>
    public ModelInformation Model => throw new NotImplementedException();

    /// <summary>Opens a model.</summary>
    /// <param name="model">A Hugging Face folder: <c>config.json</c>, safetensors weights and a tokeniser.</param>
    /// <param name="options">How to work; <see langword="null"/> for the defaults.</param>
    /// <exception cref="VerdictFormatException">A file is missing or not what it should be; the message names it.</exception>
    /// <exception cref="ArgumentException">The options contradict each other or the model; the message lists every fault.</exception>
    public static TextClassifier Open(string model, ClassifierOptions? options = null) => throw new NotImplementedException();

    /// <summary>Classifies one text. All threads work on it together.</summary>
    /// <param name="text">Any text, the empty one included.</param>
    public Prediction Classify(string text) => throw new NotImplementedException();

    /// <summary>Classifies a pair of texts.</summary>
    public Prediction Classify(TextPair pair) => throw new NotImplementedException();

    /// <summary>Classifies many texts; result <c>i</c> belongs to text <c>i</c>.</summary>
    public IReadOnlyList<Prediction> Classify(IReadOnlyList<string> texts) => throw new NotImplementedException();

    /// <summary>Classifies many pairs; result <c>i</c> belongs to pair <c>i</c>.</summary>
    public IReadOnlyList<Prediction> Classify(IReadOnlyList<TextPair> pairs) => throw new NotImplementedException();

    /// <summary>Classifies a stream, in order, with a bounded number of texts in memory.</summary>
    public IAsyncEnumerable<Prediction> ClassifyAsync(IAsyncEnumerable<string> texts, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Classifies the text in each item of a stream and hands the item back with its prediction, in order.</summary>
    public IAsyncEnumerable<(T Item, Prediction Prediction)> ClassifyAsync<T>(
        IAsyncEnumerable<T> items, Func<T, string> text, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Classifies the pair in each item of a stream and hands the item back with its prediction, in order.</summary>
    public IAsyncEnumerable<(T Item, Prediction Prediction)> ClassifyAsync<T>(
        IAsyncEnumerable<T> items, Func<T, TextPair> pair, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Lets go of the threads and the model's memory. Calls under way must have ended.</summary>
    public void Dispose()
    {
    }
}
