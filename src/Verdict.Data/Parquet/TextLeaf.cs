using System.Text;
using System.Text.Unicode;
using Parquet;
using Parquet.Schema;

namespace Verdict.Data.Parquet;

/// <summary>A flat column of text, kept as UTF-8 until its row asks for it.</summary>
internal sealed class TextLeaf(ReadOnlyMemory<byte>[] values, int[]? definitions, DataField field, RecordType type) : Leaf(field, type)
{
    protected override int Count => values.Length;

    public static async Task<Leaf> ReadTextAsync(ParquetRowGroupReader group, DataField field, RecordType type, int count)
    {
        var values = new ReadOnlyMemory<byte>[count];
        int[]? definitions = field.MaxDefinitionLevel > 0 ? new int[count] : null;
        await group.ReadRawAsync(ParquetTypes.AsBytes(field), values.AsMemory(), Optional(definitions), null).ConfigureAwait(false);
        return new TextLeaf(values, definitions, field, type);
    }

    protected override int DefinitionAt(int index) => definitions![index];

    protected override int RepetitionAt(int index) => 0;

    protected override RecordValue ValueAt(int index)
    {
        ReadOnlySpan<byte> bytes = values[index].Span;
        IsBroken = !Utf8.IsValid(bytes);
        var value = RecordValue.Of(Encoding.UTF8.GetString(bytes));
        values[index] = default; // long values go as soon as their row has them
        return value;
    }
}
