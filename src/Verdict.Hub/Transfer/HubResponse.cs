namespace Verdict.Hub.Transfer;

/// <summary>An answer after redirects, with what the hub itself said before it pointed elsewhere.</summary>
internal sealed class HubResponse(HttpResponseMessage message, Uri url) : IDisposable
{
    /// <summary>The last answer; its body has not been read.</summary>
    public HttpResponseMessage Message => message;

    /// <summary>The address that gave <see cref="Message"/>.</summary>
    public Uri Url => url;

    /// <summary>The commit that the hub's own answer named (<c>X-Repo-Commit</c>).</summary>
    public string? Commit { get; init; }

    /// <summary>The hash that the hub's own answer named (<c>X-Linked-Etag</c>, else its <c>ETag</c>), without quotes.</summary>
    public string? LinkedTag { get; init; }

    /// <summary>The length that the hub's own answer named (<c>X-Linked-Size</c>).</summary>
    public long? LinkedLength { get; init; }

    /// <summary>Closes the connection, or gives it back.</summary>
    public void Dispose() => message.Dispose();
}
