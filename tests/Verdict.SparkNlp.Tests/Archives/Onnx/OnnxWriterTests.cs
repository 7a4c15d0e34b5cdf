using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Verdict.SparkNlp.Archives;
using Verdict.SparkNlp.Archives.Onnx;
using Verdict.Testing;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives.Onnx;

/// <summary>What we export, run by ONNX Runtime, gives Hugging Face's logits.</summary>
public class OnnxWriterTests
{
    public static TheoryData<string> Models
    {
        get
        {
            var names = new TheoryData<string>();
            foreach (string folder in Directory.GetDirectories(RepositoryPaths.Golden("bert-models")).Order(StringComparer.Ordinal))
                names.Add(Path.GetFileName(folder));
            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Onnx_runtime_gives_the_golden_logits(string model)
    {
        using var folder = new TemporaryFolder();
        string golden = RepositoryPaths.Golden("bert-models", model);
        using SavedArchive archive = ArchiveReader.Open(golden);
        ArchiveWriter.WriteOnnx((StageArchive)archive, folder["model"]);
        using SavedArchive back = ArchiveReader.Open(folder["model"]);
        Assert.Equal(((StageArchive)archive).Classifier!.Configuration, ((StageArchive)back).Classifier!.Configuration);

        using var session = new InferenceSession(folder["model", "model.onnx"]);
        int positions = ((StageArchive)archive).Classifier!.Configuration.MaxPositions;
        int count = 0;
        foreach (JsonElement golds in JsonLines.ReadGzip(Path.Combine(golden, "cases.jsonl.gz")).Take(40))
        {
            long[] ids = [.. golds.GetProperty("ids").EnumerateArray().Select(e => e.GetInt64())];
            long[] types = [.. golds.GetProperty("type_ids").EnumerateArray().Select(e => e.GetInt64())];
            double[] expected = [.. golds.GetProperty("logits").EnumerateArray().Select(e => e.GetDouble())];
            float[] actual = Run(session, ids, types, Math.Min(count % 3, positions - ids.Length));
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-4 * Math.Max(1, Math.Abs(expected[i])));
            count++;
        }

        Assert.True(count > 0);
    }

    [Fact]
    public void Weights_in_a_second_file_give_the_same()
    {
        using var folder = new TemporaryFolder();
        using SavedArchive archive = ArchiveReader.Open(GoldenArchives.PathOf("3.4.4-three-labels.zip"));
        ClassifierArchive classifier = ((StageArchive)archive).Classifier!;
        OnnxWriter.WriteFiles(Directory.CreateDirectory(folder["one"]).FullName, "model.onnx", classifier);
        OnnxWriter.WriteFiles(Directory.CreateDirectory(folder["two"]).FullName, "model.onnx", classifier, largestFile: 1000);
        using var one = new InferenceSession(folder["one", "model.onnx"]);
        using var two = new InferenceSession(folder["two", "model.onnx"]);
        using var genuine = new InferenceSession(GoldenArchives.PathOf("exports", "onnx", "model.onnx"));
        long[] ids = [2, 17, 99, 400, 1100, 3];
        float[] expected = Run(genuine, ids, new long[ids.Length], 2);
        Assert.Equal(expected, Run(one, ids, new long[ids.Length], 2), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(expected, Run(two, ids, new long[ids.Length], 2), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    private static float[] Run(InferenceSession session, long[] ids, long[] types, int padding)
    {
        // Padding with a mask of zeros must change nothing, and the second row of the batch neither.
        int width = ids.Length + padding;
        var inputs = new DenseTensor<long>(new[] { 2, width });
        var mask = new DenseTensor<long>(new[] { 2, width });
        var kinds = new DenseTensor<long>(new[] { 2, width });
        for (int row = 0; row < 2; row++)
        {
            for (int i = 0; i < ids.Length; i++)
            {
                inputs[row, i] = ids[row == 0 ? i : ids.Length - 1 - i];
                mask[row, i] = 1;
                kinds[row, i] = types[i];
            }
        }

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run(
            [NamedOnnxValue.CreateFromTensor("input_ids", inputs), NamedOnnxValue.CreateFromTensor("attention_mask", mask), NamedOnnxValue.CreateFromTensor("token_type_ids", kinds)]);
        Tensor<float> logits = outputs.Single(o => o.Name == "logits").AsTensor<float>();
        return [.. Enumerable.Range(0, logits.Dimensions[1]).Select(i => logits[0, i])];
    }
}
