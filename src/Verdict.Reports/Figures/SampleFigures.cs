namespace Verdict.Reports.Figures;

/// <summary>Figures of single rows.</summary>
internal static class SampleFigures
{
    /// <summary>The mean over rows of precision, recall and F1 of the row's own labels.</summary>
    public static PrecisionRecallF1 Of(EvaluationSet set)
    {
        double[] precision = new double[set.RowCount], recall = new double[set.RowCount], f1 = new double[set.RowCount];
        for (int row = 0; row < set.RowCount; row++)
        {
            (int both, int real, int predicted) = Count(set, row);
            precision[row] = Numbers.Divide(both, predicted);
            recall[row] = Numbers.Divide(both, real);
            f1[row] = Numbers.Divide(2 * both, real + predicted);
        }

        double[] weights = set.WeightValues;
        return new("samples avg", Numbers.Mean(precision, weights), Numbers.Mean(recall, weights), Numbers.Mean(f1, weights), 0);
    }

    /// <summary>The row's shared labels divided by all labels of truth and prediction; 0 where there is none.</summary>
    public static double Jaccard(EvaluationSet set, int row)
    {
        (int both, int real, int predicted) = Count(set, row);
        return Numbers.Divide(both, real + predicted - both);
    }

    /// <summary>The share of the row's decisions that are wrong.</summary>
    public static double WrongShare(EvaluationSet set, int row)
    {
        if (!set.IsMultiLabel)
            return set.IsRight(row) ? 0 : 1;
        (int both, int real, int predicted) = Count(set, row);
        return (real + predicted - (2.0 * both)) / set.Labels.Count;
    }

    private static (int Both, int Real, int Predicted) Count(EvaluationSet set, int row)
    {
        ReadOnlySpan<bool> truth = set.Row(set.TruthSets, row), said = set.Row(set.PredictedSets, row);
        int both = 0;
        for (int i = 0; i < truth.Length; i++)
            both += truth[i] && said[i] ? 1 : 0;
        return (both, truth.Count(true), said.Count(true));
    }
}
