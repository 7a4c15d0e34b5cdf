using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using static Verdict.Reports.Plots.PlotParts;

namespace Verdict.Reports.Plots;

/// <summary>Draws an evaluation.</summary>
internal static class PlotMaker
{
    /// <summary>More labels than that do not fit into a confusion matrix that one can read.</summary>
    public const int MaxMatrixLabels = 24;

    /// <summary>More labels than that get no histogram each.</summary>
    public const int MaxHistograms = 6;

    private const int Width = 520, Height = 400;

    /// <summary>Every plot that the evaluation has numbers for.</summary>
    public static IReadOnlyList<ReportPlot> All(Evaluation evaluation)
    {
        List<ReportPlot> plots = [];
        if (evaluation.SingleLabel is not null && evaluation.Labels.Count <= MaxMatrixLabels)
            plots.Add(Confusion(evaluation));
        IReadOnlyList<LabelEvaluation> drawn = evaluation.IsBinary ? [evaluation.Positive] : MostFrequent(evaluation, Palette.SeriesCount);
        if (drawn.Any(label => double.IsFinite(label.RocAuc)))
        {
            plots.Add(Roc(evaluation, drawn));
            plots.Add(PrecisionRecall(evaluation, drawn));
        }

        plots.Add(Reliability(evaluation));
        LabelEvaluation[] histograms = evaluation.IsBinary ? [evaluation.Positive] : MostFrequent(evaluation, MaxHistograms);
        for (int i = 0; i < histograms.Length; i++)
            plots.Add(Scores(evaluation, histograms[i], histograms.Length == 1 ? "scores" : $"scores-{i + 1}"));
        if (evaluation.Lengths.Count > 1)
            plots.Add(Lengths(evaluation));
        return plots;
    }

    private static LabelEvaluation[] MostFrequent(Evaluation evaluation, int count) =>
        [.. evaluation.PerLabel.Index()
            .OrderByDescending(entry => entry.Item.TruePositives + entry.Item.FalseNegatives)
            .ThenBy(entry => entry.Index).Take(count).OrderBy(entry => entry.Index).Select(entry => entry.Item)];

    private static ReportPlot Confusion(Evaluation evaluation)
    {
        IReadOnlyList<IReadOnlyList<double>> matrix = evaluation.SingleLabel!.Confusion;
        int count = evaluation.Labels.Count;
        PlotModel model = Model();
        string[] upward = [.. evaluation.Labels.Reverse()];
        LinearAxis across = Names(AxisPosition.Bottom, "predicted", evaluation.Labels);
        across.Angle = count > 4 ? -40 : 0;
        model.Axes.Add(across);
        model.Axes.Add(Names(AxisPosition.Left, "true", upward));
        List<IReadOnlyList<string>> rows = [];
        for (int real = 0; real < count; real++)
        {
            double support = matrix[real].Sum();
            for (int said = 0; said < count; said++)
            {
                double share = support == 0 ? 0 : matrix[real][said] / support;
                double y = count - 1 - real;
                model.Annotations.Add(Box(said - 0.5, said + 0.5, y - 0.5, y + 0.5, OxyColor.FromAColor((byte)(12 + (205 * share)), Palette.Series(real == said ? 0 : 1))));
                if (count <= 6)
                {
                    model.Annotations.Add(Words(Count(matrix[real][said]), said, y + (count <= 4 ? 0.06 : 0.1), Palette.Ink, size: count <= 3 ? 20 : 14, bold: true));
                    model.Annotations.Add(Words(Percent(share), said, y - (count <= 4 ? 0.12 : 0.2), Palette.Ink, size: 12));
                }
                else if (count <= 14 && matrix[real][said] > 0)
                {
                    model.Annotations.Add(Words(Count(matrix[real][said]), said, y, Palette.Ink, size: 11));
                }
            }

            rows.Add([evaluation.Labels[real], .. matrix[real].Select(Count)]);
        }

        double right = evaluation.Accuracy;
        return new ReportPlot(
            "confusion", "Confusion matrix",
            $"Confusion matrix of {count} labels: rows are the truth, columns what was predicted. {Percent(right)} lie on the diagonal.",
            model, count > 8 ? 640 : Width, count > 8 ? 560 : Height,
            new PlotTable(["true \\ predicted", .. evaluation.Labels], rows));
    }

