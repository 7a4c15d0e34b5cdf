namespace Verdict.Data.Parquet;

/// <summary>Where a nested leaf's values stand.</summary>
/// <param name="Definitions">How far each entry is defined.</param>
/// <param name="Repetitions">At which level each entry repeats.</param>
internal sealed record Levels(int[] Definitions, int[] Repetitions);
