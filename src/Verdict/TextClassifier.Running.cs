using Verdict.Batching;
using Verdict.Classification;

namespace Verdict;

/// <content>From texts to predictions.</content>
public sealed partial class TextClassifier
{
    /// <summary>How many texts are sorted by length and dealt together.</summary>
    private const int WindowTexts = 4096;

    /// <summary>How many UTF-16 code units they may have together; one longer text is a window of its own.</summary>
    private const int WindowLength = 4 << 20;

    private Prediction[] RunAll<T>(IReadOnlyList<T> items, Func<T, InputText> text, CancellationToken cancellation)
    {
        var results = new Prediction[items.Count];
        List<InputText> window = [];
        int length = 0, start = 0;
        for (int i = 0; i < items.Count; i++)
        {
            InputText input = text(items[i]);
            window.Add(input);
            length += Math.Min(input.Length, WindowLength);
            if (window.Count < WindowTexts && length < WindowLength && i + 1 < items.Count)
                continue;

            Run(window, start, cancellation).CopyTo(results, start);
            start = i + 1;
            window.Clear();
            length = 0;
        }

        return results;
    }

    private Prediction[] Run(IReadOnlyList<InputText> window, CancellationToken cancellation) => Run(window, 0, cancellation);

    /// <summary>Classifies the texts of one window: encode all, deal them into batches of about equal cost, put the answers where their texts stand.</summary>
    /// <param name="window">The texts.</param>
    /// <param name="firstIndex">The first text's position in the caller's input, for errors.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    private Prediction[] Run(IReadOnlyList<InputText> window, long firstIndex, CancellationToken cancellation)
    {
        EncodedText[] encoded = Encode(window, firstIndex, cancellation);
        (int[] texts, int[] lengths) = Sequences(encoded);
        float[] logits = new float[texts.Length * _head.Labels.Count];
        BatchPlan plan = BatchPlanner.Plan(lengths, _options.TokenBudget, _options.Threads);
        int[] firstSequence = FirstSequences(encoded);
        _runner.Run(
            plan.Batches.Length,
            plan.Shared,
            (index, batch) =>
            {
                foreach (int sequence in plan.Batches[index])
                    encoded[texts[sequence]].AddTo(batch, sequence - firstSequence[texts[sequence]]);
            },
            (index, answers) =>
            {
                int labelCount = _head.Labels.Count;
                for (int i = 0; i < plan.Batches[index].Length; i++)
                    answers.Slice(i * labelCount, labelCount).CopyTo(logits.AsSpan(plan.Batches[index][i] * labelCount));
            },
            cancellation);

        var predictions = new Prediction[encoded.Length];
        for (int i = 0; i < predictions.Length; i++)
        {
            int labelCount = _head.Labels.Count;
            ReadOnlySpan<float> own = logits.AsSpan(firstSequence[i] * labelCount, encoded[i].SequenceCount * labelCount);
            predictions[i] = PredictionBuilder.Build(_head, _options, own, encoded[i]);
        }

        return predictions;
    }

    private EncodedText[] Encode(IReadOnlyList<InputText> window, long firstIndex, CancellationToken cancellation)
    {
        var encoded = new EncodedText[window.Count];
        var encoder = new TextEncoder(Tokenizer, _options);
        if (encoded.Length == 1)
            encoded[0] = encoder.Encode(window[0], firstIndex);
        else
            _runner.For(encoded.Length, (_, i) => encoded[i] = encoder.Encode(window[i], firstIndex + i), cancellation);
        return encoded;
    }

    /// <summary>The text that each sequence belongs to, and its length in tokens.</summary>
    private static (int[] Texts, int[] Lengths) Sequences(EncodedText[] encoded)
    {
        int count = encoded.Sum(e => e.SequenceCount);
        int[] texts = new int[count], lengths = new int[count];
        int sequence = 0;
        for (int i = 0; i < encoded.Length; i++)
        {
            for (int w = 0; w < encoded[i].SequenceCount; w++, sequence++)
            {
                texts[sequence] = i;
                lengths[sequence] = encoded[i].LengthOf(w);
            }
        }

        return (texts, lengths);
    }

    private static int[] FirstSequences(EncodedText[] encoded)
    {
        int[] first = new int[encoded.Length];
        for (int i = 1; i < first.Length; i++)
            first[i] = first[i - 1] + encoded[i - 1].SequenceCount;
        return first;
    }
}
