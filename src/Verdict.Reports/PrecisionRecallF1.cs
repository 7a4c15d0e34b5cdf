namespace Verdict.Reports;

/// <summary>One line of a classification report. A figure whose denominator is 0 is 0.</summary>
/// <param name="Name">The label or the average.</param>
/// <param name="Precision">The share of predictions that hold.</param>
/// <param name="Recall">The share of true rows that were found.</param>
/// <param name="F1">Their harmonic mean.</param>
/// <param name="Support">How many rows truly have the label, or their weight.</param>
public readonly record struct PrecisionRecallF1(string Name, double Precision, double Recall, double F1, double Support);
