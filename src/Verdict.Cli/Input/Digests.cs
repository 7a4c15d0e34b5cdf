using System.Security.Cryptography;
using System.Text;
using Verdict.Hub;

namespace Verdict.Cli.Input;

/// <summary>What identifies a model or a file, so that a job is not resumed with another one.</summary>
internal static class Digests
{
    /// <summary>A digest of a model's files, or the embedded model's name with the program's version.</summary>
    public static async Task<string> OfModelAsync(ResolvedModel? model, ModelInformation information, CancellationToken cancellation)
    {
        if (model is null)
            return $"{information.Source} of verdict {Program.Version}";
        ResolvedModel verified = await model.VerifyAsync(cancellation).ConfigureAwait(false);
        string list = string.Concat(verified.Files.Select(file => $"{file.Path} {file.Hash}\n"));
        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)))}";
    }

    /// <summary>The SHA-256 of a file.</summary>
    public static async Task<string> OfFileAsync(string path, CancellationToken cancellation)
    {
        using FileStream stream = File.OpenRead(path);
        return $"sha256:{Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false))}";
    }
}
