using System.Globalization;
using System.Text.Json;
using Verdict.Files;
using Verdict.Hub.Storage;
using Verdict.Hub.Transfer;

namespace Verdict.Hub.HuggingFace;

/// <summary>Talks to Hugging Face's hub or a mirror of it.</summary>
internal sealed class RepositoryClient(Uri endpoint, string? token, TransferSettings settings)
{
    private readonly HubClient _client = new(endpoint, token, settings);

    /// <summary>The hub's address.</summary>
    public string Description => endpoint.AbsoluteUri.TrimEnd('/');

    /// <summary>What a repository holds at a revision.</summary>
    public async Task<RepositoryListing> ListAsync(string name, string revision, int attempts, ProgressMeter meter, CancellationToken cancellation)
    {
        var url = new Uri(_client.Address(["api", "models", .. name.Split('/'), "revision", revision]).AbsoluteUri + "?blobs=true");
        (byte[] body, _) = await _client.GetSmallAsync(url, RepositoryListing.Largest, attempts, meter, cancellation).ConfigureAwait(false);
        RepositoryListing listing = RepositoryListing.Parse(body, url.AbsoluteUri);
        return !RepositoryName.IsCommit(revision) || listing.Commit == revision ? listing
            : throw new HubException(HubFault.Corrupt, $"{url} answers with commit {listing.Commit}, but {revision} was asked for. Try another mirror.");
    }

    /// <summary>Puts the files that a model needs into the cache.</summary>
    public async Task PullAsync(string name, RepositoryListing listing, HuggingFaceCache cache, ProgressMeter meter, CancellationToken cancellation)
    {
        string place = $"{Description}/{name}";
        RepositoryFile[] needed = [.. NeededFiles.Choose(p => listing.Find(p) is not null, listing.Files.Select(f => f.Path), place).Select(p => listing.Find(p)!)];
        RepositoryFile? index = needed.FirstOrDefault(f => f.Path == NeededFiles.Index);
        if (index is not null)
        {
            meter.Begin(index.Length);
            await FetchAsync(name, listing.Commit, index, cache, meter, cancellation).ConfigureAwait(false);
            string path = Path.Combine(cache.Snapshot(listing.Commit), index.Path);
            needed = [.. needed, .. NeededFiles.Shards(NeededFiles.ReadIndex(path), path).Select(s => listing.Find(s)
                ?? throw new HubException(HubFault.NotSupported, $"{place} has no {s}, although {NeededFiles.Index} names it. The repository is not complete; choose another revision."))];
        }

        RepositoryFile[] missing = [.. needed.Where(f => !cache.Has(listing.Commit, f))];
        long? total = missing.All(f => f.Length is not null) ? missing.Sum(f => f.Length!.Value) : null;
        meter.Begin(total);
        if (total > 0)
            cache.EnsureSpace(total.Value);
        foreach (RepositoryFile file in missing)
            await FetchAsync(name, listing.Commit, file, cache, meter, cancellation).ConfigureAwait(false);
    }

    /// <summary>Classifiers with safetensors weights, the most fetched first.</summary>
    public async Task<IReadOnlyList<HuggingFaceEntry>> SearchAsync(string? search, int limit, CancellationToken cancellation)
    {
        string query = $"?filter=text-classification&filter=safetensors&sort=downloads&direction=-1&limit={limit.ToString(CultureInfo.InvariantCulture)}"
            + (search is null ? "" : $"&search={Uri.EscapeDataString(search)}");
        var url = new Uri(_client.Address("api", "models").AbsoluteUri + query);
        (byte[] body, _) = await _client.GetSmallAsync(url, RepositoryListing.Largest, settings.Attempts, new ProgressMeter("", null), cancellation).ConfigureAwait(false);
        return ParseList(body, url.AbsoluteUri, Description);
    }

    /// <summary>Reads a hub's list of models.</summary>
    /// <exception cref="VerdictFormatException">It is none.</exception>
    internal static IReadOnlyList<HuggingFaceEntry> ParseList(ReadOnlyMemory<byte> body, string url, string source)
    {
        using JsonDocument json = JsonFile.Parse(body, url);
        if (json.RootElement.ValueKind != JsonValueKind.Array)
            throw new VerdictFormatException(url, null, "a list of models was expected. Is this address a Hugging Face hub? Check HF_ENDPOINT.");
        var entries = new List<HuggingFaceEntry>();
        foreach (JsonElement item in json.RootElement.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("id", out JsonElement id) || id.ValueKind != JsonValueKind.String || !RepositoryName.IsName(id.GetString()!))
                continue;
            long? downloads = item.TryGetProperty("downloads", out JsonElement count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out long n) ? n : null;
            entries.Add(new HuggingFaceEntry(id.GetString()!, downloads, source));
        }

        return entries;
    }

    private async Task FetchAsync(string name, string commit, RepositoryFile file, HuggingFaceCache cache, ProgressMeter meter, CancellationToken cancellation)
    {
        if (cache.Has(commit, file))
            return;
        Uri url = _client.Address([.. name.Split('/'), "resolve", commit, .. file.Path.Split('/')]);
        FileHash hash = file.Hash ?? await HashAsync(url, meter, cancellation).ConfigureAwait(false);
        string blob = cache.Blob(hash);
        using CacheLock hold = await cache.LockAsync(hash, file.Path, meter, cancellation).ConfigureAwait(false);
        if (!File.Exists(blob) || (file.Length is not null && new FileInfo(blob).Length != file.Length))
        {
            var request = new DownloadRequest(url, blob + ".incomplete", file.Path) { Length = file.Length, Hash = hash, Commit = commit };
            await new Downloader(_client, meter).FetchAsync(request, cancellation).ConfigureAwait(false);
            File.Move(request.Target, blob, overwrite: true);
        }
        else
        {
            meter.Found(file.Length ?? 0);
        }

        cache.Link(commit, file.Path, hash);
    }

    /// <summary>The hash of a file that the listing gave none for: mirrors that know no <c>?blobs=true</c> say it with the file.</summary>
    private Task<FileHash> HashAsync(Uri url, ProgressMeter meter, CancellationToken cancellation) => Retry.RunAsync(settings, settings.Attempts, meter, async () =>
    {
        using HubResponse response = await _client.SendAsync(HttpMethod.Head, url, null, cancellation).ConfigureAwait(false);
        return FileHash.TryCreate(HashKind.Sha256, response.LinkedTag, out FileHash large) ? large
            : FileHash.TryCreate(HashKind.GitSha1, response.LinkedTag, out FileHash small) ? small
            : throw new HubException(HubFault.NotSupported, $"{url}: the hub gives no hash for this file, so it cannot be verified. Use another mirror.");
    }, cancellation);
}
