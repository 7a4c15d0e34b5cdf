namespace Verdict.Batching;

/// <summary>Whole texts of a batch that go through a layer one after the other, so that what lies between its steps stays near.</summary>
/// <param name="FirstText">The first text.</param>
/// <param name="EndText">One past the last text.</param>
/// <param name="FirstRow">The first row.</param>
/// <param name="PairedRows">How many rows, from the first on, are computed in pairs; even.</param>
/// <param name="RowCount">How many rows there are.</param>
internal readonly record struct RowStage(int FirstText, int EndText, int FirstRow, int PairedRows, int RowCount);
