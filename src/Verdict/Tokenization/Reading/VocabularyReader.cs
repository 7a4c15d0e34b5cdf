using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Verdict.Tokenization;

/// <summary>Reads vocabularies: lines of a <c>vocab.txt</c>, or the vocabulary object of a <c>tokenizer.json</c>.</summary>
internal static class VocabularyReader
{
    /// <summary>Reads one token a line; a line's number from 0 is its token's id.</summary>
    /// <param name="bytes">UTF-8; lines end at LF or CR LF.</param>
    /// <param name="path">The file, for errors.</param>
    public static Vocabulary ReadLines(ReadOnlySpan<byte> bytes, string path)
    {
        char[] characters = new char[bytes.Length];
        OperationStatus status = Utf8.ToUtf16(bytes, characters, out int read, out int length, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
            throw new VerdictFormatException(path, $"line {1 + bytes[..read].Count((byte)'\n')}", "the text is not valid UTF-8. Save the vocabulary as UTF-8.");

        ReadOnlySpan<char> text = characters.AsSpan(0, length);
        int lines = text.Count('\n') + (text.IsEmpty || text[^1] == '\n' ? 0 : 1);
        if (lines - 1 > Vocabulary.HighestPossibleId)
            throw new VerdictFormatException(path, null, $"the vocabulary has {lines:N0} lines; at most {Vocabulary.HighestPossibleId + 1:N0} are read.");
        int[] starts = new int[lines];
        int[] lengths = new int[lines];
        int[] ids = new int[lines];
        for (int line = 0, start = 0; line < lines; line++)
        {
            int end = text[start..].IndexOf('\n');
            int next = end < 0 ? length : start + end + 1;
            end = end < 0 ? length : start + end;
            if (end > start && text[end - 1] == '\r')
                end--;
            starts[line] = start;
            lengths[line] = end - start;
            ids[line] = line;
            start = next;
        }

        return new Vocabulary(characters, starts, lengths, ids, path, line => $"line {line + 1}");
    }

    /// <summary>Reads a JSON object of tokens and ids.</summary>
    /// <param name="vocabulary">The object.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="place">The object's JSON path, for errors.</param>
    public static Vocabulary ReadJson(JsonElement vocabulary, string path, string place)
    {
        if (vocabulary.ValueKind != JsonValueKind.Object)
            throw new VerdictFormatException(path, place, $"expected an object of tokens and ids, found {JsonOptions.Name(vocabulary)}.");
        int count = vocabulary.GetPropertyCount();
        int[] starts = new int[count];
        int[] lengths = new int[count];
        int[] ids = new int[count];
        char[] characters = new char[Math.Max(16, count * 10)];
        int at = 0;
        int entry = 0;
        foreach (JsonProperty property in vocabulary.EnumerateObject())
        {
            ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8PropertyName(property);
            if (characters.Length - at < raw.Length)
                Array.Resize(ref characters, checked(Math.Max(characters.Length * 2, at + raw.Length)));
            starts[entry] = at;
            if (raw.Contains((byte)'\\'))
            {
                string name = JsonOptions.NameOf(property, path, place);
                name.CopyTo(0, characters, at, name.Length);
                at += name.Length;
            }
            else
            {
                // The document was checked for valid UTF-8 when it was parsed.
                Utf8.ToUtf16(raw, characters.AsSpan(at), out _, out int written);
                at += written;
            }

            lengths[entry] = at - starts[entry];
            if (property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt32(out int id) && id is >= 0 and <= Vocabulary.HighestPossibleId)
                ids[entry] = id;
            else
                throw new VerdictFormatException(path, PlaceOf(place, characters.AsSpan(starts[entry], lengths[entry])), $"expected an id from 0 to {Vocabulary.HighestPossibleId}, found {JsonOptions.Name(property.Value)}.");
            entry++;
        }

        return new Vocabulary(characters, starts, lengths, ids, path, e => PlaceOf(place, characters.AsSpan(starts[e], lengths[e])));
    }

    private static string PlaceOf(string place, ReadOnlySpan<char> token) => $"{place}[\"{(token.Length > 80 ? token[..80] : token)}\"]";
}
