using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Verdict.Classification;

/// <summary>Some items of a stream on their way through a classifier.</summary>
internal sealed class StreamWindow<T>
{
    public List<T> Items { get; } = [];

    public List<InputText> Texts { get; } = [];

    /// <summary>One for each item, once the engine has seen them.</summary>
    public Prediction[] Predictions { get; set; } = [];

    public long Length { get; set; }
}

/// <summary>Cuts a stream into windows.</summary>
internal static class StreamWindows
{
    /// <summary>
    /// Fills windows from a stream. A full window waits for the engine; one that is not full is handed over as soon as the engine is free and the
    /// stream has nothing ready, so that a slow stream gets its answers at once and a fast one in large windows.
    /// </summary>
    public static async Task ReadAsync<T>(
        IAsyncEnumerable<T> items, Func<T, InputText> text, int mostItems, int mostLength, ChannelWriter<StreamWindow<T>> windows, CancellationToken cancellation)
    {
        try
        {
            var window = new StreamWindow<T>();
            await using ConfiguredCancelableAsyncEnumerable<T>.Enumerator source = items.WithCancellation(cancellation).ConfigureAwait(false).GetAsyncEnumerator();
            while (true)
            {
                Task<bool> next = NextAsync(source);
                while (!next.IsCompleted && window.Items.Count > 0)
                {
                    if (windows.TryWrite(window))
                        window = new StreamWindow<T>();
                    else
                        await Task.WhenAny(next, windows.WaitToWriteAsync(cancellation).AsTask()).ConfigureAwait(false);
                }

                if (!await next.ConfigureAwait(false))
                    break;
                window.Items.Add(source.Current);
                window.Texts.Add(text(source.Current));
                window.Length += window.Texts[^1].Length;
                if (window.Items.Count < mostItems && window.Length < mostLength)
                    continue;
                await windows.WriteAsync(window, cancellation).ConfigureAwait(false);
                window = new StreamWindow<T>();
            }

            if (window.Items.Count > 0)
                await windows.WriteAsync(window, cancellation).ConfigureAwait(false);
            windows.Complete();
        }
        catch (Exception e)
        {
            windows.Complete(e);
        }
    }

    private static async Task<bool> NextAsync<T>(ConfiguredCancelableAsyncEnumerable<T>.Enumerator source) => await source.MoveNextAsync();
}
