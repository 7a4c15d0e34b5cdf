namespace Verdict.Hub.Storage;

/// <summary>Files that appear whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a small file under a temporary name beside its place, flushes it and renames it.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = Temporary(path);
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Whether a fault says that a place may only be read, as caches in images of containers are.</summary>
    public static bool IsReadOnly(Exception e) =>
        e is UnauthorizedAccessException || (e is IOException && e.HResult is 30 /* EROFS */ or unchecked((int)0x80070013) /* ERROR_WRITE_PROTECT */);

    /// <summary>A name beside a file that no other process uses.</summary>
    public static string Temporary(string path) => $"{path}.{Guid.NewGuid():N}.tmp";

    /// <summary>Removes a folder and all that is in it; links in it are removed, not followed. Nothing happens where there is none.</summary>
    public static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}
