namespace Verdict.Cli.Output;

/// <summary>Writes a small text file, whole or not at all.</summary>
internal static class AtomicText
{
    /// <summary>Writes under a temporary name beside it, flushes, renames.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, string text)
    {
        string full = Path.GetFullPath(path), temporary = $"{full}.{Environment.ProcessId}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
