namespace Verdict.Data.Columnar;

/// <summary>Formats whose index stands at the end need a file that can be read in any order: a pipe is put into a temporary one.</summary>
internal static class Spool
{
    public static Stream Seekable(Stream stream)
    {
        if (stream.CanSeek)
            return stream;
        string path = Path.Combine(Path.GetTempPath(), "verdict-" + Path.GetRandomFileName());
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        try
        {
            stream.CopyTo(file);
            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
        finally
        {
            stream.Dispose();
        }
    }
}
