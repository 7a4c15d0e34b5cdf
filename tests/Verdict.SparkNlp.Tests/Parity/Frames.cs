using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Verdict.SparkNlp.Tests.Parity;

/// <summary>Frames that the goldens' rows come from.</summary>
internal static class Frames
{
    /// <summary>A frame of one column <c>text</c>.</summary>
    public static DataFrame Of(IEnumerable<(int Id, string? Text)> texts) => DataFrame.Of("text", texts.Select(t => t.Text));

    /// <summary>A frame whose column <c>text</c> holds lists of texts without nulls.</summary>
    public static DataFrame TextLists(IReadOnlyList<JsonElement> rows)
    {
        var texts = new StringArray.Builder();
        var offsets = new ArrowBuffer.Builder<int>();
        offsets.Append(0);
        int count = 0;
        foreach (JsonElement row in rows)
        {
            foreach (JsonElement text in row.GetProperty("text").EnumerateArray())
            {
                texts.Append(text.GetString());
                count++;
            }

            offsets.Append(count);
        }

        var type = new ListType(new Field("element", StringType.Default, false));
        var schema = new Schema([new Field("text", type, true)], null);
        var list = new ListArray(type, rows.Count, offsets.Build(), texts.Build(), ArrowBuffer.Empty);
        return new DataFrame(schema, () => [new RecordBatch(schema, [list], rows.Count)]);
    }
}
