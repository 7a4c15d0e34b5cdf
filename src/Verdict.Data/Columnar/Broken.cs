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
}
