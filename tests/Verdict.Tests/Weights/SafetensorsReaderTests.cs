using System.Text;
using Verdict.Files;
using Verdict.Tensors;
using Verdict.Testing;
using Verdict.Weights;
using Xunit;

namespace Verdict.Tests.Weights;

/// <summary>What a safetensors file may not be, each with its message.</summary>
public sealed class SafetensorsReaderTests
{
    private const string One = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    [Fact]
    public void Reads_a_tensor()
    {
        using ModelFiles files = MemoryFiles.Of(("model.safetensors", MemoryFiles.Safetensors(One, 8)));
        Assert.Equal([2], SafetensorsReader.Read(files).Tensors["a"].Shape);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "b", "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}}""", 20, "b", "hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "a", "cut")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, null, "describes 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "a", "takes 12 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "a", "end before they begin")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "a", "at least 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", 8, "a", "at most 2,147,483,647")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""", 8, "a", "bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}""", 8, "a", "dimensions")]
    [InlineData("""{"a":{"dtype":"Q7","shape":[2],"data_offsets":[0,8]}}""", 8, "a", "'Q7'")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8, "a", "dtype")]
    [InlineData("""{"a":7}""", 8, "a", "dtype")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "a", "twice")]
    [InlineData("[]", 0, "header", "JSON object")]
    [InlineData("""{"a":{""", 0, "line 1", "JSON is broken")]
    public void Refuses(string header, int dataLength, string? place, string message)
    {
        using ModelFiles files = MemoryFiles.Of(("model.safetensors", MemoryFiles.Safetensors(header, dataLength)));
        VerdictFormatException e = Assert.Throws<VerdictFormatException>(() => SafetensorsReader.Read(files));
        Assert.Equal("memory/model.safetensors", e.Path);
        Assert.StartsWith(place ?? "", e.Place ?? "", StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1UL << 60)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1000UL)]
    [InlineData(100_000_001UL)]
    public void Refuses_a_header_longer_than_the_file(ulong length)
    {
        using ModelFiles files = MemoryFiles.Of(("model.safetensors", MemoryFiles.Safetensors(length, One, 8)));
        VerdictFormatException e = Assert.Throws<VerdictFormatException>(() => SafetensorsReader.Read(files));
        Assert.Equal("header", e.Place);
        Assert.Contains("not a safetensors file, or it is cut", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1, 2, 3 })]
    public void Refuses_a_file_without_a_header(byte[] bytes)
    {
        using ModelFiles files = MemoryFiles.Of(("model.safetensors", bytes));
        Assert.Contains("8 bytes of header length", Assert.Throws<VerdictFormatException>(() => SafetensorsReader.Read(files)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"../outside.safetensors"}}""", "weight_map.a", "plain name")]
    [InlineData("""{"weight_map":{"a":"/etc/x.safetensors"}}""", "weight_map.a", "plain name")]
    [InlineData("""{"weight_map":{"a":7}}""", "weight_map.a", "plain name")]
    [InlineData("""{"weight_map":{"b":"one.safetensors"}}""", "b", "is in this file, but it is not")]
    [InlineData("""{"weight_map":{"a":"missing.safetensors"}}""", null, "is missing")]
    [InlineData("{}", "weight_map", "expected an object")]
    public void Refuses_an_index_that_leads_astray(string index, string? place, string message)
    {
        using ModelFiles files = MemoryFiles.Of(("model.safetensors.index.json", Encoding.UTF8.GetBytes(index)), ("one.safetensors", MemoryFiles.Safetensors(One, 8)));
        VerdictFormatException e = Assert.Throws<VerdictFormatException>(() => SafetensorsReader.Read(files));
        Assert.Equal(place, e.Place);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_folder_without_weights()
    {
        using ModelFiles files = MemoryFiles.Of(("pytorch_model.bin", [1]));
        Assert.Contains("Weights are read from safetensors only", Assert.Throws<VerdictFormatException>(() => SafetensorsReader.Read(files)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_damage_gives_anything_but_a_typed_error()
    {
        byte[] good = File.ReadAllBytes(RepositoryPaths.Golden("bert-models", "f16", "model.safetensors"))[..20_000];
        byte[] header = MemoryFiles.Safetensors("""{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]}}""", 32);
        foreach (byte[] seed in (byte[][])[good, header])
            Fuzz.Run(seed, Read, e => e is VerdictFormatException, 0.5);

        static void Read(byte[] bytes)
        {
            using ModelFiles files = MemoryFiles.Of(("model.safetensors", bytes));
            foreach (StoredTensor tensor in SafetensorsReader.Read(files).Tensors.Values)
                _ = NumberFormat.FindImpossible(tensor, 0, NumberFormat.CountOf(tensor));
        }
    }
}
