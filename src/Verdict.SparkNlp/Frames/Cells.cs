using System.Text;
using Apache.Arrow;

namespace Verdict.SparkNlp.Frames;

/// <summary>Cells as <c>show</c> prints them.</summary>
internal static class Cells
{
    /// <summary>A cell's text: lists in brackets, structs in braces, maps as <c>{key -> value}</c>.</summary>
    public static string Text(IArrowArray array, int index)
    {
        var text = new StringBuilder();
        Append(text, array, index);
        return text.ToString();
    }

    private static void Append(StringBuilder text, IArrowArray array, int index)
    {
        if (array.IsNull(index))
        {
            text.Append("NULL");
            return;
        }

        switch (array)
        {
            case MapArray map:
                text.Append('{');
                for (int i = map.ValueOffsets[index]; i < map.ValueOffsets[index + 1]; i++)
                {
                    if (i > map.ValueOffsets[index])
                        text.Append(", ");
                    Append(text, map.Keys, i);
                    Append(text.Append(" -> "), map.Values, i);
                }

                text.Append('}');
                break;
            case ListArray list:
                text.Append('[');
                for (int i = list.ValueOffsets[index]; i < list.ValueOffsets[index + 1]; i++)
                {
                    if (i > list.ValueOffsets[index])
                        text.Append(", ");
                    Append(text, list.Values, i);
                }

                text.Append(']');
                break;
            case StructArray structure:
                text.Append('{');
                for (int i = 0; i < structure.Fields.Count; i++)
                {
                    if (i > 0)
                        text.Append(", ");
                    Append(text, structure.Fields[i], index);
                }

                text.Append('}');
                break;
            case BinaryArray binary and not StringArray:
                text.Append('[').AppendJoin(' ', binary.GetBytes(index).ToArray().Select(b => b.ToString("X2", null))).Append(']');
                break;
            case TimestampArray timestamps:
                text.Append(timestamps.GetTimestamp(index)!.Value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", System.Globalization.CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(TextCells.CanRead(array.Data.DataType) ? TextCells.Read(array, index) : $"({array.Data.DataType.Name})");
                break;
        }
    }
}
