using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Verdict.Classification;

namespace Verdict;

/// <content>Streams.</content>
public sealed partial class TextClassifier
{
    /// <summary>Classifies a stream, in order, with a bounded number of texts in memory.</summary>
    /// <param name="texts">The texts; read ahead by at most three windows of some thousand.</param>
    /// <param name="cancellation">Ends the work and the reading.</param>
    public IAsyncEnumerable<Prediction> ClassifyAsync(IAsyncEnumerable<string> texts, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Predictions(texts, cancellation);
    }

    /// <summary>Classifies the text in each item of a stream and hands the item back with its prediction, in order.</summary>
    /// <param name="items">The items; read ahead by at most three windows of some thousand.</param>
    /// <param name="text">The text of an item.</param>
    /// <param name="cancellation">Ends the work and the reading.</param>
    public IAsyncEnumerable<(T Item, Prediction Prediction)> ClassifyAsync<T>(
        IAsyncEnumerable<T> items, Func<T, string> text, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(text);
        return Stream(items, item => InputText.From(text(item)), cancellation);
    }

    /// <summary>Classifies the pair in each item of a stream and hands the item back with its prediction, in order.</summary>
    /// <param name="items">The items; read ahead by at most three windows of some thousand.</param>
    /// <param name="pair">The pair of an item.</param>
    /// <param name="cancellation">Ends the work and the reading.</param>
    public IAsyncEnumerable<(T Item, Prediction Prediction)> ClassifyAsync<T>(
        IAsyncEnumerable<T> items, Func<T, TextPair> pair, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(pair);
        return Stream(items, item => InputText.From(pair(item)), cancellation);
    }

    private async IAsyncEnumerable<Prediction> Predictions(IAsyncEnumerable<string> texts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach ((string _, Prediction prediction) in Stream(texts, InputText.From, cancellation).ConfigureAwait(false))
            yield return prediction;
    }

    /// <summary>
    /// Reader, engine and caller each work on a window of their own; between them stand channels that hold one, so that whoever is slow holds the others back.
    /// </summary>
    private async IAsyncEnumerable<(T Item, Prediction Prediction)> Stream<T>(
        IAsyncEnumerable<T> items, Func<T, InputText> text, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Channel<StreamWindow<T>> read = Channel.CreateBounded<StreamWindow<T>>(1);
        Channel<StreamWindow<T>> done = Channel.CreateBounded<StreamWindow<T>>(1);
        Task reading = Task.Run(() => StreamWindows.ReadAsync(items, text, WindowTexts, WindowLength, read.Writer, ending.Token), CancellationToken.None);
        Task working = Task.Run(() => WorkAsync(read.Reader, done.Writer, ending.Token), CancellationToken.None);
        try
        {
            await foreach (StreamWindow<T> window in done.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                for (int i = 0; i < window.Items.Count; i++)
                    yield return (window.Items[i], window.Predictions[i]);
            }
        }
        finally
        {
            // Also when the caller stops early: nothing may go on reading or computing behind its back.
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(reading, working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WorkAsync<T>(ChannelReader<StreamWindow<T>> windows, ChannelWriter<StreamWindow<T>> done, CancellationToken cancellation)
    {
        long index = 0;
        try
        {
            await foreach (StreamWindow<T> window in windows.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                window.Predictions = Run(window.Texts, index, cancellation);
                index += window.Items.Count;
                await done.WriteAsync(window, cancellation).ConfigureAwait(false);
            }

            done.Complete();
        }
        catch (Exception e)
        {
            done.Complete(e);
        }
    }
}
