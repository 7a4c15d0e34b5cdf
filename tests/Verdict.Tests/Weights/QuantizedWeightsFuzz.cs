using System.Runtime.InteropServices;
using Verdict.Files;
using Verdict.Kernels;
using Verdict.Models;
using Verdict.Tensors;
using Verdict.Testing;
using Verdict.Tests.Reference;
using Verdict.Weights;
using Xunit;

namespace Verdict.Tests.Weights;

/// <summary>Quantised weights and scales that are damaged, by accident or on purpose: a typed error that names file and tensor, never anything else.</summary>
public sealed class QuantizedWeightsFuzz
{
    private const string Path = "memory/model.safetensors";
    private const int Hidden = 8, Inner = 16;
    private readonly RandomBert _bert = new(Hidden, layers: 1, heads: 2, inner: Inner, vocabulary: 20, positions: 8);
    private readonly Dictionary<string, StoredTensor> _good;

    public QuantizedWeightsFuzz() => _good = QuantizedParameters.Of(HuggingFaceNames.Give(_bert.Parameters)).All().ToDictionary(t => t.Name);

    /// <summary>What can be wrong with a quantised tensor of which everything else is right; each gives the name that the error must carry.</summary>
    private static readonly (string Name, Func<Dictionary<string, StoredTensor>, StoredTensor, Random, string> Do)[] Faults =
    [
        ("scale not possible", (t, w, r) => Set(t, t[Scale(w)], r, Pick(r, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, -1e-3f, -1, 3e38f, float.MaxValue))),
        ("scales missing", (t, w, _) => Remove(t, Scale(w))),
        ("scales too many or too few", (t, w, r) => Resize(t, t[Scale(w)], w.Shape[0] + Pick(r, -3, -1, 1, 2, 50))),
        ("scales of another type", (t, w, r) => Put(t, t[Scale(w)] with { Type = Pick(r, ElementType.F16, ElementType.BF16), Bytes = new byte[w.Shape[0] * 2] })),
        ("scales of type I8", (t, w, _) => Put(t, t[Scale(w)] with { Type = ElementType.I8, Bytes = new byte[w.Shape[0]] })),
        ("scales with one dimension more", (t, w, _) => Put(t, t[Scale(w)] with { Shape = [w.Shape[0], 1] })),
        ("whole number beyond the range", (t, w, r) => SetByte(t, w, r.Next(w.Bytes.Length), 0x80)),
        ("matrix transposed and made longer", (t, w, r) => Put(t, w with { Shape = [w.Shape[1] + r.Next(1, 9), w.Shape[0]], Bytes = new byte[(w.Shape[1] + 8) * w.Shape[0]] })),
        ("matrix missing", (t, w, _) => Remove(t, w.Name)),
        ("vector of type I8", (t, w, r) => Put(t, Vector(t, r) is var v ? v with { Type = ElementType.I8, Bytes = new byte[v.Shape[0]] } : v)),
        ("fp32 number not finite", (t, _, r) => Set(t, Vector(t, r), r, Pick(r, float.NaN, float.PositiveInfinity, float.NegativeInfinity))),
    ];

    [Fact]
    public void Every_fault_is_refused_by_file_and_tensor()
    {
        Read(_good);
        string[] matrices = [.. _good.Values.Where(t => t.Type == ElementType.I8).Select(t => t.Name)];
        Assert.Equal(7, matrices.Length);
        for (int seed = 0; seed < Fuzz.Count; seed++)
        {
            var random = new Random(seed);
            (string name, Func<Dictionary<string, StoredTensor>, StoredTensor, Random, string> fault) = Faults[seed % Faults.Length];
            var tensors = new Dictionary<string, StoredTensor>(_good);
            string place = fault(tensors, tensors[matrices[random.Next(matrices.Length)]], random);
            try
            {
                Read(tensors);
                Assert.Fail($"Input {seed}, {name} at {place}, was taken.");
            }
            catch (VerdictFormatException e)
            {
                Assert.True((e.Path, e.Place) == (Path, place), $"Input {seed}, {name} at {place}, gave: {e.Message}");
            }
        }
    }

    [Fact]
    public void No_damage_to_the_file_gives_anything_but_a_typed_error()
    {
        string file = System.IO.Path.Combine(Directory.CreateTempSubdirectory("verdict-fuzz").FullName, "model.safetensors");
        SafetensorsWriter.Write(file, _good.Values);
        byte[] good = File.ReadAllBytes(file);
        Directory.Delete(System.IO.Path.GetDirectoryName(file)!, recursive: true);
        Fuzz.Run(
            good,
            bytes =>
            {
                using ModelFiles files = MemoryFiles.Of(("model.safetensors", bytes));
                using BertModel model = BertModel.Load(_bert.Configuration, BertParameters.Read(SafetensorsReader.Read(files), _bert.Configuration), KernelPath.Current.Path.Kernels, 1);
                using var runner = new ModelRunner(model, 1, 64);
                int count = 0;
                runner.Run(1, false, (_, batch) => batch.Add([1, 2, 19], [0, 0, 1]), (_, logits) => count = logits.Length, default);
                Assert.Equal(3, count);
            },
            e => e is VerdictFormatException { Path: Path });
    }

    private void Read(Dictionary<string, StoredTensor> tensors)
    {
        using var set = new ParameterSet(Path, tensors, null);
        _ = BertParameters.Read(set, _bert.Configuration);
    }

    private static string Scale(StoredTensor matrix) => matrix.Name + QuantizedParameters.ScaleSuffix;

    private static T Pick<T>(Random random, params ReadOnlySpan<T> values) => values[random.Next(values.Length)];

    private static StoredTensor Vector(Dictionary<string, StoredTensor> tensors, Random random) =>
        tensors.Values.Where(t => t.Shape.Length == 1 && !t.Name.EndsWith(QuantizedParameters.ScaleSuffix, StringComparison.Ordinal)).OrderBy(t => t.Name, StringComparer.Ordinal).ElementAt(random.Next(10));

    private static string Put(Dictionary<string, StoredTensor> tensors, StoredTensor tensor)
    {
        tensors[tensor.Name] = tensor;
        return tensor.Name;
    }

    private static string Remove(Dictionary<string, StoredTensor> tensors, string name)
    {
        Assert.True(tensors.Remove(name));
        return name;
    }

    private static string Set(Dictionary<string, StoredTensor> tensors, StoredTensor tensor, Random random, float value)
    {
        float[] numbers = NumberFormat.ToArray(tensor);
        numbers[random.Next(numbers.Length)] = value;
        return Put(tensors, tensor with { Bytes = MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray() });
    }

    private static string SetByte(Dictionary<string, StoredTensor> tensors, StoredTensor tensor, int at, byte value)
    {
        byte[] bytes = tensor.Bytes.ToArray();
        bytes[at] = value;
        return Put(tensors, tensor with { Bytes = bytes });
    }

    private static string Resize(Dictionary<string, StoredTensor> tensors, StoredTensor scales, int count) =>
        Put(tensors, scales with { Shape = [count], Bytes = MemoryMarshal.AsBytes(Enumerable.Repeat(1f, count).ToArray().AsSpan()).ToArray() });
}
