namespace Verdict.Data;

/// <summary>
/// Long texts, and the buffers that readers and writers need for them, are large objects, of which the runtime lets a gigabyte pile up
/// before it looks. Where rows are so long that few go by in a second, looking after each costs nothing beside it.
/// </summary>
internal static class LongRow
{
    /// <summary>From how many characters on.</summary>
    private const long LongSize = 1 << 20;

    /// <summary>Collects what a row, or a window of rows, has left behind, if it was long.</summary>
    /// <param name="size">How much it held, about, in characters.</param>
    public static void CollectAfter(long size)
    {
        if (size >= LongSize)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
    }
}
