namespace Verdict.Reports;

/// <summary>The best threshold of one label; a row is positive when its score is at least the threshold.</summary>
/// <param name="Threshold">The smallest of the best ones.</param>
/// <param name="Value">What it reaches: the F1, or the total cost.</param>
public readonly record struct BestThreshold(double Threshold, double Value);
