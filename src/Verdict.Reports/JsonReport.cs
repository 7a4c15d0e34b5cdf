using System.Text;
using System.Text.Json;
using Verdict.Reports.Text;

namespace Verdict.Reports;

/// <summary>The report for machines. The names are part of the product: they stay.</summary>
public static class JsonReport
{
    private const int MaxCurvePoints = 1000;

    /// <summary>Writes the report as one JSON object. A figure that is undefined is null. Curves have at most 1,000 points, evenly picked; <c>points</c> says of how many.</summary>
    /// <param name="evaluation">The figures.</param>
    /// <param name="details">Names, comparison, calibration.</param>
    public static string Write(Evaluation evaluation, ReportDetails? details = null)
    {
        details ??= new ReportDetails();
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            WriteHead(json, evaluation, details);
            json.WriteStartObject("figures");
            foreach (Figure figure in FigureList.Of(evaluation))
                WriteNumber(json, figure.Key, figure.Value);
            json.WriteEndObject();
            json.WriteStartObject("intervals_95");
            foreach ((string name, Interval interval) in evaluation.Intervals)
                WriteNumbers(json, name, [interval.Low, interval.High]);
            json.WriteEndObject();
            WriteReport(json, evaluation.Report);
            if (evaluation.SingleLabel is { } single)
            {
                json.WriteStartArray("confusion");
                foreach (IReadOnlyList<double> row in single.Confusion)
                    WriteNumbers(json, null, row);
                json.WriteEndArray();
            }

            json.WriteStartArray("per_label");
            foreach (LabelEvaluation label in evaluation.PerLabel)
                WriteLabel(json, label);
            json.WriteEndArray();
            WriteBins(json, "reliability", evaluation.Reliability);
            json.WriteStartArray("slices");
            foreach (SliceTable table in evaluation.Slices)
                WriteSlices(json, table);
            json.WriteEndArray();
            json.WriteStartArray("lengths");
            foreach (Slice slice in evaluation.Lengths)
                WriteSlice(json, "characters", slice);
            json.WriteEndArray();
            WriteMistakes(json, evaluation.Mistakes);
            if (details.Comparison is { } comparison)
                WriteComparison(json, comparison, details.ComparedWith);
            if (details.Calibration is { } calibration)
                WriteCalibration(json, calibration);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void WriteHead(Utf8JsonWriter json, Evaluation evaluation, ReportDetails details)
    {
        WriteText(json, "model", details.Model);
        WriteText(json, "data", details.Data);
        json.WriteNumber("rows", evaluation.RowCount);
        json.WriteBoolean("weighted", evaluation.IsWeighted);
        json.WriteString("activation", evaluation.MultiLabel is null ? "softmax" : "sigmoid");
        json.WriteStartArray("labels");
        foreach (string label in evaluation.Labels)
            json.WriteStringValue(label);
        json.WriteEndArray();
    }

    private static void WriteReport(Utf8JsonWriter json, ClassificationReport report)
    {
        json.WriteStartObject("report");
        json.WriteStartArray("labels");
        foreach (PrecisionRecallF1 line in report.Labels)
            WriteLine(json, null, line);
        json.WriteEndArray();
        WriteLine(json, "micro", report.Micro);
        WriteLine(json, "macro", report.Macro);
        WriteLine(json, "weighted", report.Weighted);
        if (report.Samples is { } samples)
            WriteLine(json, "samples", samples);
        json.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter json, string? name, PrecisionRecallF1 line)
    {
        if (name is null)
            json.WriteStartObject();
        else
            json.WriteStartObject(name);
        if (name is null)
            json.WriteString("label", line.Name);
        WriteNumber(json, "precision", line.Precision);
        WriteNumber(json, "recall", line.Recall);
        WriteNumber(json, "f1", line.F1);
        WriteNumber(json, "support", line.Support);
        json.WriteEndObject();
    }

    private static void WriteLabel(Utf8JsonWriter json, LabelEvaluation label)
    {
        json.WriteStartObject();
        json.WriteString("label", label.Label);
        WriteNumber(json, "true_positives", label.TruePositives);
        WriteNumber(json, "false_positives", label.FalsePositives);
        WriteNumber(json, "false_negatives", label.FalseNegatives);
        WriteNumber(json, "true_negatives", label.TrueNegatives);
        json.WriteStartObject("best_f1");
        WriteNumber(json, "f1", label.BestF1.Value);
        WriteNumber(json, "threshold", label.BestF1.Threshold);
        json.WriteEndObject();
        RocCurve roc = label.ComputeRoc();
        json.WriteStartObject("roc");
        WriteNumber(json, "area", roc.Area);
        json.WriteNumber("points", roc.Thresholds.Count);
        WriteNumbers(json, "false_positive_rate", Pick(roc.FalsePositiveRate));
        WriteNumbers(json, "true_positive_rate", Pick(roc.TruePositiveRate));
        WriteNumbers(json, "thresholds", Pick(roc.Thresholds));
        json.WriteEndObject();
        PrecisionRecallCurve curve = label.ComputePrecisionRecall();
        json.WriteStartObject("precision_recall");
        WriteNumber(json, "average_precision", curve.AveragePrecision);
        json.WriteNumber("points", curve.Precision.Count);
        WriteNumbers(json, "precision", Pick(curve.Precision));
        WriteNumbers(json, "recall", Pick(curve.Recall));
        // The last point has no threshold: it is picked as infinite, which is null.
        WriteNumbers(json, "thresholds", Pick([.. curve.Thresholds, double.PositiveInfinity]));
        json.WriteEndObject();
        WriteBins(json, "reliability", label.Reliability);
        WriteBins(json, "reliability_by_quantile", label.ReliabilityByQuantile);
        WriteNumbers(json, "scores_with_label", label.ScoresWithLabel);
        WriteNumbers(json, "scores_without_label", label.ScoresWithoutLabel);
        json.WriteEndObject();
    }

    private static double[] Pick(IReadOnlyList<double> values)
    {
        if (values.Count <= MaxCurvePoints)
            return [.. values];
        double[] picked = new double[MaxCurvePoints];
        for (int i = 0; i < picked.Length; i++)
            picked[i] = values[(int)((long)i * (values.Count - 1) / (MaxCurvePoints - 1))];
        return picked;
    }

    private static void WriteBins(Utf8JsonWriter json, string name, IReadOnlyList<ReliabilityBin> bins)
    {
        json.WriteStartArray(name);
        foreach (ReliabilityBin bin in bins)
        {
            json.WriteStartObject();
            WriteNumber(json, "from", bin.From);
            WriteNumber(json, "to", bin.To);
            WriteNumber(json, "rows", bin.Weight);
            WriteNumber(json, "mean_score", bin.MeanScore);
            WriteNumber(json, "fraction_true", bin.FractionTrue);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSlices(Utf8JsonWriter json, SliceTable table)
    {
        json.WriteStartObject();
        json.WriteString("column", table.Column);
        json.WriteNumber("omitted_values", table.OmittedValues);
        json.WriteNumber("omitted_rows", table.OmittedRows);
        json.WriteStartArray("values");
        foreach (Slice slice in table.Slices)
            WriteSlice(json, "value", slice);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSlice(Utf8JsonWriter json, string name, Slice slice)
    {
        json.WriteStartObject();
        json.WriteString(name, slice.Name);
        json.WriteNumber("rows", slice.Count);
        WriteNumber(json, "accuracy", slice.Accuracy);
        WriteNumbers(json, "accuracy_95", [slice.AccuracyInterval.Low, slice.AccuracyInterval.High]);
        WriteNumber(json, "macro_f1", slice.MacroF1);
        json.WriteEndObject();
    }

    private static void WriteMistakes(Utf8JsonWriter json, IReadOnlyList<Mistake> mistakes)
    {
        json.WriteStartArray("mistakes");
        foreach (Mistake mistake in mistakes)
        {
            json.WriteStartObject();
            json.WriteNumber("row", mistake.Row);
            json.WriteString("true", mistake.Truth);
            json.WriteString("predicted", mistake.Predicted);
            WriteNumber(json, "score", mistake.Confidence);
            WriteText(json, "text", mistake.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteComparison(Utf8JsonWriter json, ModelComparison comparison, string? other)
    {
        json.WriteStartObject("comparison");
        WriteText(json, "against", other);
        json.WriteNumber("both_right", comparison.BothRight);
        json.WriteNumber("both_wrong", comparison.BothWrong);
        json.WriteNumber("only_this_right", comparison.FirstOnlyRight);
        json.WriteNumber("only_other_right", comparison.SecondOnlyRight);
        WriteNumber(json, "exact_p", comparison.ExactProbability);
        WriteNumber(json, "chi_square", comparison.ChiSquare);
        WriteNumber(json, "chi_square_p", comparison.ChiSquareProbability);
        json.WriteEndObject();
    }

    private static void WriteCalibration(Utf8JsonWriter json, Calibration calibration)
    {
        json.WriteStartObject("calibration");
        json.WriteString("method", calibration.Fitted.Method.ToString().ToLowerInvariant());
        WriteNumber(json, "temperature", calibration.Temperature);
        WriteNumbers(json, "thresholds", calibration.Thresholds);
        json.WriteNumber("rows", calibration.Fitted.RowCount);
        WriteNumber(json, "log_loss_before", calibration.Fitted.LogLossBefore);
        WriteNumber(json, "log_loss_after", calibration.Fitted.LogLossAfter);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    private static void WriteNumbers(Utf8JsonWriter json, string? name, IReadOnlyList<double> values)
    {
        if (name is null)
            json.WriteStartArray();
        else
            json.WriteStartArray(name);
        foreach (double value in values)
        {
            if (double.IsFinite(value))
                json.WriteNumberValue(value);
            else
                json.WriteNullValue();
        }

        json.WriteEndArray();
    }
}
