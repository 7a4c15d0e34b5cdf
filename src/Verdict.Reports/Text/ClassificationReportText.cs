using System.Globalization;
using System.Text;

namespace Verdict.Reports.Text;

/// <summary>scikit-learn's <c>classification_report</c>, byte for byte.</summary>
internal static class ClassificationReportText
{
    private const int Column = 9;

    public static string Write(ClassificationReport report, int digits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 100);
        int width = Math.Max("weighted avg".Length, digits);
        foreach (PrecisionRecallF1 line in report.Labels)
            width = Math.Max(width, PythonNumbers.CodePoints(line.Name));

        StringBuilder text = new();
        text.AppendRight("", width).Append(' ');
        foreach (string header in (ReadOnlySpan<string>)["precision", "recall", "f1-score", "support"])
            text.Append(' ').AppendRight(header, Column);
        text.Append("\n\n");
        foreach (PrecisionRecallF1 line in report.Labels)
            Append(line, oneFigure: false);
        text.Append('\n');
        Append(report.Micro, oneFigure: report.Samples is null);
        Append(report.Macro, oneFigure: false);
        Append(report.Weighted, oneFigure: false);
        if (report.Samples is { } samples)
            Append(samples, oneFigure: false);
        return text.ToString();

        // The line "accuracy" has one figure, which stands under f1-score.
        void Append(PrecisionRecallF1 line, bool oneFigure)
        {
            text.AppendRight(line.Name, width).Append(' ');
            text.Append(' ').AppendRight(oneFigure ? "" : PythonNumbers.Fixed(line.Precision, digits), Column);
            text.Append(' ').AppendRight(oneFigure ? "" : PythonNumbers.Fixed(line.Recall, digits), Column);
            text.Append(' ').AppendRight(PythonNumbers.Fixed(line.F1, digits), Column);
            text.Append(' ').AppendRight(Support(line.Support), Column).Append('\n');
        }

        string Support(double support) => report.SupportsAreCounts
            ? ((long)support).ToString(CultureInfo.InvariantCulture)
            : PythonNumbers.Shortest(support);
    }
}
