using System.Buffers.Binary;
using System.Text;
using Verdict.SparkNlp.Archives.Protobuf;

namespace Verdict.SparkNlp.Archives.TensorFlow;

/// <summary>A NodeDef (tensorflow/core/framework/node_def.proto): what is needed of it.</summary>
internal sealed class GraphNode
{
    private readonly string _path;
    private readonly ReadOnlyMemory<byte> _value;

    private GraphNode(string path, string name, string operation, List<string> inputs, string? function, ReadOnlyMemory<byte> value)
    {
        Inputs = inputs;
        _path = path;
        Name = name;
        Operation = operation;
        Function = function;
        _value = value;
    }

    /// <summary>The node's name.</summary>
    public string Name { get; }

    /// <summary>Its operation, such as <c>Const</c>.</summary>
    public string Operation { get; }

    /// <summary>What it reads: <c>node</c>, <c>node:2</c>, <c>node:output:0</c>, or <c>^node</c> for order alone.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The library function that it calls (its attribute <c>f</c>), if it calls one.</summary>
    public string? Function { get; }

    /// <summary>Reads the message.</summary>
    public static GraphNode Read(string path, ReadOnlyMemory<byte> message)
    {
        (string name, string operation, string? function, ReadOnlyMemory<byte> value) = (string.Empty, string.Empty, null, default(ReadOnlyMemory<byte>));
        List<string> inputs = [];
        for (var node = new ProtoReader(path, message); node.Next();)
        {
            if (node.Field == 3)
            {
                inputs.Add(node.Text);
            }
            else if (node.Field == 1)
            {
                name = node.Text;
            }
            else if (node.Field == 2)
            {
                operation = node.Text;
            }
            else if (node.Field == 5)
            {
                (ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> attribute) = ReadAttribute(path, node.Bytes);
                if (key.Span.SequenceEqual("f"u8))
                    function = ReadFunction(path, attribute);
                else if (key.Span.SequenceEqual("value"u8))
                    value = attribute;
            }
        }

        return new GraphNode(path, name, operation, inputs, function, value);
    }

    /// <summary>The one int32 of a constant, or <see langword="null"/> where the node is none.</summary>
    public int? Integer() => Operation == "Const" && ReadScalar(3) is { } bits ? (int)bits : null;

    /// <summary>The one float of a constant, or <see langword="null"/> where the node is none.</summary>
    public float? Single() => Operation == "Const" && ReadScalar(1) is { } bits ? BitConverter.UInt32BitsToSingle((uint)bits) : null;

    private static (ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value) ReadAttribute(string path, ReadOnlyMemory<byte> message)
    {
        (ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> value) = (default, default);
        for (var entry = new ProtoReader(path, message); entry.Next();)
        {
            if (entry.Field == 1)
                key = entry.Bytes;
            else if (entry.Field == 2)
                value = entry.Bytes;
        }

        return (key, value);
    }

    /// <summary>AttrValue.func is field 10; its name is field 1.</summary>
    private static string? ReadFunction(string path, ReadOnlyMemory<byte> attribute)
    {
        for (var value = new ProtoReader(path, attribute); value.Next();)
        {
            if (value.Field != 10)
                continue;
            for (var function = new ProtoReader(path, value.Bytes); function.Next();)
            {
                if (function.Field == 1)
                    return Encoding.UTF8.GetString(function.Bytes.Span);
            }
        }

        return null;
    }

    /// <summary>AttrValue.tensor is field 8: a TensorProto with 1 dtype, 4 the bytes, or 5 floats, or 7 ints.</summary>
    private long? ReadScalar(int type)
    {
        for (var attribute = new ProtoReader(_path, _value); attribute.Next();)
        {
            if (attribute.Field != 8)
                continue;
            (long found, List<long> numbers) = (0, []);
            for (var tensor = new ProtoReader(_path, attribute.Bytes); tensor.Next();)
            {
                if (tensor.Field == 1)
                    found = tensor.Signed;
                else if ((tensor.Field == 4 || (tensor.Field == 5 && tensor.IsDelimited)) && tensor.Bytes.Length == 4)
                    numbers.Add(BinaryPrimitives.ReadUInt32LittleEndian(tensor.Bytes.Span));
                else if (tensor.Field == 5 && !tensor.IsDelimited)
                    numbers.Add((uint)tensor.Number);
                else if (tensor.Field == 7)
                    tensor.AddNumbers(numbers);
            }

            return found == type && numbers.Count == 1 ? numbers[0] : null;
        }

        return null;
    }
}