    private static ReportPlot Roc(Evaluation evaluation, IReadOnlyList<LabelEvaluation> labels)
    {
        PlotModel model = Model();
        model.Axes.Add(Share(AxisPosition.Bottom, "false positive rate"));
        model.Axes.Add(Share(AxisPosition.Left, "true positive rate"));
        model.Annotations.Add(Reference(1, 0));
        RocCurve[] curves = [.. labels.Select(label => label.ComputeRoc())];
        for (int i = 0; i < labels.Count; i++)
            model.Series.Add(Line($"{Short(labels[i].Label)}  {Number(labels[i].RocAuc)}", Palette.Series(i), curves[i].FalsePositiveRate, curves[i].TruePositiveRate));
        if (labels.Count > 1)
            model.Legends.Add(Legend(LegendPosition.RightBottom));
        else
            model.Annotations.Add(Words($"area {Number(labels[0].RocAuc)}", 0.97, 0.06, Palette.Ink, HorizontalAlignment.Right, size: 15, bold: true));
        string which = labels.Count == 1 ? $"of the label {labels[0].Label}" : $"of {labels.Count} labels, each against all others";
        return new ReportPlot(
            "roc", "ROC curve",
            $"ROC curve {which}. Area under the curve: {string.Join(", ", labels.Select(label => $"{label.Label} {Number(label.RocAuc)}"))}. The dashed diagonal is what guessing gives.",
            model, Width, Height, RocTable(labels, curves));
    }

    private static PlotTable RocTable(IReadOnlyList<LabelEvaluation> labels, RocCurve[] curves)
    {
        double[] rates = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
        return new PlotTable(
            ["label", "area", .. rates.Select(rate => $"true positive rate at {Number(rate, 2)} false")],
            [.. labels.Select((label, i) => (IReadOnlyList<string>)[label.Label, Number(label.RocAuc, 4), .. rates.Select(rate => Number(Reached(curves[i], rate)))])]);

        static double Reached(RocCurve roc, double rate)
        {
            double reached = double.NaN;
            for (int i = 0; i < roc.Thresholds.Count && roc.FalsePositiveRate[i] <= rate; i++)
                reached = roc.TruePositiveRate[i];
            return reached;
        }
    }

    private static ReportPlot PrecisionRecall(Evaluation evaluation, IReadOnlyList<LabelEvaluation> labels)
    {
        PlotModel model = Model();
        model.Axes.Add(Share(AxisPosition.Bottom, "recall"));
        model.Axes.Add(Share(AxisPosition.Left, "precision"));
        PrecisionRecallCurve[] curves = [.. labels.Select(label => label.ComputePrecisionRecall())];
        for (int i = 0; i < labels.Count; i++)
            model.Series.Add(Line($"{Short(labels[i].Label)}  {Number(labels[i].AveragePrecision)}", Palette.Series(i), curves[i].Recall, curves[i].Precision));
        if (labels.Count > 1)
        {
            model.Legends.Add(Legend(LegendPosition.LeftBottom));
        }
        else
        {
            model.Annotations.Add(Reference(0, Prevalence(labels[0])));
            model.Annotations.Add(Words($"average precision {Number(labels[0].AveragePrecision)}", 0.03, 0.06, Palette.Ink, HorizontalAlignment.Left, size: 15, bold: true));
        }

        double[] recalls = [0.5, 0.8, 0.9, 0.95, 0.99];
        return new ReportPlot(
            "precision-recall", "Precision and recall",
            $"Precision against recall. Average precision: {string.Join(", ", labels.Select(label => $"{label.Label} {Number(label.AveragePrecision)}"))}."
            + (labels.Count == 1 ? $" The dashed line at {Number(Prevalence(labels[0]))} is what guessing gives." : ""),
            model, Width, Height,
            new PlotTable(
                ["label", "average precision", "best F1", "at threshold", .. recalls.Select(recall => $"precision at recall {Number(recall, 2)}")],
                [.. labels.Select((label, i) => (IReadOnlyList<string>)[
                    label.Label, Number(label.AveragePrecision, 4), Number(label.BestF1.Value, 4), Number(label.BestF1.Threshold, 4),
                    .. recalls.Select(recall => Number(At(curves[i], recall)))])]));

        static double Prevalence(LabelEvaluation label) =>
            (label.TruePositives + label.FalseNegatives) / (label.TruePositives + label.FalseNegatives + label.FalsePositives + label.TrueNegatives);

        static double At(PrecisionRecallCurve curve, double recall)
        {
            double best = double.NaN;
            for (int i = 0; i < curve.Thresholds.Count && curve.Recall[i] >= recall; i++)
                best = double.IsNaN(best) ? curve.Precision[i] : Math.Max(best, curve.Precision[i]);
            return best;
        }
    }

