using System.Runtime.CompilerServices;
using Verdict.Testing;
using Verdict.Tests.Laws;
using Xunit;

namespace Verdict.Tests.Classification;

public sealed class StreamTests : IDisposable
{
    private readonly TextClassifier _classifier = TextClassifier.Open(RepositoryPaths.Golden("models", "tiny-bert-fr"));

    public void Dispose() => _classifier.Dispose();

    [Fact]
    public async Task A_stream_gives_what_a_list_gives_in_order()
    {
        string[] texts = [.. Enumerable.Range(0, 5).SelectMany(_ => ClassifierLaws.Texts(1000))];
        List<Prediction> predictions = [];
        await foreach (Prediction prediction in _classifier.ClassifyAsync(Source(texts), TestContext.Current.CancellationToken))
            predictions.Add(prediction);
        ClassifierLaws.Same([.. _classifier.Classify(texts)], predictions);
    }

    [Fact]
    public async Task Items_come_back_with_their_predictions()
    {
        int index = 0;
        (int, string, string)[] items = [(0, "beau", "film"), (1, "nul", "film"), (2, "", "")];
        await foreach (((int, string, string) item, Prediction p) in _classifier.ClassifyAsync(Source(items), i => new TextPair(i.Item2, i.Item3), TestContext.Current.CancellationToken))
        {
            Assert.Equal(index, item.Item1);
            ClassifierLaws.Same([_classifier.Classify(new TextPair(item.Item2, item.Item3))], [p]);
            index++;
        }

        Assert.Equal(3, index);
    }

    [Fact]
    public async Task A_slow_stream_gets_its_answers_at_once()
    {
        var second = new TaskCompletionSource();
        async IAsyncEnumerable<string> Slow()
        {
            yield return "beau film";
            await second.Task;
            yield return "nul";
        }

        await using IAsyncEnumerator<Prediction> answers = _classifier.ClassifyAsync(Slow(), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await answers.MoveNextAsync());
        second.SetResult();
        Assert.True(await answers.MoveNextAsync());
        Assert.False(await answers.MoveNextAsync());
    }

    [Fact]
    public async Task A_slow_reader_holds_the_source_back()
    {
        int given = 0;
        async IAsyncEnumerable<string> Endless()
        {
            for (; ; given++)
            {
                if (given % 1000 == 0)
                    await Task.Yield();
                yield return "film";
            }
        }

        await using IAsyncEnumerator<Prediction> answers = _classifier.ClassifyAsync(Endless(), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await answers.MoveNextAsync());
        int before = -1;
        for (int i = 0; i < 200 && before != given; i++)
        {
            before = given;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal(before, given);
        Assert.InRange(given, 1, 5 * 4096);
    }

    [Fact]
    public async Task Cancelling_ends_it_and_leaves_the_classifier_usable()
    {
        using var cancellation = new CancellationTokenSource();
        int seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (Prediction unused in _classifier.ClassifyAsync(Source(Enumerable.Repeat("film", 1_000_000)), cancellation.Token))
            {
                if (++seen == 10)
                    await cancellation.CancelAsync();
            }
        });
        Assert.InRange(seen, 10, 3 * 4096);
        Assert.Equal("pos", _classifier.Classify("superbe film, excellent").Label);
    }

    [Fact]
    public async Task An_error_of_the_source_reaches_the_caller()
    {
        static async IAsyncEnumerable<string> Broken()
        {
            yield return "film";
            await Task.Yield();
            throw new InvalidDataException("the source broke");
        }

        InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (Prediction unused in _classifier.ClassifyAsync(Broken(), TestContext.Current.CancellationToken))
            {
            }
        });
        Assert.Equal("the source broke", e.Message);
    }

    private static async IAsyncEnumerable<T> Source<T>(IEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (T item in items)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return item;
        }

        await Task.CompletedTask;
    }
}
