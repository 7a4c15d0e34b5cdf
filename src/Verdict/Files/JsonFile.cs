using System.Text;
using System.Text.Json;

namespace Verdict.Files;

/// <summary>Parses JSON that came from outside: bounded depth, errors with the file and the line.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = true };
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Parses a document; the caller disposes it.</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            _ = Utf8.GetCharCount(json.Span);
            return JsonDocument.Parse(json, Strict);
        }
        catch (JsonException e)
        {
            throw new VerdictFormatException(path, $"line {e.LineNumber + 1}, byte {e.BytePositionInLine}", "the JSON is broken. The download may be incomplete.", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new VerdictFormatException(path, $"byte {e.Index}", "the text is not valid UTF-8.", e);
        }
    }
}
