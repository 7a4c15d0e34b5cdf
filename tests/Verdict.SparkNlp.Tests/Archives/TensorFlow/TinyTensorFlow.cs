using System.Buffers.Binary;
using System.Text;
using Verdict.SparkNlp.Archives.Protobuf;
using Verdict.SparkNlp.Archives.TensorFlow;
using Verdict.Tensors;

namespace Verdict.SparkNlp.Tests.Archives.TensorFlow;

/// <summary>A TensorFlow model as files: <see cref="TinyBert"/>'s weights in a bundle and a graph with the constants that tell the rest.</summary>
internal sealed class TinyTensorFlow
{
    /// <summary>Node name, operation, constant (int, float or null), function called, inputs.</summary>
    public List<(string Name, string Operation, object? Value, string? Function, string[] Inputs)> Nodes { get; } =
    [
        ("m/bert/embeddings/LayerNorm/batchnorm/add/y", "Const", 1e-6f, null, []),
        ("m/bert/encoder/layer_._0/attention/self/Reshape/shape/2", "Const", 2, null, []),
        ("m/bert/encoder/layer_._0/attention/self/Reshape/shape/3", "Const", 2, null, []),
        ("m/bert/encoder/layer_._0/intermediate/Gelu/Erf", "Erf", null, null, []),
    ];

    /// <summary>Further functions by name, each with its nodes.</summary>
    public Dictionary<string, List<(string Name, string Operation, object? Value, string? Function, string[] Inputs)>> Functions { get; } = [];

    /// <summary>Bundle keys, data types, shapes and bytes; offsets follow one another unless given.</summary>
    public List<(string Key, int Type, int[] Shape, byte[] Bytes, long? Offset)> Entries { get; } = [];

    /// <summary>Full variable names by key, for the object graph; without any there is none.</summary>
    public Dictionary<string, string> Names { get; } = [];

    /// <summary>The tiny model.</summary>
    /// <param name="einsum">Whether kernels keep the heads apart, as transformers 4.0 to 4.3 did.</param>
    /// <param name="objectGraph">Whether keys are object paths, as TensorFlow 2 has them, or names, as TensorFlow 1.</param>
    /// <param name="tensors">Other tensors than the tiny model's, under the same names.</param>
    public static TinyTensorFlow Model(bool einsum = false, bool objectGraph = true, IEnumerable<StoredTensor>? tensors = null)
    {
        var model = new TinyTensorFlow();
        int number = 0;
        foreach (StoredTensor tensor in tensors ?? TinyBert.Tensors().Values)
        {
            string name = "tf_bert_for_sequence_classification/" + Variable(tensor.Name);
            bool kernel = name.EndsWith("/kernel", StringComparison.Ordinal);
            StoredTensor stored = kernel ? Verdict.SparkNlp.Archives.Matrix.Transpose(tensor) : tensor;
            int[] shape = stored.Shape;
            if (einsum && name.Contains("/attention/", StringComparison.Ordinal) && !name.Contains("LayerNorm", StringComparison.Ordinal))
                shape = !kernel ? (name.Contains("/self/", StringComparison.Ordinal) ? [2, 2] : shape) : name.Contains("/self/", StringComparison.Ordinal) ? [4, 2, 2] : [2, 2, 4];
            string key = objectGraph ? $"variables/{number++}/.ATTRIBUTES/VARIABLE_VALUE" : name;
            model.Entries.Add((key, 1, shape, stored.Bytes.ToArray(), null));
            if (objectGraph)
                model.Names.Add(key, name);
        }

        if (einsum)
            model.Nodes.RemoveAll(n => n.Name.Contains("Reshape", StringComparison.Ordinal));
        return model;
    }

    /// <summary>The files.</summary>
    public Dictionary<string, byte[]> Files()
    {
        (byte[] index, byte[] data) = Bundle();
        return new() { ["saved_model.pb"] = Graph(), ["variables.index"] = index, ["variables.data-00000-of-00001"] = data };
    }

    private static string Variable(string name)
    {
        name = name.Replace("layer.", "layer_._", StringComparison.Ordinal).Replace('.', '/').Replace("layer_/_", "layer_._", StringComparison.Ordinal);
        if (name.Contains("LayerNorm", StringComparison.Ordinal))
            return name.Replace("/weight", "/gamma", StringComparison.Ordinal).Replace("/bias", "/beta", StringComparison.Ordinal);
        if (name.Contains("position_embeddings", StringComparison.Ordinal) || name.Contains("token_type_embeddings", StringComparison.Ordinal))
            return name.Replace("/weight", "/embeddings", StringComparison.Ordinal);
        return name.Contains("word_embeddings", StringComparison.Ordinal) ? name : name.Replace("/weight", "/kernel", StringComparison.Ordinal);
    }

    private byte[] Graph()
    {
        var graph = new ProtoWriter();
        graph.Message(1, Node(("StatefulPartitionedCall", "StatefulPartitionedCall", null, "serving", [])));
        var library = new ProtoWriter();
        library.Message(1, Function("serving", Nodes));
        foreach ((string name, List<(string, string, object?, string?, string[])> nodes) in Functions)
            library.Message(1, Function(name, nodes));
        return graph.Message(2, library).Written.ToArray();
    }

