using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Verdict.Hub.Storage;

namespace Verdict.Hub.Transfer;

/// <summary>
/// Fetches a file into a place that the caller has locked: continued after a broken connection, bounded in length, verified by its
/// hash as it lies on the disk, flushed. A file that is wrong is removed.
/// </summary>
internal sealed class Downloader(HubClient client, ProgressMeter meter)
{
    private const long Largest = 1L << 40;

    private EntityTagHeaderValue? _tag;

    /// <summary>Fetches the whole file, or throws.</summary>
    public async Task FetchAsync(DownloadRequest request, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(request.Target)!);
        long rest = Length(request.Target);
        if (rest > 0 && (request.Hash is null || rest > request.Length))
        {
            File.Delete(request.Target);
            rest = 0;
        }

        await ReceiveAllAsync(request, cancellation).ConfigureAwait(false);
        if (request.Hash is not { } expected)
            return;
        meter.Tell(PullStage.Verifying, request.Name);
        FileHash found = await FileHasher.ComputeAsync(request.Target, expected.Kind, cancellation).ConfigureAwait(false);
        if (found != expected && rest > 0)
        {
            // The rest of an earlier pull may be what is wrong: once more from the beginning.
            File.Delete(request.Target);
            meter.Found(-(request.Length ?? 0));
            await ReceiveAllAsync(request, cancellation).ConfigureAwait(false);
            found = await FileHasher.ComputeAsync(request.Target, expected.Kind, cancellation).ConfigureAwait(false);
        }

        if (found == expected)
            return;
        File.Delete(request.Target);
        throw new HubException(HubFault.Corrupt, $"{request.Url}: checksum validation failed: the hub announces {expected}, what arrived has {found}. Nothing was kept. Try again later or another mirror; if it stays, tell whoever runs the hub.");
    }

    private async Task ReceiveAllAsync(DownloadRequest request, CancellationToken cancellation)
    {
        TransferSettings settings = client.Settings;
        _tag = null;
        meter.Found(Length(request.Target));
        for (int failures = 0; ;)
        {
            long before = Length(request.Target);
            try
            {
                await ReceiveAsync(request, cancellation).ConfigureAwait(false);
                return;
            }
            catch (HubException e) when (e.IsTransient)
            {
                failures = Length(request.Target) - before >= settings.ProgressBytes ? 1 : failures + 1;
                if (failures >= settings.Attempts)
                    throw;
                await Retry.PauseAsync(settings, failures, meter, e, cancellation).ConfigureAwait(false);
            }
            catch (HubException e) when (e.Fault == HubFault.Corrupt)
            {
                File.Delete(request.Target);
                throw;
            }
        }
    }

    /// <summary>One request for what is missing.</summary>
    private async Task ReceiveAsync(DownloadRequest request, CancellationToken cancellation)
    {
        long have = Length(request.Target);
        if (have > 0 && have == request.Length)
            return;
        meter.Tell(PullStage.Downloading, request.Name);
        using HubResponse response = await client.SendAsync(HttpMethod.Get, request.Url, headers =>
        {
            if (have == 0)
                return;
            headers.Range = new RangeHeaderValue(have, null);
            if (_tag is not null)
                headers.IfRange = new RangeConditionHeaderValue(_tag);
        }, cancellation).ConfigureAwait(false);
        if (request.Commit is not null && response.Commit is not null && response.Commit != request.Commit)
            throw new HubException(HubFault.Corrupt, $"{request.Url} answers with commit {response.Commit}, but {request.Commit} was asked for. Nothing was kept; try again later or another mirror.");
        if (response.Message.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            Restart(request, have);
            throw new HubException(HubFault.NetworkFailure, $"{request.Url} cannot continue at byte {have:N0}. Pull again.") { IsTransient = true };
        }

        if (!Continues(request, response.Message, have))
        {
            Restart(request, have);
            have = 0;
        }

        _tag = response.Message.Headers.ETag is { IsWeak: false } tag ? tag : null;
        long? announced = response.Message.Content.Headers.ContentLength is { } length ? have + length : null;
        if (announced is not null && request.Length is not null && announced != request.Length)
            throw new HubException(HubFault.Corrupt, $"{request.Url} has {announced:N0} bytes, but the hub announces {request.Length:N0}. Nothing was kept. Try again later or another mirror.");
        long? total = request.Length ?? announced;
        if (total is not null)
        {
            meter.Total(total.Value);
            EnsureSpace(request.Target, total.Value - have);
        }

        await WriteAsync(request, response, have, total, cancellation).ConfigureAwait(false);
    }

    private async Task WriteAsync(DownloadRequest request, HubResponse response, long have, long? total, CancellationToken cancellation)
    {
        var file = new FileStream(request.Target, FileMode.Append, FileAccess.Write, FileShare.Read, 0, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            await client.CopyAsync(response, file, (total ?? Largest) - have, n => meter.Received(request.Name, n), cancellation).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
            if (total is not null && file.Length < total)
                throw new HubException(HubFault.NetworkFailure, $"{request.Url} ended after {file.Length:N0} of {total:N0} bytes. Pull again: what has arrived is kept.") { IsTransient = true };
        }
    }

    private void Restart(DownloadRequest request, long have)
    {
        File.Delete(request.Target);
        meter.Found(-have);
        _tag = null;
    }

    private static bool Continues(DownloadRequest request, HttpResponseMessage answer, long have)
    {
        if (answer.StatusCode != HttpStatusCode.PartialContent)
            return have == 0;
        if (answer.Content.Headers.ContentRange is { From: { } from } range && from == have && (request.Length is null || range.Length is null || range.Length == request.Length))
            return true;
        throw new HubException(HubFault.Corrupt, $"{request.Url} was asked to continue at byte {have:N0} and sends {answer.Content.Headers.ContentRange}. Nothing was kept; try again later or another mirror.");
    }

    /// <summary>Fails early and clearly where the disk has not enough room. The folder that holds <paramref name="path"/> exists.</summary>
    public static void EnsureSpace(string path, long bytes)
    {
        long free;
        try
        {
            free = new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(path))!).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return; // a network share, say: the write itself will tell
        }

        if (free < bytes)
            throw new HubException(HubFault.CacheFailure, string.Create(CultureInfo.InvariantCulture, $"{Path.GetDirectoryName(path)} has {free:N0} bytes free, but {bytes:N0} are needed. Make room, or name another cache folder."));
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
