using System.Globalization;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using Verdict.SparkNlp.Text;

namespace Verdict.SparkNlp.Frames;

/// <summary>Cells as text, as Spark casts simple types to strings.</summary>
internal static class TextCells
{
    /// <summary>Whether a type can be cast.</summary>
    public static bool CanRead(IArrowType type) => type.TypeId
        is ArrowTypeId.String or ArrowTypeId.LargeString or ArrowTypeId.StringView or ArrowTypeId.Binary or ArrowTypeId.Boolean
        or ArrowTypeId.Int8 or ArrowTypeId.Int16 or ArrowTypeId.Int32 or ArrowTypeId.Int64
        or ArrowTypeId.UInt8 or ArrowTypeId.UInt16 or ArrowTypeId.UInt32 or ArrowTypeId.UInt64
        or ArrowTypeId.Float or ArrowTypeId.Double or ArrowTypeId.Date32 or ArrowTypeId.Null;

    /// <summary>One cell; null where it is null.</summary>
    public static string? Read(IArrowArray array, int index) => array.IsNull(index) ? null : array switch
    {
        StringArray a => a.GetString(index),
        LargeStringArray a => a.GetString(index),
        StringViewArray a => a.GetString(index),
        BinaryArray a => Encoding.UTF8.GetString(a.GetBytes(index)),
        BooleanArray a => a.GetValue(index) == true ? "true" : "false",
        FloatArray a => JavaText.Of(a.Values[index]),
        DoubleArray a => JavaText.Of(a.Values[index]),
        Int8Array a => a.Values[index].ToString(CultureInfo.InvariantCulture),
        Int16Array a => a.Values[index].ToString(CultureInfo.InvariantCulture),
        Int32Array a => a.Values[index].ToString(CultureInfo.InvariantCulture),
        Int64Array a => a.Values[index].ToString(CultureInfo.InvariantCulture),
        UInt8Array a => a.Values[index].ToString(CultureInfo.InvariantCulture),
        UInt16Array a => a.Values[index].ToString(CultureInfo.InvariantCulture),
        UInt32Array a => a.Values[index].ToString(CultureInfo.InvariantCulture),
        UInt64Array a => a.Values[index].ToString(CultureInfo.InvariantCulture),
        Date32Array a => a.GetDateTime(index)!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"Cannot up cast input from {SparkTypes.Name(array.Data.DataType)} to string."),
    };
}
