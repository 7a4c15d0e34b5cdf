namespace Verdict.Reports;

/// <summary>The rows whose score lies in one bin of a reliability diagram.</summary>
/// <param name="From">The bin's lower edge, exclusive except for the first bin.</param>
/// <param name="To">The bin's upper edge, inclusive.</param>
/// <param name="Weight">How many rows it holds, or their weight.</param>
/// <param name="MeanScore">The mean score of these rows.</param>
/// <param name="FractionTrue">The share of these rows for which the prediction holds.</param>
public readonly record struct ReliabilityBin(double From, double To, double Weight, double MeanScore, double FractionTrue);
