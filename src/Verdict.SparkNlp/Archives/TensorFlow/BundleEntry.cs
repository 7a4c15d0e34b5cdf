namespace Verdict.SparkNlp.Archives.TensorFlow;

/// <summary>One tensor of a bundle, as the index describes it.</summary>
/// <param name="Key">Its key, such as <c>variables/3/.ATTRIBUTES/VARIABLE_VALUE</c>.</param>
/// <param name="DataType">TensorFlow's DataType: 1 float, 7 string, 9 int64, 14 bfloat16, 19 half, …</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Shard">The data file it lies in.</param>
/// <param name="Offset">Where it begins there, in bytes.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Crc">Masked CRC-32C of its bytes.</param>
internal sealed record BundleEntry(string Key, int DataType, int[] Shape, int Shard, long Offset, long Size, uint Crc);
