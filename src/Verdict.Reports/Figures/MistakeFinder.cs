namespace Verdict.Reports.Figures;

/// <summary>Finds the wrong decisions that the model was most sure of.</summary>
internal static class MistakeFinder
{
    public static Mistake[] MostConfident(EvaluationSet set, int count)
    {
        PriorityQueue<int, (double Confidence, int Order)> kept = new();
        for (int row = 0; row < set.RowCount && count > 0; row++)
        {
            if (set.IsRight(row))
                continue;
            kept.Enqueue(row, (Confidence(set, row), -row));
            if (kept.Count > count)
                kept.Dequeue();
        }

        Mistake[] mistakes = new Mistake[kept.Count];
        for (int i = mistakes.Length - 1; i >= 0; i--)
        {
            int row = kept.Dequeue();
            mistakes[i] = new Mistake(row, Names(set, row, predicted: false), Names(set, row, predicted: true), Confidence(set, row), set.Texts?[row]);
        }

        return mistakes;
    }

    private static double Confidence(EvaluationSet set, int row)
    {
        ReadOnlySpan<double> scores = set.Row(set.ScoreValues, row);
        if (!set.IsMultiLabel)
            return scores[set.Predicted[row]];
        ReadOnlySpan<bool> truth = set.Row(set.TruthSets, row), said = set.Row(set.PredictedSets, row);
        double highest = 0;
        for (int label = 0; label < scores.Length; label++)
        {
            if (truth[label] != said[label])
                highest = Math.Max(highest, said[label] ? scores[label] : 1 - scores[label]);
        }

        return highest;
    }

    private static string Names(EvaluationSet set, int row, bool predicted)
    {
        if (!set.IsMultiLabel)
            return set.Labels[predicted ? set.Predicted[row] : set.Truth[row]];
        bool[] has = set.Row(predicted ? set.PredictedSets : set.TruthSets, row).ToArray();
        return string.Join(", ", set.Labels.Where((_, label) => has[label]));
    }
}
