namespace Verdict.Reports;

/// <summary>The slices by one column. Immutable.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Slices">The most frequent values first.</param>
/// <param name="OmittedValues">How many rarer values have no slice.</param>
/// <param name="OmittedRows">How many rows these have.</param>
public sealed record SliceTable(string Column, IReadOnlyList<Slice> Slices, int OmittedValues, int OmittedRows);
