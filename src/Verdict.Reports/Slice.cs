namespace Verdict.Reports;

/// <summary>Figures of the rows that share a column's value or a range of lengths.</summary>
/// <param name="Name">The value, or the range of lengths in UTF-16 code units.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Accuracy">The share of rows that are entirely right (weighted where rows have weights).</param>
/// <param name="AccuracyInterval">Wilson's 95 % interval of the accuracy, by the number of rows.</param>
/// <param name="MacroF1">The unweighted mean of the F1 of all labels.</param>
public readonly record struct Slice(string Name, int Count, double Accuracy, Interval AccuracyInterval, double MacroF1);