    private static ReportPlot Reliability(Evaluation evaluation)
    {
        PlotModel model = Model();
        bool multi = evaluation.MultiLabel is not null;
        model.Axes.Add(Share(AxisPosition.Bottom, multi ? "score" : "score of the predicted label"));
        model.Axes.Add(Share(AxisPosition.Left, multi ? "share that has the label" : "share that is right"));
        model.Annotations.Add(Reference(1, 0));
        double all = evaluation.Reliability.Sum(bin => bin.Weight);
        LineSeries line = Line(null, Palette.Series(0), [], []);
        ScatterSeries points = new() { MarkerType = MarkerType.Circle, MarkerFill = Palette.Series(0), MarkerStroke = Palette.Surface, MarkerStrokeThickness = 1 };
        foreach (ReliabilityBin bin in evaluation.Reliability)
        {
            RectangleAnnotation bar = Box(bin.From + 0.002, bin.To - 0.002, 0, bin.Weight / all, OxyColor.FromAColor(70, Palette.Muted));
            bar.StrokeThickness = 0;
            model.Annotations.Add(bar);
            line.Points.Add(new DataPoint(bin.MeanScore, bin.FractionTrue));
            points.Points.Add(new ScatterPoint(bin.MeanScore, bin.FractionTrue, 5));
        }

        model.Series.Add(line);
        model.Series.Add(points);
        model.Annotations.Add(Words($"calibration error {Number(evaluation.ExpectedCalibrationError)}", 0.03, 0.95, Palette.Ink, HorizontalAlignment.Left, VerticalAlignment.Top, 15, bold: true, ground: true));
        return new ReportPlot(
            "reliability", "Reliability",
            $"Reliability diagram: how often predictions of a given score are right. The expected calibration error is {Number(evaluation.ExpectedCalibrationError, 4)}; on the dashed diagonal it would be 0. Grey bars: share of the rows by score.",
            model, Width, Height,
            new PlotTable(
                ["score", "rows", "mean score", multi ? "share that has the label" : "share that is right"],
                [.. evaluation.Reliability.Select(bin => (IReadOnlyList<string>)[$"{Number(bin.From)}–{Number(bin.To)}", Count(bin.Weight), Number(bin.MeanScore), Number(bin.FractionTrue)])]));
    }

