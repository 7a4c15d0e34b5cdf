namespace Verdict.Files;

/// <summary>Writes a folder under a temporary name beside its place and renames it when all of it is on disk: nobody ever sees half of it.</summary>
internal static class AtomicFolder
{
    /// <summary>Writes the folder.</summary>
    /// <param name="path">Where it shall be.</param>
    /// <param name="overwrite">Whether a folder that is there already is replaced; else it is an error.</param>
    /// <param name="fill">Writes into the temporary folder, whose path it gets.</param>
    /// <exception cref="IOException">There is something at <paramref name="path"/> already, or the disk is full, or the like.</exception>
    public static void Write(string path, bool overwrite, Action<string> fill)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(target) || (!overwrite && Directory.Exists(target)))
            throw new IOException($"{target}: there is a file or folder already. Choose another path, or ask for it to be overwritten.");
        string parent = Path.GetDirectoryName(target) ?? throw new IOException($"{target}: a folder inside another is needed.");
        Directory.CreateDirectory(parent);
        string temporary = Path.Combine(parent, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(temporary);
            fill(temporary);
            Replace(temporary, target);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>Writes one file and waits until the disk has it; folders between are made.</summary>
    public static void WriteFile(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Writes one small file.</summary>
    public static void WriteFile(string path, ReadOnlySpan<byte> bytes)
    {
        byte[] copy = bytes.ToArray();
        WriteFile(path, stream => stream.Write(copy));
    }

    private static void Replace(string temporary, string target)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(temporary, target);
            return;
        }

        // A folder cannot be renamed over another: the old one steps aside and comes back if the rename fails.
        string aside = temporary + ".old";
        Directory.Move(target, aside);
        try
        {
            Directory.Move(temporary, target);
        }
        catch
        {
            Directory.Move(aside, target);
            throw;
        }

        Directory.Delete(aside, recursive: true);
    }
}
