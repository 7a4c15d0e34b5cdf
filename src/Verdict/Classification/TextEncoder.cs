using Verdict.Tokenization;

namespace Verdict.Classification;

/// <summary>Tokenises texts and applies the policy for long ones. Safe from many threads: each has a buffer of its own.</summary>
internal sealed class TextEncoder(Tokenizer tokenizer, ResolvedOptions options)
{
    /// <summary>A buffer that one huge text has blown up is not kept.</summary>
    private const int LargestKeptLength = 1 << 20;

    [ThreadStatic]
    private static TokenBuffer? t_buffer;

    /// <summary>Encodes one text or pair.</summary>
    /// <param name="text">The text.</param>
    /// <param name="index">Its position in the caller's input, for the error.</param>
    public EncodedText Encode(InputText text, long index)
    {
        TokenBuffer buffer = t_buffer ??= new TokenBuffer();
        if (text.Second is null)
            tokenizer.Tokenize(text.First, buffer);
        else
            tokenizer.Tokenize(text.First, text.Second, buffer);
        if (text.Length > LargestKeptLength)
            t_buffer = null;

        if (buffer.TotalLength > options.MaxLength)
        {
            if (options.LongText == LongTextPolicy.Error)
                throw new TextTooLongException(index, buffer.TotalLength, options.MaxLength);
            if (options.LongText == LongTextPolicy.Windows)
                return EncodeWindows(buffer);
        }

        bool truncated = tokenizer.Assemble(buffer, options.MaxLength);
        return new EncodedText(buffer.InputIds.ToArray(), TypesOf(buffer), [buffer.InputIds.Length], truncated);
    }

    private EncodedText EncodeWindows(TokenBuffer buffer)
    {
        List<int> ids = [], types = [], ends = [];
        bool truncated = false;
        int count = tokenizer.WindowCount(buffer, options.MaxLength, options.WindowStride);
        for (int i = 0; i < count; i++)
        {
            truncated |= tokenizer.AssembleWindow(buffer, i, options.MaxLength, options.WindowStride);
            ids.AddRange(buffer.InputIds);
            types.AddRange(buffer.TypeIds);
            ends.Add(ids.Count);
        }

        return new EncodedText([.. ids], [.. types], [.. ends], truncated);
    }

    private static int[] TypesOf(TokenBuffer buffer) => buffer.TypeIds.ToArray();
}
