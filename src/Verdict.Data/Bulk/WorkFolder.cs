using System.Globalization;

namespace Verdict.Data.Bulk;

/// <summary>The folder beside the output in which a job, or a shard of one, keeps what it has done.</summary>
internal sealed class WorkFolder : IDisposable
{
    private const string LockName = "lock";
    private readonly FileStream _lock;

    private WorkFolder(string path, FileStream taken)
    {
        Path = path;
        _lock = taken;
    }

    public string Path { get; }

    /// <summary>The folder for all that belongs to an output.</summary>
    public static string Of(string output) => output + ".verdict";

    /// <summary>The folder of a shard.</summary>
    public static string Of(string output, int shard, int shardCount) => shardCount == 1
        ? Of(output)
        : System.IO.Path.Combine(Of(output), string.Create(CultureInfo.InvariantCulture, $"shard-{shard:0000}-of-{shardCount:0000}"));

    /// <summary>Takes the folder for this process.</summary>
    /// <exception cref="IOException">Another process works in it, or it cannot be made.</exception>
    public static WorkFolder Take(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Files.OutputFile.Unwritable(path, e);
        }

        string name = System.IO.Path.Combine(path, LockName);
        try
        {
            return new(path, new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: another process works here, or it may not be written to: {e.Message} Wait for it, or choose another output.", e);
        }
    }

    /// <summary>Takes away what a job has done: the ledger last, so that at every moment what is there explains itself.</summary>
    public void Clear()
    {
        foreach (string file in Directory.EnumerateFiles(Path, "part-*"))
            File.Delete(file);
        File.Delete(System.IO.Path.Combine(Path, Ledger.FileName));
    }

    /// <summary>Clears and takes the folder itself away.</summary>
    public void Remove()
    {
        Clear();
        Dispose();
        File.Delete(System.IO.Path.Combine(Path, LockName));
        try
        {
            Directory.Delete(Path);
        }
        catch (IOException)
        {
            // Something else lies in it, and it is not ours to take away.
        }
    }

    public void Dispose() => _lock.Dispose();
}
