namespace Verdict.Data.Files;

/// <summary>Files to read, and what their errors mean.</summary>
internal static class InputFile
{
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (Explain(e, path) is Exception explained)
        {
            throw explained;
        }
    }

    /// <summary>An error that names the file and says what to do, for one that a stream threw; null where it is none of that kind.</summary>
    public static Exception? Explain(Exception e, string name) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => new FileNotFoundException($"{name}: there is no such file. Check the path.", name, e),
        UnauthorizedAccessException when Directory.Exists(name) => new IOException($"{name}: is a folder, not a file. Name a file in it.", e),
        UnauthorizedAccessException => new IOException($"{name}: may not be read. Check its permissions.", e),
        InvalidDataException or ZstdSharp.ZstdException => new VerdictFormatException(name, null, $"the compressed data is broken: {e.Message} The file may be incomplete; fetch or write it again.", e),
        EndOfStreamException => new VerdictFormatException(name, null, "the file breaks off. It may be incomplete; fetch or write it again.", e),
        IOException => new IOException($"{name}: cannot be read: {e.Message}", e),
        _ => null,
    };
}