    private static ReportPlot Scores(Evaluation evaluation, LabelEvaluation label, string name)
    {
        PlotModel model = Model();
        int bins = label.ScoresWithLabel.Count;
        double highest = Math.Max(label.ScoresWithLabel.Max(), label.ScoresWithoutLabel.Max());
        model.Axes.Add(Share(AxisPosition.Bottom, $"score of {Short(label.Label, 30)}"));
        LinearAxis rowsAxis = Axis(AxisPosition.Left, "rows", -1.12 * highest, 1.12 * highest);
        rowsAxis.LabelFormatter = value => Count(Math.Abs(value));
        model.Axes.Add(rowsAxis);
        string other = evaluation.IsBinary ? evaluation.Labels[0] : "other rows";
        List<IReadOnlyList<string>> rows = [];
        for (int bin = 0; bin < bins; bin++)
        {
            double left = bin / (double)bins, right = (bin + 1) / (double)bins;
            model.Annotations.Add(Box(left, right, 0, label.ScoresWithLabel[bin], Palette.Series(0)));
            model.Annotations.Add(Box(left, right, -label.ScoresWithoutLabel[bin], 0, Palette.Series(1)));
            rows.Add([$"{Number(left, 2)}–{Number(right, 2)}", Count(label.ScoresWithLabel[bin]), Count(label.ScoresWithoutLabel[bin])]);
        }

        model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = 0, Color = Palette.Muted, LineStyle = LineStyle.Solid, StrokeThickness = 1 });
        model.Annotations.Add(Words($"truly {Short(label.Label, 30)} ▲", 0.5, 1.04 * highest, Palette.Ink, bold: true));
        model.Annotations.Add(Words(evaluation.IsBinary ? $"truly {Short(other, 30)} ▼" : $"{other} ▼", 0.5, -1.04 * highest, Palette.Ink, bold: true));
        return new ReportPlot(
            name, $"Scores of {label.Label}",
            $"Histogram of the score of {label.Label} in {bins} bins: rows that truly have it upwards, {other} downwards. The further apart the two lie, the better the model tells them apart.",
            model, Width, Height, new PlotTable(["score", $"truly {label.Label}", other], rows));
    }

    private static ReportPlot Lengths(Evaluation evaluation)
    {
        PlotModel model = Model();
        LinearAxis across = Names(AxisPosition.Bottom, "characters", [.. evaluation.Lengths.Select(slice => slice.Name)]);
        across.Angle = -35;
        model.Axes.Add(across);
        double lowest = Math.Max(0, Math.Floor(10 * evaluation.Lengths.Min(slice => slice.AccuracyInterval.Low)) / 10);
        LinearAxis accuracy = Axis(AxisPosition.Left, "accuracy", lowest, 1.01);
        accuracy.LabelFormatter = value => Percent(value, 0);
        model.Axes.Add(accuracy);
        model.Annotations.Add(Reference(0, evaluation.Accuracy));
        LineSeries line = Line(null, Palette.Series(0), [], []);
        ScatterSeries points = new() { MarkerType = MarkerType.Circle, MarkerFill = Palette.Series(0), MarkerStroke = Palette.Surface, MarkerStrokeThickness = 1 };
        for (int i = 0; i < evaluation.Lengths.Count; i++)
        {
            Slice slice = evaluation.Lengths[i];
            line.Points.Add(new DataPoint(i, slice.Accuracy));
            points.Points.Add(new ScatterPoint(i, slice.Accuracy, 5));
            model.Annotations.Add(Whisker(i, slice.AccuracyInterval));
        }

        model.Series.Add(line);
        model.Series.Add(points);
        return new ReportPlot(
            "accuracy-by-length", "Accuracy by text length",
            $"Accuracy in {evaluation.Lengths.Count} groups of texts from short to long, with 95 % intervals: {string.Join(", ", evaluation.Lengths.Select(slice => $"{slice.Name} characters {Percent(slice.Accuracy)}"))}. The dashed line is the accuracy of all rows.",
            model, Width, Height, SliceCells("characters", evaluation.Lengths));
    }

    private static PolylineAnnotation Whisker(int x, Interval interval)
    {
        PolylineAnnotation whisker = new() { Color = Palette.Series(0), StrokeThickness = 1.5, LineStyle = LineStyle.Solid };
        whisker.Points.AddRange([new(x - 0.08, interval.Low), new(x + 0.08, interval.Low), new(x, interval.Low), new(x, interval.High), new(x - 0.08, interval.High), new(x + 0.08, interval.High)]);
        return whisker;
    }

    /// <summary>Slices as a table.</summary>
    public static PlotTable SliceCells(string header, IReadOnlyList<Slice> slices) => new(
        [header, "rows", "accuracy", "95 % interval", "macro F1"],
        [.. slices.Select(slice => (IReadOnlyList<string>)[
            slice.Name, Count(slice.Count), Percent(slice.Accuracy, 2),
            $"{Percent(slice.AccuracyInterval.Low, 2)} – {Percent(slice.AccuracyInterval.High, 2)}", Number(slice.MacroF1, 4)])]);
}
