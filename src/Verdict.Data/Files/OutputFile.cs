namespace Verdict.Data.Files;

/// <summary>
/// A file that is there whole or not at all: written under a temporary name, flushed to the disk, renamed. What an
/// interrupted run left under the temporary name is overwritten by the next.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private readonly FileStream _file;
    private bool _open = true;

    private OutputFile(string path, FileStream file, Stream stream)
    {
        Path = path;
        Stream = stream;
        _file = file;
    }

    /// <summary>Where the file is to stand.</summary>
    public string Path { get; }

    /// <summary>What is written to.</summary>
    public Stream Stream { get; }

    /// <summary>The name while it is being written.</summary>
    public static string TemporaryName(string path) => path + ".tmp";

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it is to stand.</param>
    /// <param name="wrap">Put around the stream, so that tests can let it fail.</param>
    public static OutputFile Create(string path, Func<Stream, Stream>? wrap = null)
    {
        try
        {
            var file = new FileStream(TemporaryName(path), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
            return new(path, file, wrap?.Invoke(file) ?? file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, e);
        }
    }

    /// <summary>Puts the file in its place. After an error the temporary file is gone and the old one, if any, is as it was.</summary>
    public void Commit()
    {
        try
        {
            Stream.Flush();
            _file.Flush(flushToDisk: true);
            Stream.Dispose();
            _file.Dispose();
            File.Move(TemporaryName(Path), Path, overwrite: true);
            _open = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(Path, e);
        }
    }

    public void Dispose()
    {
        if (!_open)
            return;
        _open = false;
        try
        {
            Stream.Dispose();
            _file.Dispose();
        }
        catch (IOException)
        {
            // The disk is full or gone: the error that brought us here has been reported; there is nothing to keep.
        }

        try
        {
            File.Delete(TemporaryName(Path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run overwrites it.
        }
    }

    public static IOException Unwritable(string path, Exception e) =>
        new($"{path}: cannot be written: {e.Message} Free space or choose another place, then run the same command again.", e);
}
