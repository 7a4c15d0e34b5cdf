namespace Verdict.Reports.Plots;

/// <summary>The numbers behind a plot.</summary>
/// <param name="Headers">One a column.</param>
/// <param name="Rows">Texts, as many a row as there are headers.</param>
internal sealed record PlotTable(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows);
