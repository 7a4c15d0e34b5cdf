namespace Verdict.Cli.Output;

/// <summary>Names and values below each other, for people: <c>inspect</c> and <c>doctor</c>.</summary>
internal static class Facts
{
    /// <summary>Writes one fact a line, the values aligned.</summary>
    public static void Write(LineWriter output, IReadOnlyList<(string Name, string Value)> facts)
    {
        int width = facts.Max(fact => fact.Name.Length);
        foreach ((string name, string value) in facts)
            output.Line($"{name.PadRight(width)}  {value}");
    }

    /// <summary>A number of bytes as a person says it.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => FormattableString.Invariant($"{bytes / (double)(1L << 30):F1} GiB"),
        >= 1L << 20 => FormattableString.Invariant($"{bytes / (double)(1L << 20):F1} MiB"),
        >= 1L << 10 => FormattableString.Invariant($"{bytes / (double)(1L << 10):F1} KiB"),
        _ => FormattableString.Invariant($"{bytes} B"),
    };
}
