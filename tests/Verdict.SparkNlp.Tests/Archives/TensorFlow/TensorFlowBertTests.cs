using Verdict.Models;
using Verdict.SparkNlp.Archives.TensorFlow;
using Verdict.Tensors;
using Verdict.Testing;
using Verdict.Weights;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives.TensorFlow;

/// <summary>Shapes and graphs that genuine archives of other years have, and those that none has.</summary>
public class TensorFlowBertTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public void Einsum_shapes_and_plain_names_are_the_same_model(bool einsum, bool objectGraph)
    {
        (BertConfiguration configuration, ParameterSet parameters) = Read(TinyTensorFlow.Model(einsum, objectGraph));
        using (parameters)
        {
            Assert.Equal(TinyBert.Configuration(), configuration);
            foreach ((string name, StoredTensor expected) in TinyBert.Tensors())
            {
                Assert.Equal(expected.Shape, parameters.Tensors[name].Shape);
                Assert.True(expected.Bytes.Span.SequenceEqual(parameters.Tensors[name].Bytes.Span), name);
            }
        }
    }

    [Theory]
    [InlineData("Erf", nameof(BertActivation.Gelu))]
    [InlineData("Relu", nameof(BertActivation.Relu))]
    [InlineData("Sigmoid", nameof(BertActivation.Silu))]
    [InlineData("Tanh", nameof(BertActivation.Tanh))]
    [InlineData("Tanh,Pow", nameof(BertActivation.GeluTanh))]
    public void The_activation_is_read_in_the_graph(string operations, string expected)
    {
        TinyTensorFlow model = TinyTensorFlow.Model();
        model.Nodes.RemoveAll(n => n.Operation == "Erf");
        foreach (string operation in operations.Split(','))
            model.Nodes.Add(("m/bert/encoder/layer_._0/intermediate/" + operation, operation, null, null, []));
        (BertConfiguration configuration, ParameterSet parameters) = Read(model);
        parameters.Dispose();
        Assert.Equal(expected, configuration.HiddenActivation.ToString());
    }

    [Fact]
    public void Heads_follow_from_the_scale_where_no_reshape_tells_them()
    {
        TinyTensorFlow model = TinyTensorFlow.Model();
        model.Nodes.RemoveAll(n => n.Name.Contains("Reshape", StringComparison.Ordinal));
        model.Nodes.Add(("m/bert/encoder/layer_._0/attention/self/Cast/x", "Const", MathF.Sqrt(2), null, []));
        (BertConfiguration configuration, ParameterSet parameters) = Read(model);
        parameters.Dispose();
        Assert.Equal(2, configuration.HeadCount);
    }

    [Fact]
    public void A_layer_may_be_a_function_of_its_own()
    {
        TinyTensorFlow model = TinyTensorFlow.Model();
        model.Functions["layer"] = [.. model.Nodes.Select(n => n with { Name = n.Name.Replace("m/bert/embeddings/", string.Empty, StringComparison.Ordinal).Replace("m/bert/encoder/layer_._0/", string.Empty, StringComparison.Ordinal) })];
        model.Nodes.Clear();
        model.Nodes.Add(("call", "StatefulPartitionedCall", null, "layer", []));
        (BertConfiguration configuration, ParameterSet parameters) = Read(model);
        parameters.Dispose();
        Assert.Equal(TinyBert.Configuration(), configuration);
    }

    [Fact]
    public void Heads_that_nothing_tells_are_not_guessed() => AssertFault(
        "does not tell the number of attention heads", m => m.Nodes.RemoveAll(n => n.Name.Contains("Reshape", StringComparison.Ordinal)));

    [Fact]
    public void An_epsilon_that_nothing_tells_is_not_guessed() => AssertFault("does not tell the epsilon", m => m.Nodes.RemoveAt(0));

    [Fact]
    public void Layers_that_differ_are_refused() => AssertFault(
        "layers differ (2 and 4)", m => m.Nodes.Add(("m/bert/encoder/layer_._1/attention/self/Reshape/shape/2", "Const", 4, null, [])));

    [Fact]
    public void Heads_that_do_not_divide_the_width_are_refused() => AssertFault("do not fit the width", m =>
    {
        m.Nodes.RemoveAll(n => n.Name.Contains("Reshape", StringComparison.Ordinal));
        m.Nodes.Add(("m/bert/encoder/layer_._0/attention/self/Reshape/shape/2", "Const", 3, null, []));
    });

    [Fact]
    public void Functions_that_call_each_other_in_a_circle_are_refused() => AssertFault("in a circle", m =>
    {
        m.Nodes.Add(("call", "PartitionedCall", null, "one", []));
        m.Functions["one"] = [("call", "PartitionedCall", null, "two", [])];
        m.Functions["two"] = [("call", "PartitionedCall", null, "one", [])];
    });

    [Fact]
    public void Functions_that_call_ever_deeper_are_refused() => AssertFault("more than 64 deep", m =>
    {
        m.Nodes.Add(("call", "PartitionedCall", null, "f0", []));
        for (int i = 0; i < 10_000; i++)
            m.Functions[$"f{i}"] = [("call", "PartitionedCall", null, $"f{i + 1}", [])];
    });

    [Fact]
    public void Nodes_that_wait_for_each_other_are_refused() => AssertFault("wait for each other in a circle", m =>
    {
        m.Nodes.Add(("a", "Add", null, null, ["b:z:0"]));
        m.Nodes.Add(("b", "Add", null, null, ["c:z:0"]));
        m.Nodes.Add(("c", "Add", null, null, ["^a"]));
    });

    [Fact]
    public void A_function_that_is_not_there_is_missed() => AssertFault("a function that it does not hold", m => m.Nodes.Add(("call", "PartitionedCall", null, "gone", [])));

    [Fact]
    public void Tensors_that_overlap_are_refused() => AssertFault("overlaps", m => m.Entries[3] = m.Entries[3] with { Offset = 4 });

    [Fact]
    public void Tensors_beyond_the_file_are_refused() => AssertFault("The file is cut", m => m.Entries[3] = m.Entries[3] with { Offset = 1 << 20 });

    [Fact]
    public void Tensors_of_another_size_than_their_shape_are_refused() => AssertFault("needs", m => m.Entries[3] = m.Entries[3] with { Shape = [5] });

    [Fact]
    public void Shapes_whose_product_overflows_are_refused() => AssertFault(
        "larger than 2 GB", m => m.Entries[3] = m.Entries[3] with { Shape = [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue] });

    [Fact]
    public void Other_types_are_refused() => AssertFault("TensorFlow's type 2", m => m.Entries[3] = m.Entries[3] with { Type = 2 });

    [Fact]
    public void Two_models_in_one_file_are_refused() => AssertFault("more than one model", m =>
    {
        m.Entries.Add(("other", 1, [4], new byte[16], null));
        m.Names.Add("other", "another/bert/pooler/dense/bias");
    });

    [Fact]
    public void A_damaged_number_is_noticed()
    {
        Dictionary<string, byte[]> files = TinyTensorFlow.Model().Files();
        files["variables.data-00000-of-00001"][10] ^= 1;
        VerdictFormatException error = Assert.Throws<VerdictFormatException>(() => TensorFlowBert.Read(new MemoryTree(files), "variables", null));
        Assert.Contains("CRC-32C differs", error.Message, StringComparison.Ordinal);
    }

    private static (BertConfiguration Configuration, ParameterSet Parameters) Read(TinyTensorFlow model) => TensorFlowBert.Read(new MemoryTree(model.Files()), "variables", null);

    private static void AssertFault(string expected, Action<TinyTensorFlow> change)
    {
        TinyTensorFlow model = TinyTensorFlow.Model();
        change(model);
        var files = new MemoryTree(model.Files());
        var cost = Cost.Begin();
        VerdictFormatException error = Assert.Throws<VerdictFormatException>(() => TensorFlowBert.Read(files, "variables", null));
        cost.AssertSmall(expected);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
