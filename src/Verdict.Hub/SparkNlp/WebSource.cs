using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Verdict.Hub.Storage;
using Verdict.Hub.Transfer;

namespace Verdict.Hub.SparkNlp;

/// <summary>Spark NLP's bucket or a mirror of it, by HTTP. No token is ever sent there.</summary>
internal sealed class WebSource(Uri address, string folder, SparkNlpCache cache, TransferSettings settings) : ISparkNlpSource
{
    private readonly HubClient _client = new(address, token: null, settings);
    private readonly string[] _folder = folder.Split('/');

    /// <inheritdoc/>
    public string Description => _client.Address(_folder).AbsoluteUri;

    private string Copy => cache.Own($"metadata-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Description)).AsSpan(0, 8))}.json");

    /// <inheritdoc/>
    /// <remarks>The file is kept and asked for again only if the hub has another (its ETag).</remarks>
    public async Task<MetadataFile> MetadataAsync(string? name, int attempts, ProgressMeter meter, CancellationToken cancellation)
    {
        using CacheLock hold = await CacheLock.AcquireAsync(Copy + ".lock", null, cancellation).ConfigureAwait(false);
        await Retry.RunAsync(settings, attempts, meter, async () =>
        {
            await RefreshAsync(cancellation).ConfigureAwait(false);
            return true;
        }, cancellation).ConfigureAwait(false);
        return await ReadCopyAsync(name, cancellation).ConfigureAwait(false);
    }

    /// <summary>What the hub offered when it was last asked; <see langword="null"/> where it never was.</summary>
    public async Task<MetadataFile?> LastMetadataAsync(CancellationToken cancellation) =>
        File.Exists(Copy) ? await ReadCopyAsync(null, cancellation).ConfigureAwait(false) : null;

    /// <inheritdoc/>
    public async Task<FetchedArchive> ArchiveAsync(SparkNlpEntry entry, ProgressMeter meter, CancellationToken cancellation)
    {
        string name = entry.Key + ".zip", target = cache.Own(name + ".incomplete");
        Uri url = _client.Address([.. _folder, name]);
        meter.Begin(null);
        await new Downloader(_client, meter).FetchAsync(new DownloadRequest(url, target, name) { Hash = entry.Checksum }, cancellation).ConfigureAwait(false);
        return new FetchedArchive(target, url.AbsoluteUri, IsTemporary: true);
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        string tagFile = Copy + ".etag";
        EntityTagHeaderValue? tag = File.Exists(Copy) && File.Exists(tagFile)
            && EntityTagHeaderValue.TryParse(await File.ReadAllTextAsync(tagFile, cancellation).ConfigureAwait(false), out EntityTagHeaderValue? kept) ? kept : null;
        using HubResponse response = await _client.SendAsync(HttpMethod.Get, _client.Address([.. _folder, "metadata.json"]), headers =>
        {
            if (tag is not null)
                headers.IfNoneMatch.Add(tag);
        }, cancellation).ConfigureAwait(false);
        if (response.Message.StatusCode == HttpStatusCode.NotModified && tag is not null)
            return;
        string temporary = AtomicFile.Temporary(Copy);
        try
        {
            var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                await _client.CopyAsync(response, file, MetadataFile.Largest, null, cancellation).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            File.Delete(tagFile);
            File.Move(temporary, Copy, overwrite: true);
            if (response.Message.Headers.ETag is { } fresh)
                AtomicFile.Write(tagFile, Encoding.ASCII.GetBytes(fresh.ToString()));
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private async Task<MetadataFile> ReadCopyAsync(string? name, CancellationToken cancellation)
    {
        var stream = new FileStream(Copy, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, FileOptions.Asynchronous);
        await using (stream.ConfigureAwait(false))
            return await MetadataFile.ReadAsync(stream, _client.Address([.. _folder, "metadata.json"]).AbsoluteUri, name, cancellation).ConfigureAwait(false);
    }
}
