namespace Verdict.Data.Arrow;

/// <summary>
/// Checks a message's description before the library underneath follows it, which takes memory for as many fields and
/// buffers as the description states. The numbers are those of Arrow's <c>Message.fbs</c> and <c>Schema.fbs</c>.
/// </summary>
internal static class ArrowMessage
{
    private const int MaxFields = 100_000, MaxDepth = 64;

    private enum Header
    {
        Schema = 1,
        DictionaryBatch = 2,
        RecordBatch = 3,
    }

    /// <summary>Checks the description and gives the length of the body behind it.</summary>
    /// <exception cref="InvalidDataException">It is broken.</exception>
    public static long BodyLength(ReadOnlySpan<byte> description)
    {
        try
        {
            FlatTable message = FlatTable.Root(description);
            message.Count(4, sizeof(int));
            if (message.TryTable(2, out FlatTable header))
                Check((Header)message.Byte(1), header);
            return message.Int64(3);
        }
        catch (OverflowException e)
        {
            throw new InvalidDataException("a message's description is broken", e);
        }
    }

    private static void Check(Header kind, FlatTable header)
    {
        switch (kind)
        {
            case Header.Schema:
                int fields = 0;
                header.Count(2, sizeof(int));
                header.Count(3, sizeof(long));
                Fields(header, 1, 0, ref fields);
                break;
            case Header.DictionaryBatch:
                if (header.TryTable(1, out FlatTable data))
                    Batch(data);
                break;
            case Header.RecordBatch:
                Batch(header);
                break;
            default:
                throw new InvalidDataException("a message is of a kind that Verdict does not read");
        }
    }

    private static void Batch(FlatTable batch)
    {
        const int NodeSize = 16, BufferSize = 16;
        batch.Count(1, NodeSize);
        batch.Count(2, BufferSize);
        batch.Count(4, sizeof(long));
    }

    private static void Fields(FlatTable parent, int slot, int depth, ref int seen)
    {
        int count = parent.Count(slot, sizeof(int));
        seen += count;
        if (seen > MaxFields || depth > MaxDepth)
            throw new InvalidDataException($"there are more than {MaxFields:N0} fields, or they are nested deeper than {MaxDepth} levels");
        for (int i = 0; i < count; i++)
        {
            FlatTable field = parent.Item(slot, i);
            field.Count(6, sizeof(int));
            Fields(field, 5, depth + 1, ref seen);
        }
    }
}
