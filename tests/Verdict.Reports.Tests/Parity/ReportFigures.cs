using System.Text.Json;
using static Verdict.Reports.Tests.Parity.MetricsGolden;

namespace Verdict.Reports.Tests.Parity;

/// <summary>The golden's report as numbers.</summary>
internal static class ReportFigures
{
    public static void Agree(MetricsGolden golden, ClassificationReport report)
    {
        PrecisionRecallF1[] lines = [.. report.Labels, report.Micro, report.Macro, report.Weighted, .. report.Samples is { } samples ? [samples] : (PrecisionRecallF1[])[]];
        JsonElement expected = golden.Expected.GetProperty("report");
        Xunit.Assert.Equal(expected.EnumerateObject().Select(p => p.Name), lines.Select(line => line.Name));
        foreach (PrecisionRecallF1 line in lines)
        {
            JsonElement values = expected.GetProperty(line.Name);
            if (values.ValueKind == JsonValueKind.Number)
            {
                Near(values.GetDouble(), line.F1, line.Name);
                continue;
            }

            Near(Number(values.GetProperty("precision")), line.Precision, line.Name + " precision");
            Near(Number(values.GetProperty("recall")), line.Recall, line.Name + " recall");
            Near(Number(values.GetProperty("f1-score")), line.F1, line.Name + " f1-score");
            Near(Number(values.GetProperty("support")), line.Support, line.Name + " support");
        }
    }
}
