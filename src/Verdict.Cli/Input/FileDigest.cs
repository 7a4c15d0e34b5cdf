using System.Security.Cryptography;

namespace Verdict.Cli.Input;

/// <summary>What identifies a file, so that a job is not resumed with another one.</summary>
internal static class FileDigest
{
    /// <summary>The SHA-256 of a file.</summary>
    public static async Task<string> OfAsync(string path, CancellationToken cancellation)
    {
        using FileStream stream = File.OpenRead(path);
        return $"sha256:{Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false))}";
    }
}
