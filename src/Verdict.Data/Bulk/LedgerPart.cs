namespace Verdict.Data.Bulk;

/// <summary>A part that is on the disk.</summary>
/// <param name="Number">Its number among all parts of the job, from 0.</param>
/// <param name="FirstRow">Its first row among all rows of the job, from 0.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Marked">How many of them are bad.</param>
/// <param name="Truncated">How many had their text cut.</param>
/// <param name="Tokens">How many tokens the model read for it.</param>
/// <param name="Length">Its file's size in bytes.</param>
/// <param name="Sha256">Its file's digest.</param>
internal sealed record LedgerPart(int Number, long FirstRow, long Rows, long Marked, long Truncated, long Tokens, long Length, string Sha256);
