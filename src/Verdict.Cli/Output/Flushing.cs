using System.Runtime.CompilerServices;

namespace Verdict.Cli.Output;

/// <summary>Keeps results from waiting in a buffer while the program itself waits.</summary>
internal static class Flushing
{
    /// <summary>The same items; before each wait for one, what was written so far goes out.</summary>
    public static async IAsyncEnumerable<T> FlushedWhenIdle<T>(
        this IAsyncEnumerable<T> items, LineWriter output, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        IAsyncEnumerator<T> enumerator = items.GetAsyncEnumerator(cancellation);
        await using (enumerator.ConfigureAwait(false))
        {
            while (true)
            {
                ValueTask<bool> next = enumerator.MoveNextAsync();
                if (!next.IsCompleted)
                    output.Flush();
                if (!await next.ConfigureAwait(false))
                    yield break;
                yield return enumerator.Current;
            }
        }
    }
}
