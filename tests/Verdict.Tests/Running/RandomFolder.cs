using System.Globalization;
using System.Runtime.InteropServices;
using Verdict.Tensors;
using Verdict.Testing;
using Verdict.Weights;

namespace Verdict.Tests.Running;

/// <summary>A Hugging Face folder of any size with random weights, in a temporary place: what memory and time depend on is its shape.</summary>
internal sealed class RandomFolder : IDisposable
{
    private static readonly string Words = RepositoryPaths.Golden("mbert-ids");
    private readonly byte[] _numbers, _ones;

    private RandomFolder(int layers, int hidden, int inner)
    {
        int words = File.ReadLines(System.IO.Path.Combine(Words, "vocab.txt")).Count();
        WordTable = (words, hidden);
        _numbers = Numbers((long)words * hidden, 0.05f);
        _ones = MemoryMarshal.AsBytes(Enumerable.Repeat(1f, hidden).ToArray().AsSpan()).ToArray();
        foreach (string name in (string[])["vocab.txt", "tokenizer_config.json"])
            File.Copy(System.IO.Path.Combine(Words, name), System.IO.Path.Combine(Path, name));
        File.WriteAllText(System.IO.Path.Combine(Path, "config.json"), string.Create(CultureInfo.InvariantCulture, $$"""
            {"model_type":"bert","architectures":["BertForSequenceClassification"],"vocab_size":{{words}},"hidden_size":{{hidden}},"num_hidden_layers":{{layers}},
            "num_attention_heads":12,"intermediate_size":{{inner}},"max_position_embeddings":512,"type_vocab_size":2,"hidden_act":"gelu","id2label":{"0":"neg","1":"pos"} }
            """));
        SafetensorsWriter.Write(System.IO.Path.Combine(Path, "model.safetensors"), Tensors(layers, hidden, inner));
        _numbers = [];
    }

    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("verdict-random").FullName;

    /// <summary>Rows and width of the word table.</summary>
    public (int Rows, int Width) WordTable { get; }

    /// <summary>MiniLM, 6 × 384, with the words of multilingual BERT: large enough that weights outweigh the runtime, small enough for every run.</summary>
    public static RandomFolder Middle() => new(6, 384, 1536);

    /// <summary>BERT-base with the words of multilingual BERT: 711 MB.</summary>
    public static RandomFolder Base() => new(12, 768, 3072);

    /// <summary>Its twin with the large matrices in 8 bits.</summary>
    public string Quantized
    {
        get
        {
            string path = System.IO.Path.Combine(Path, "int8");
            if (!Directory.Exists(path))
                ModelQuantizer.Quantize(Path, path);
            return path;
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>A million random numbers, again and again.</summary>
    private static byte[] Numbers(long count, float spread)
    {
        float[] some = new float[(1 << 20) + 13];
        var random = new Random(1);
        for (int i = 0; i < some.Length; i++)
            some[i] = spread * ((2 * random.NextSingle()) - 1);
        byte[] all = new byte[count * sizeof(float)];
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(some.AsSpan());
        for (int at = 0; at < all.Length; at += bytes.Length)
            bytes[..Math.Min(bytes.Length, all.Length - at)].CopyTo(all.AsSpan(at));
        return all;
    }

    private IEnumerable<StoredTensor> Tensors(int layers, int hidden, int inner)
    {
        yield return Tensor("bert.embeddings.word_embeddings.weight", WordTable.Rows, hidden);
        yield return Tensor("bert.embeddings.position_embeddings.weight", 512, hidden);
        yield return Tensor("bert.embeddings.token_type_embeddings.weight", 2, hidden);
        IEnumerable<(string Name, int Outputs, int Inputs)> linear = Enumerable.Range(0, layers).Select(i => $"bert.encoder.layer.{i}.").SelectMany(l => new[]
        {
            (l + "attention.self.query", hidden, hidden), (l + "attention.self.key", hidden, hidden), (l + "attention.self.value", hidden, hidden),
            (l + "attention.output.dense", hidden, hidden), (l + "intermediate.dense", inner, hidden), (l + "output.dense", hidden, inner),
        });
        foreach ((string name, int outputs, int inputs) in linear.Append(("bert.pooler.dense", hidden, hidden)).Append(("classifier", 2, hidden)))
        {
            yield return Tensor(name + ".weight", outputs, inputs);
            yield return Tensor(name + ".bias", outputs);
        }

        foreach (string name in Enumerable.Range(0, layers).SelectMany(i => new[] { $"bert.encoder.layer.{i}.attention.output", $"bert.encoder.layer.{i}.output" }).Append("bert.embeddings"))
        {
            yield return new StoredTensor(name + ".LayerNorm.weight", ElementType.F32, [hidden], _ones);
            yield return Tensor(name + ".LayerNorm.bias", hidden);
        }
    }

    /// <summary>Each name begins at a place of its own in the random numbers, so that no two rows or tensors are alike.</summary>
    private StoredTensor Tensor(string name, params int[] shape)
    {
        int length = shape.Aggregate(sizeof(float), (a, b) => a * b);
        int start = name.Sum(c => c) * 4096 % (_numbers.Length - length + sizeof(float)) / sizeof(float) * sizeof(float);
        return new StoredTensor(name, ElementType.F32, shape, _numbers.AsMemory(start, length));
    }
}
