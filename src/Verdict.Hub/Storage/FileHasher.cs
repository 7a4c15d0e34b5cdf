using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Verdict.Hub.Storage;

/// <summary>Computes the hashes that hubs give for their files.</summary>
internal static class FileHasher
{
    private const int BufferSize = 1 << 18;

    /// <summary>The hash of a file's bytes as they lie on the disk.</summary>
    public static async Task<FileHash> ComputeAsync(string path, HashKind kind, CancellationToken cancellation)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            using IncrementalHash hash = Create(kind, file.Length);
            byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
            try
            {
                for (int read; (read = await file.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
                    hash.AppendData(buffer, 0, read);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            return new FileHash(kind, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
    }

    /// <summary>A hash to be fed with <paramref name="length"/> bytes.</summary>
    public static IncrementalHash Create(HashKind kind, long length)
    {
        var hash = IncrementalHash.CreateHash(kind switch
        {
            HashKind.Sha256 => HashAlgorithmName.SHA256,
            HashKind.GitSha1 => HashAlgorithmName.SHA1,
            _ => HashAlgorithmName.MD5,
        });
        if (kind == HashKind.GitSha1)
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {length}\0")));
        return hash;
    }
}
