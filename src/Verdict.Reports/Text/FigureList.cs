namespace Verdict.Reports.Text;

/// <summary>One figure of a report.</summary>
/// <param name="Key">Its name for machines, as in <see cref="Evaluation.Intervals"/>.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Value">Its value; NaN where it is undefined.</param>
/// <param name="Meaning">What it says, in a line.</param>
internal readonly record struct Figure(string Key, string Name, double Value, string Meaning);

/// <summary>The single figures of an evaluation, in the order in which every report gives them.</summary>
internal static class FigureList
{
    public static IReadOnlyList<Figure> Of(Evaluation evaluation)
    {
        List<Figure> figures =
        [
            new("accuracy", evaluation.MultiLabel is null ? "accuracy" : "subset accuracy", evaluation.Accuracy, evaluation.MultiLabel is null ? "share of rows that are right" : "share of rows whose labels are all right"),
        ];
        if (evaluation.SingleLabel is { } single)
        {
            figures.Add(new("balanced_accuracy", "balanced accuracy", single.BalancedAccuracy, "mean recall of the labels"));
            figures.Add(new("macro_f1", "macro F1", evaluation.Report.Macro.F1, "mean F1 of the labels"));
            figures.Add(new("matthews", "Matthews correlation", single.Matthews, "1 is perfect, 0 is guessing"));
            figures.Add(new("kappa", "Cohen's kappa", single.Kappa, "agreement beyond chance"));
        }
        else
        {
            figures.Add(new("macro_f1", "macro F1", evaluation.Report.Macro.F1, "mean F1 of the labels"));
        }

        figures.Add(new("roc_auc", evaluation.IsBinary ? "ROC AUC" : "ROC AUC (macro)", evaluation.RocAuc, "chance that a true row outscores another one"));
        if (!evaluation.IsBinary)
            figures.Add(new("roc_auc_weighted", "ROC AUC (weighted)", evaluation.RocAucWeighted, "the same, weighted by support"));
        figures.Add(new("average_precision", "average precision", evaluation.AveragePrecision, "area under precision against recall"));
        figures.Add(new("log_loss", "log loss", evaluation.LogLoss, "lower is better"));
        if (evaluation.SingleLabel is { } scored)
            figures.Add(new("brier", "Brier score", scored.Brier, "squared error of the scores, lower is better"));
        figures.Add(new("expected_calibration_error", "calibration error", evaluation.ExpectedCalibrationError, "distance between scores and how often they are right"));
        figures.Add(new("hamming_loss", "Hamming loss", evaluation.HammingLoss, "share of decisions that are wrong"));
        figures.Add(new("jaccard_macro", "Jaccard (macro)", evaluation.JaccardMacro, "overlap of true and predicted rows, mean of the labels"));
        if (evaluation.MultiLabel is { } multi)
        {
            figures.Add(new("jaccard_samples", "Jaccard (rows)", multi.JaccardSamples, "overlap of true and predicted labels, mean of the rows"));
            figures.Add(new("coverage_error", "coverage error", multi.CoverageError, "labels to take until every true one is among them"));
            figures.Add(new("ranking_loss", "ranking loss", multi.RankingLoss, "share of label pairs in the wrong order"));
            figures.Add(new("label_ranking_average_precision", "ranking precision", multi.LabelRankingAveragePrecision, "label ranking average precision"));
        }

        return figures;
    }
}