    private static ProtoWriter Function(string name, List<(string, string, object?, string?, string[])> nodes)
    {
        var function = new ProtoWriter().Message(1, new ProtoWriter().Text(1, name));
        foreach ((string, string, object?, string?, string[]) node in nodes)
            function.Message(3, Node(node));
        return function;
    }

    private static ProtoWriter Node((string Name, string Operation, object? Value, string? Function, string[] Inputs) node)
    {
        var message = new ProtoWriter().Text(1, node.Name).Text(2, node.Operation);
        foreach (string input in node.Inputs)
            message.Text(3, input);
        if (node.Function is not null)
            message.Message(5, new ProtoWriter().Text(1, "f").Message(2, new ProtoWriter().Message(10, new ProtoWriter().Text(1, node.Function))));
        if (node.Value is int number)
            message.Message(5, new ProtoWriter().Text(1, "value").Message(2, new ProtoWriter().Message(8, new ProtoWriter().Number(1, 3).Number(7, number))));
        else if (node.Value is float single)
            message.Message(5, new ProtoWriter().Text(1, "value").Message(2, new ProtoWriter().Message(8, new ProtoWriter().Number(1, 1).Single(5, single))));
        return message;
    }

    private (byte[] Index, byte[] Data) Bundle()
    {
        using var data = new MemoryStream();
        var values = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { [string.Empty] = [0x08, 0x01, 0x1A, 0x02, 0x08, 0x01] };
        foreach ((string key, int type, int[] shape, byte[] bytes, long? offset) in Entries)
        {
            values[key] = Entry(type, shape, offset ?? data.Length, bytes.Length, Crc32C.Masked(bytes));
            if (offset is null)
                data.Write(bytes);
        }

        if (Names.Count > 0)
        {
            (byte[] text, uint crc) = StringTensor(ObjectGraph());
            values["_CHECKPOINTABLE_OBJECT_GRAPH"] = Entry(7, [], data.Length, text.Length, crc);
            data.Write(text);
        }

        return (Table(values), data.ToArray());
    }

    private byte[] ObjectGraph()
    {
        var graph = new ProtoWriter();
        foreach ((string key, string name) in Names)
            graph.Message(1, new ProtoWriter().Message(2, new ProtoWriter().Text(1, "VARIABLE_VALUE").Text(2, name).Text(3, key)));
        return graph.Written.ToArray();
    }

    private static (byte[] Bytes, uint Crc) StringTensor(byte[] text)
    {
        byte[] wide = BitConverter.GetBytes((uint)text.Length);
        byte[] mask = BitConverter.GetBytes(Crc32C.Masked(wide));
        var length = new List<byte>();
        for (uint rest = (uint)text.Length; ; rest >>= 7)
        {
            length.Add((byte)(rest < 0x80 ? rest : rest | 0x80));
            if (rest < 0x80)
                break;
        }

        return ([.. length, .. mask, .. text], Crc32C.Masked([.. wide, .. mask, .. text]));
    }

    private static byte[] Entry(int type, int[] shape, long offset, long size, uint crc)
    {
        var dimensions = new ProtoWriter();
        foreach (int dimension in shape)
            dimensions.Message(2, new ProtoWriter().Number(1, dimension));
        byte[] fixed32 = new byte[5];
        fixed32[0] = (6 << 3) | 5;
        BinaryPrimitives.WriteUInt32LittleEndian(fixed32.AsSpan(1), crc);
        return new ProtoWriter().Number(1, type).Message(2, dimensions).Number(4, offset).Number(5, size).Raw(fixed32).Written.ToArray();
    }

    private static byte[] Table(SortedDictionary<string, byte[]> values)
    {
        using var table = new MemoryStream();
        byte[] last = Encoding.UTF8.GetBytes(values.Keys.Last() + "~");
        (long Offset, long Size) data = Block(table, [.. values.Select(v => (Encoding.UTF8.GetBytes(v.Key), v.Value))]);
        (long Offset, long Size) meta = Block(table, []);
        (long Offset, long Size) index = Block(table, [(last, [.. Varint(data.Offset), .. Varint(data.Size)])]);
        byte[] footer = new byte[48];
        byte[] handles = [.. Varint(meta.Offset), .. Varint(meta.Size), .. Varint(index.Offset), .. Varint(index.Size)];
        handles.CopyTo(footer, 0);
        BinaryPrimitives.WriteUInt64LittleEndian(footer.AsSpan(40), 0xDB4775248B80FB57);
        table.Write(footer);
        return table.ToArray();
    }

    private static (long Offset, long Size) Block(MemoryStream table, (byte[] Key, byte[] Value)[] entries)
    {
        using var block = new MemoryStream();
        foreach ((byte[] key, byte[] value) in entries)
        {
            block.WriteByte(0);
            block.Write(Varint(key.Length));
            block.Write(Varint(value.Length));
            block.Write(key);
            block.Write(value);
        }

        block.Write([0, 0, 0, 0, 1, 0, 0, 0]);
        long offset = table.Length;
        long size = block.Length;
        block.WriteByte(0);
        block.Write(BitConverter.GetBytes(Crc32C.Masked(block.ToArray())));
        block.WriteTo(table);
        return (offset, size);
    }

    private static byte[] Varint(long value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }
}
