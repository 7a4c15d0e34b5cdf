using Verdict.Labels;

namespace Verdict.Classification;

/// <summary>From the logits of a text's sequences to what the caller gets.</summary>
internal static class PredictionBuilder
{
    /// <summary>Combines the sequences' logits and scores them.</summary>
    /// <param name="head">Labels and activation.</param>
    /// <param name="options">Aggregation, threshold and top-k.</param>
    /// <param name="logits"><c>[sequenceCount, labelCount]</c>.</param>
    /// <param name="text">The text they belong to.</param>
    public static Prediction Build(LabelHead head, ResolvedOptions options, ReadOnlySpan<float> logits, EncodedText text)
    {
        float[] combined = Combine(logits, head.Labels.Count, options.Aggregation);
        float[] scores = new float[combined.Length];
        head.Score(combined, scores);

        var all = new LabelScore[scores.Length];
        for (int i = 0; i < all.Length; i++)
            all[i] = new LabelScore(head.Labels[i], scores[i]);
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[best])
                best = i;
        }

        return new Prediction
        {
            Label = head.Labels[best],
            Score = scores[best],
            Scores = all,
            Top = [.. head.Top(scores, options.TopK, options.Threshold).Select(i => all[i])],
            Logits = combined,
            TokenCount = text.InputIds.Length,
            Truncated = text.Truncated,
        };
    }

    private static float[] Combine(ReadOnlySpan<float> logits, int labelCount, WindowAggregation aggregation)
    {
        float[] combined = logits[..labelCount].ToArray();
        int sequenceCount = logits.Length / labelCount;
        if (sequenceCount == 1 || aggregation == WindowAggregation.First)
            return combined;
        for (int label = 0; label < labelCount; label++)
        {
            double sum = 0;
            float highest = float.NegativeInfinity;
            for (int sequence = 0; sequence < sequenceCount; sequence++)
            {
                float logit = logits[(sequence * labelCount) + label];
                sum += logit;
                highest = Math.Max(highest, logit);
            }

            combined[label] = aggregation == WindowAggregation.Max ? highest : (float)(sum / sequenceCount);
        }

        return combined;
    }
}
