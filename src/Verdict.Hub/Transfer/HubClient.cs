using System.Net;
using System.Net.Http.Headers;

namespace Verdict.Hub.Transfer;

/// <summary>
/// Sends requests to one hub. Redirects are followed here rather than by the handler, so that the token goes to the hub's own
/// origin and nowhere else, and so that the headers of the first answer are seen. Proxies come from the environment or the system, as
/// <see cref="HttpClient"/> reads them.
/// </summary>
internal sealed class HubClient(Uri endpoint, string? token, TransferSettings settings)
{
    private const int LongestRedirectChain = 6;

    // Fewer bytes than this within the time for silence are silence: nobody is kept for ever by a byte now and then.
    private const int LeastBytes = 1024;

    // One pool of connections for the process; pooled connections are renewed so that a change of address is seen.
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 64,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The hub's address.</summary>
    public Uri Endpoint => endpoint;

    /// <summary>How patient to be.</summary>
    public TransferSettings Settings => settings;

    /// <summary>An address below the endpoint. Each segment is escaped, slashes in it too.</summary>
    public Uri Address(params IEnumerable<string> segments)
    {
        string path = string.Join('/', segments.Select(Uri.EscapeDataString));
        return new Uri($"{endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
    }

    /// <summary>One attempt: sends, follows redirects, and gives an answer that is a success, 304 or 416.</summary>
    /// <exception cref="HubException">Anything else; <see cref="HubException.IsTransient"/> says whether to try again.</exception>
    public async Task<HubResponse> SendAsync(HttpMethod method, Uri address, Action<HttpRequestHeaders>? headers, CancellationToken cancellation)
    {
        Uri url = address;
        (string? commit, string? tag, long? length) = (null, null, null);
        for (int hop = 0; hop < LongestRedirectChain; hop++)
        {
            HttpResponseMessage answer = await SendOnceAsync(method, url, headers, cancellation).ConfigureAwait(false);
            commit ??= Header(answer, "X-Repo-Commit");
            tag ??= Tag(Header(answer, "X-Linked-Etag")) ?? (hop == 0 ? Tag(Header(answer, "ETag")) : null);
            length ??= long.TryParse(Header(answer, "X-Linked-Size"), out long linked) && linked >= 0 ? linked : null;
            if (answer.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
            {
                using (answer)
                    url = Next(url, answer.Headers.Location);
                continue;
            }

            if (answer.IsSuccessStatusCode || answer.StatusCode is HttpStatusCode.NotModified or HttpStatusCode.RequestedRangeNotSatisfiable)
                return new HubResponse(answer, url) { Commit = commit, LinkedTag = tag, LinkedLength = length };
            using (answer)
                throw Failures.Of(answer, url, token is not null);
        }

        throw new HubException(HubFault.NetworkFailure, $"{address} redirects more than {LongestRedirectChain} times. Check the hub's address.");
    }

    /// <summary>A small answer as a whole, with retries.</summary>
    /// <param name="address">What to get.</param>
    /// <param name="limit">More bytes than this are refused.</param>
    /// <param name="attempts">How often to try.</param>
    /// <param name="meter">Told of waits.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<(byte[] Body, HttpResponseHeaders Headers)> GetSmallAsync(Uri address, int limit, int attempts, ProgressMeter meter, CancellationToken cancellation) =>
        Retry.RunAsync(settings, attempts, meter, async () =>
        {
            using HubResponse response = await SendAsync(HttpMethod.Get, address, null, cancellation).ConfigureAwait(false);
            using var body = new MemoryStream();
            await CopyAsync(response, body, limit, null, cancellation).ConfigureAwait(false);
            return (body.ToArray(), response.Message.Headers);
        }, cancellation);

    /// <summary>Copies a body, at most <paramref name="limit"/> bytes of it, giving up when the other side is silent for too long.</summary>
    public async Task CopyAsync(HubResponse response, Stream target, long limit, Action<int>? received, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(settings.Silence);
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        int sinceHeard = 0;
        try
        {
            Stream body = await response.Message.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                for (int read; (read = await ReadAsync(body, buffer, response.Url, silence.Token).ConfigureAwait(false)) > 0;)
                {
                    if ((total += read) > limit)
                        throw new HubException(HubFault.Corrupt, $"{response.Url} sends more than the {limit:N0} bytes that were expected. Nothing was kept; tell whoever runs the hub.");
                    await target.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
                    received?.Invoke(read);
                    if ((sinceHeard += read) < LeastBytes)
                        continue;
                    sinceHeard = 0;
                    silence.CancelAfter(settings.Silence);
                }
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw Failures.Silent(response.Url, settings.Silence, e);
        }
    }

    // Reading is separated from writing so that a full disk is not taken for a broken connection.
    private static async Task<int> ReadAsync(Stream body, byte[] buffer, Uri url, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new HubException(HubFault.NetworkFailure, $"the connection to {url} broke: {e.Message.TrimEnd('.')}. Pull again: what has arrived is kept.", e) { IsTransient = true };
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, Uri url, Action<HttpRequestHeaders>? headers, CancellationToken cancellation)
    {
        if (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            throw new HubException(HubFault.NetworkFailure, $"{url} is neither http nor https. Check the hub's address.");
        using var request = new HttpRequestMessage(method, url);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("verdict", "1.0"));
        headers?.Invoke(request.Headers);
        if (token is not null && IsHome(url))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(settings.Silence);
        try
        {
            return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw Failures.Silent(url, settings.Silence, e);
        }
        catch (HttpRequestException e)
        {
            bool lasting = e.HttpRequestError is HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded;
            throw new HubException(HubFault.NetworkFailure, $"{url.GetLeftPart(UriPartial.Authority)} cannot be reached: {e.Message.TrimEnd('.')}. Check the network and the proxy settings, or work offline.", e) { IsTransient = !lasting };
        }
    }

    private bool IsHome(Uri url) => url.Scheme == endpoint.Scheme && url.Port == endpoint.Port && string.Equals(url.IdnHost, endpoint.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>Where a redirection leads; from an encrypted address never to one that is not.</summary>
    internal static Uri Next(Uri url, Uri? location)
    {
        if (location is null || !Uri.TryCreate(url, location, out Uri? next))
            throw new HubException(HubFault.NetworkFailure, $"{url} redirects, but does not say where to. Check the hub's address.");
        return url.Scheme != Uri.UriSchemeHttps || next.Scheme == Uri.UriSchemeHttps ? next
            : throw new HubException(HubFault.NetworkFailure, $"{url} redirects to {next}, which is not encrypted. That is not followed; check the hub's address.");
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    private static string? Tag(string? tag) => tag is null ? null : (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"');
}
