using System.Text.Json;
using Verdict.Tokenization;

namespace Verdict.Cli.Output;

/// <summary>An encoding as the documented JSON object.</summary>
internal static class EncodingLine
{
    /// <summary><c>{"ids":[…],"tokens":[…],"typeIds":[…],"offsets":[[start,end],…]}</c>.</summary>
    public static void Write(Utf8JsonWriter json, Encoding encoding)
    {
        json.WriteNumbers("ids"u8, encoding.InputIds);
        json.WriteStrings("tokens"u8, encoding.Tokens);
        json.WriteNumbers("typeIds"u8, encoding.TypeIds);
        json.WriteStartArray("offsets"u8);
        foreach (TextOffset offset in encoding.Offsets)
        {
            json.WriteStartArray();
            json.WriteNumberValue(offset.Start);
            json.WriteNumberValue(offset.End);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
