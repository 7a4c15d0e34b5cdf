using System.Net;

namespace Verdict.Reports.Html;

/// <summary>Text inside HTML.</summary>
internal static class HtmlText
{
    /// <summary>Escapes what has a meaning in HTML, inside attributes too, and replaces control characters.</summary>
    public static string Escape(string text) =>
        WebUtility.HtmlEncode(string.Create(text.Length, text, static (target, source) =>
        {
            for (int i = 0; i < target.Length; i++)
                target[i] = char.IsControl(source[i]) ? ' ' : source[i];
        }));
}
