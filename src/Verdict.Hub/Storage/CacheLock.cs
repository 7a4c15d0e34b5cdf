namespace Verdict.Hub.Storage;

/// <summary>
/// Keeps two pulls of the same thing apart, in one process or several, by a file that is open without sharing.
/// On Unix .NET does this with flock(2), as Python's client does, so the two respect each other.
/// The system lets go of it when a process dies. The file itself stays: removing it would let two holders in.
/// </summary>
internal sealed class CacheLock : IDisposable
{
    private readonly FileStream _file;

    private CacheLock(FileStream file) => _file = file;

    /// <summary>Waits until the lock is free and takes it.</summary>
    /// <param name="path">The lock's file.</param>
    /// <param name="waiting">Called once if somebody else holds it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<CacheLock> AcquireAsync(string path, Action? waiting, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (bool told = false; ; told = true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new CacheLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
            }
            catch (IOException e) when (IsHeld(e))
            {
                if (!told)
                    waiting?.Invoke();
            }

            await Task.Delay(100, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Lets go.</summary>
    public void Dispose() => _file.Dispose();

    // Sharing and lock violations of Windows; EWOULDBLOCK of Linux and of macOS, which .NET passes on as they are.
    private static bool IsHeld(IOException e) => e.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021) or 11 or 35;
}
