using System.Globalization;
using System.Net;

namespace Verdict.Hub.Transfer;

/// <summary>What a hub's refusals mean.</summary>
internal static class Failures
{
    /// <summary>The error for an answer that is no success.</summary>
    public static HubException Of(HttpResponseMessage answer, Uri url, bool hasToken)
    {
        string code = string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode} {answer.ReasonPhrase}").TrimEnd();
        string? detail = answer.Headers.TryGetValues("X-Error-Code", out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
        TimeSpan? wait = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - DateTimeOffset.UtcNow,
            _ => null,
        };
        string later = wait is { } w ? string.Create(CultureInfo.InvariantCulture, $" Come back in {Math.Max(1, Math.Ceiling(w.TotalSeconds))} seconds.") : " Try again later.";
        return answer.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new HubException(HubFault.NotFound, detail switch
            {
                "RevisionNotFound" => $"{url} answers {code}: there is no such revision. Check the part after @.",
                "EntryNotFound" => $"{url} answers {code}: the repository has no such file.",
                _ => $"{url} answers {code}. Check the name; a private model also needs a token.",
            }),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new HubException(HubFault.Unauthorized, (detail, hasToken) switch
            {
                ("GatedRepo", _) => $"{url} answers {code}: the model is gated. Accept its terms on its page, then set HF_TOKEN to your token.",
                (_, true) => $"{url} answers {code}: the token is not accepted for this model. Check HF_TOKEN and the name.",
                _ => $"{url} answers {code}. Check the name; if the model is private, set HF_TOKEN to your token.",
            }),
            HttpStatusCode.TooManyRequests => new HubException(HubFault.RateLimited, $"{url} answers {code}.{later}") { IsTransient = true, RetryAfter = wait },
            HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or >= HttpStatusCode.InternalServerError =>
                new HubException(HubFault.ServerError, $"{url} answers {code}.{later}") { IsTransient = true, RetryAfter = wait },
            _ => new HubException(HubFault.ServerError, $"{url} answers {code}, which no request here should cause. Check the hub's address and the proxy settings."),
        };
    }

    /// <summary>The error for a side that says nothing.</summary>
    public static HubException Silent(Uri url, TimeSpan silence, Exception inner) =>
        new(HubFault.NetworkFailure, string.Create(CultureInfo.InvariantCulture, $"{url} sent (next to) nothing for {silence.TotalSeconds} seconds. Pull again: what has arrived is kept."), inner) { IsTransient = true };
}
