using System.Text.Json;
using Verdict.Tensors;

namespace Verdict.Weights;

/// <summary>One tensor of a safetensors header.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Type">Its element type, or <see langword="null"/> for a type that no model uses its numbers in (such tensors are passed over).</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Begin">Where its numbers begin, in bytes behind the header.</param>
/// <param name="End">Where they end.</param>
internal sealed record SafetensorsEntry(string Name, ElementType? Type, int[] Shape, long Begin, long End)
{
    private const int MostDimensions = 8;

    /// <summary>Reads and checks one property of the header.</summary>
    public static SafetensorsEntry Read(JsonProperty property, string path)
    {
        string name = property.Name;
        if (property.Value.ValueKind != JsonValueKind.Object
            || !property.Value.TryGetProperty("dtype", out JsonElement dtype) || dtype.ValueKind != JsonValueKind.String
            || !property.Value.TryGetProperty("shape", out JsonElement shape) || shape.ValueKind != JsonValueKind.Array
            || !property.Value.TryGetProperty("data_offsets", out JsonElement offsets) || offsets.ValueKind != JsonValueKind.Array || offsets.GetArrayLength() != 2)
        {
            throw new VerdictFormatException(path, name, "expected an object with dtype, shape and two data_offsets.");
        }

        long begin = Number(offsets[0], path, name);
        long end = Number(offsets[1], path, name);
        if (end < begin)
            throw new VerdictFormatException(path, name, $"data_offsets [{begin}, {end}] end before they begin.");

        string typeName = dtype.GetString()!;
        long bits = BitsOf(typeName)
            ?? throw new VerdictFormatException(path, name, $"dtype '{typeName}' is not one of the format.");
        int[] dimensions = ReadShape(shape, path, name);
        Int128 bytes = dimensions.Aggregate((Int128)bits, (product, d) => product * d) / 8;
        if (bytes != end - begin)
            throw new VerdictFormatException(path, name, $"{typeName} [{string.Join(", ", dimensions)}] takes {bytes} bytes, but data_offsets give {end - begin}.");

        ElementType? type = typeName switch { "F32" => ElementType.F32, "F16" => ElementType.F16, "BF16" => ElementType.BF16, "I8" => ElementType.I8, _ => null };
        return new SafetensorsEntry(name, type, dimensions, begin, end);
    }

    private static int[] ReadShape(JsonElement shape, string path, string name)
    {
        if (shape.GetArrayLength() > MostDimensions)
            throw new VerdictFormatException(path, name, $"the shape has {shape.GetArrayLength()} dimensions; at most {MostDimensions} are read.");
        int[] dimensions = new int[shape.GetArrayLength()];
        for (int i = 0; i < dimensions.Length; i++)
        {
            long size = Number(shape[i], path, name);
            if (size > int.MaxValue)
                throw new VerdictFormatException(path, name, $"dimension {i} is {size:N0}; at most {int.MaxValue:N0} is supported.");
            dimensions[i] = (int)size;
        }

        return dimensions;
    }

    private static long Number(JsonElement value, string path, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= 0
            ? number
            : throw new VerdictFormatException(path, name, $"expected a whole number of at least 0, found {Shorten(value.GetRawText())}.");

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static long? BitsOf(string type) => type switch
    {
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" => 8,
        "U16" or "I16" or "F16" or "BF16" => 16,
        "U32" or "I32" or "F32" => 32,
        "U64" or "I64" or "F64" or "C64" => 64,
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        _ => null,
    };
}
