namespace Verdict.Data;

/// <summary>A column: its name and what it holds. Immutable.</summary>
/// <param name="Name">The name; unique in its schema, upper and lower case told apart.</param>
/// <param name="Type">What the values are. Any value may also be null.</param>
public sealed record RecordColumn(string Name, RecordType Type);
