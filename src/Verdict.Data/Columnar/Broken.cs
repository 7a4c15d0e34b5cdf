namespace Verdict.Data.Columnar;

/// <summary>Tells broken bytes from a broken disk, where a library throws what comes to hand for the first.</summary>
internal static class Broken
{
    private const int PlainIOException = unchecked((int)0x80131620);

    /// <summary>Whether an exception out of a decoder means that the bytes are not what they should be.</summary>
    public static bool Is(Exception e) => e switch
    {
        VerdictFormatException or OperationCanceledException => false,

        // What the system reports has its own number; what libraries make up has the class's.
        IOException => e is EndOfStreamException or InvalidDataException || e.HResult == PlainIOException,
        _ => true,
    };

    /// <summary>What is wrong with a row whose text is none.</summary>
    public static string Text(string column) => $"column '{column}' holds bytes that are not valid text. Write it as UTF-8.";

    /// <summary>The error for it, which names the file and says what to do.</summary>
    public static VerdictFormatException Explain(Exception e, string file, string format) => e is NotSupportedException or NotImplementedException
        ? new(file, null, $"this {format} file uses something that Verdict does not read: {e.Message.TrimEnd('.')}. Write it with other settings (version 1 pages, for Parquet).", e)
        : new(file, null, $"this is no whole {format} file: {e.Message.TrimEnd('.')}. It may be half-written; write or fetch it again.", e);
}
