using System.Buffers.Binary;
using System.Globalization;
using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Protobuf;
using Verdict.Tensors;

namespace Verdict.SparkNlp.Archives.Onnx;

/// <summary>A TensorProto (onnx/onnx.proto): an initialiser or a constant, with its numbers in the model's file or in a file beside it.</summary>
internal sealed class OnnxTensor
{
    private const int Float = 1;
    private const int Int64 = 7;
    private const int Half = 10;
    private const int BFloat16 = 16;

    private readonly string _path;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Dictionary<string, string>? _external;

    private OnnxTensor(string path, string name, int type, long[] shape, ReadOnlyMemory<byte> bytes, Dictionary<string, string>? external)
    {
        _path = path;
        Name = name;
        Type = type;
        Shape = shape;
        _bytes = bytes;
        _external = external;
    }

    /// <summary>Its name; constants of nodes bear their output's.</summary>
    public string Name { get; }

    /// <summary>ONNX's data type.</summary>
    public int Type { get; }

    /// <summary>Its dimensions.</summary>
    public long[] Shape { get; }

    /// <summary>A whole number or a list of them.</summary>
    public static OnnxTensor OfIntegers(string path, string name, IEnumerable<long> numbers)
    {
        byte[] bytes = [.. numbers.SelectMany(BitConverter.GetBytes)];
        return new OnnxTensor(path, name, Int64, [bytes.Length / 8], bytes, null);
    }

    /// <summary>A single float.</summary>
    public static OnnxTensor OfSingle(string path, string name, float number) => new(path, name, Float, [], BitConverter.GetBytes(number), null);

    /// <summary>Reads the message.</summary>
    public static OnnxTensor Read(string path, ReadOnlyMemory<byte> message, string? name)
    {
        (int type, List<long> shape, ReadOnlyMemory<byte> bytes, List<long>? integers) = (0, [], default, null);
        (bool outside, Dictionary<string, string> external) = (false, []);
        for (var tensor = new ProtoReader(path, message); tensor.Next();)
        {
            switch (tensor.Field)
            {
                case 1: tensor.AddNumbers(shape); break;
                case 2: type = (int)Math.Min(tensor.Number, int.MaxValue); break;
                case 4 when tensor.IsDelimited: bytes = tensor.Bytes; break;
                case 7: tensor.AddNumbers(integers ??= []); break;
                case 8: name ??= tensor.Text; break;
                case 9: bytes = tensor.Bytes; break;
                case 13: ReadEntry(path, tensor.Bytes, external); break;
                case 14: outside = tensor.Number == 1; break;
            }
        }

        if (integers is not null)
            bytes = integers.SelectMany(BitConverter.GetBytes).ToArray();
        if (shape.Count > 8 || shape.Exists(d => d is < 0 or > int.MaxValue))
            throw new VerdictFormatException(path, name, "the tensor has impossible dimensions. The file is damaged.");
        return new OnnxTensor(path, name ?? string.Empty, type, [.. shape], bytes, outside ? external : null);
    }

    /// <summary>The whole numbers of a small int64 tensor; <see langword="null"/> for any other.</summary>
    public long[]? Integers()
    {
        if (Type != Int64 || _external is not null || _bytes.Length % 8 != 0 || _bytes.Length > 1024)
            return null;
        long[] numbers = new long[_bytes.Length / 8];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadInt64LittleEndian(_bytes.Span[(i * 8)..]);
        return numbers;
    }

    /// <summary>The one number of a float tensor of one element; <see langword="null"/> for any other.</summary>
    public float? Single() => _external is not null ? null : (Type, _bytes.Length) switch
    {
        (Float, 4) => BinaryPrimitives.ReadSingleLittleEndian(_bytes.Span),
        (Half, 2) => (float)BinaryPrimitives.ReadHalfLittleEndian(_bytes.Span),
        _ => null,
    };

    /// <summary>The tensor's numbers under another name.</summary>
    /// <param name="name">The name to give it.</param>
    /// <param name="model">The model's file, in which the tensor was read.</param>
    /// <param name="openBeside">Opens a file beside the model by its plain name; the bytes must live as long as the model.</param>
    public StoredTensor Store(string name, Blob model, Func<string, Blob> openBeside)
    {
        ElementType type = Type switch
        {
            Float => ElementType.F32,
            Half => ElementType.F16,
            BFloat16 => ElementType.BF16,
            _ => throw new VerdictFormatException(_path, Name, $"the tensor is of ONNX's type {Type}; float (1), float16 (10) and bfloat16 (16) are read. Quantised models are not; use the original one."),
        };
        int[] shape = [.. Shape.Select(d => (int)d)];
        long count = NumberFormat.SizeOf(type);
        foreach (int dimension in shape)
            count = count * dimension is var next && next <= int.MaxValue ? next : throw new VerdictFormatException(_path, Name, "the tensor is larger than 2 GB, which is not read.");
        (Blob owner, ReadOnlyMemory<byte> bytes) = _external is null ? (model, _bytes) : OpenExternal(_external, openBeside, count);
        long offset = owner.OffsetOf(bytes);
        return bytes.Length == count
            ? new StoredTensor(name, type, shape, bytes) { LetGo = offset < 0 ? null : (start, length) => owner.LetGo(offset + start, length) }
            : throw new VerdictFormatException(_path, Name, $"its shape [{string.Join(", ", shape)}] needs {count:N0} bytes, it has {bytes.Length:N0}. The file is damaged.");
    }

    /// <summary>Says that its numbers will not be read again: their memory goes, and what was unpacked is zeros there. A file beside the model keeps its own.</summary>
    /// <param name="model">The model's file, in which the tensor was read.</param>
    public void Discard(Blob model)
    {
        if (_external is null && model.OffsetOf(_bytes) is >= 0 and var offset)
            model.Discard(offset, _bytes.Length);
    }

    private (Blob Owner, ReadOnlyMemory<byte> Bytes) OpenExternal(Dictionary<string, string> external, Func<string, Blob> openBeside, long count)
    {
        if (!external.TryGetValue("location", out string? location) || location.Length == 0 || location.IndexOfAny(['/', '\\', ':', '\0']) >= 0 || location is "." or "..")
            throw new VerdictFormatException(_path, Name, $"its numbers lie in '{location}', but only a file beside the model, by its plain name, is opened.");
        Blob blob = openBeside(location);
        long offset = Number("offset", 0);
        long length = Number("length", blob.Length - offset);
        return length == count && offset >= 0 && offset <= blob.Length - length
            ? (blob, blob.Slice(offset, (int)length))
            : throw new VerdictFormatException(blob.Path, Name, $"the tensor lies at byte {offset:N0} with {length:N0} bytes, but it needs {count:N0} and the file has {blob.Length:N0}. The file is cut or of another model.");

        long Number(string key, long missing) => !external.TryGetValue(key, out string? text) ? missing
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
            : throw new VerdictFormatException(_path, Name, $"'{key}' of its external data is no number.");
    }

    private static void ReadEntry(string path, ReadOnlyMemory<byte> message, Dictionary<string, string> into)
    {
        (string key, string value) = (string.Empty, string.Empty);
        for (var entry = new ProtoReader(path, message); entry.Next();)
        {
            if (entry.Field == 1)
                key = entry.Text;
            else if (entry.Field == 2)
                value = entry.Text;
        }

        into[key] = value;
    }
}
