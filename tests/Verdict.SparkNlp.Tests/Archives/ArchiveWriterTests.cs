using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Verdict.Files;
using Verdict.SparkNlp.Archives;
using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Onnx;
using Verdict.Tensors;
using Verdict.Testing;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives;

/// <summary>Writing then reading is the identity, and what is written is what Spark NLP 5.5.3 would have written.</summary>
public class ArchiveWriterTests
{
    [Fact]
    public void Every_genuine_metadata_line_is_written_again_byte_for_byte()
    {
        int count = 0;
        foreach ((string name, byte[] bytes) in GoldenArchives.Files(n => n.EndsWith("metadata/part-00000", StringComparison.Ordinal)))
        {
            using var folder = new TemporaryFolder();
            Directory.CreateDirectory(folder["metadata"]);
            File.WriteAllBytes(folder["metadata", "part-00000"], bytes);
            using FileTree tree = FileTree.Open(folder[[]]);
            var metadata = StageMetadata.Read(new ArchiveFolder(tree, string.Empty));
            Assert.True(bytes.AsSpan().SequenceEqual(metadata.ToLine()), name);
            count++;
        }

        Assert.InRange(count, 9, 100);
    }

    [Fact]
    public void A_tokenizer_of_5_5_3_is_written_again_byte_for_byte_but_for_the_sync_marker()
    {
        using var folder = new TemporaryFolder();
        using SavedArchive tokenizer = ArchiveReader.Open(GoldenArchives.PathOf("5.5.3-tokenizer"));
        ArchiveWriter.WriteSpark(tokenizer, folder["tokenizer"]);
        string golden = GoldenArchives.PathOf("5.5.3-tokenizer");
        Assert.Equal(FilesOf(golden), FilesOf(folder["tokenizer"]));
        foreach (string file in FilesOf(golden))
        {
            byte[] expected = File.ReadAllBytes(Path.Combine(golden, file));
            byte[] actual = File.ReadAllBytes(folder["tokenizer", file]);
            if (file.StartsWith("fields", StringComparison.Ordinal) && expected.Length > 95)
                actual.AsSpan(79, 16).CopyTo(expected.AsSpan(79));
            Assert.True(expected.AsSpan().SequenceEqual(actual), file);
        }
    }

    [Fact]
    public void A_classifier_s_features_are_5_5_3_s_byte_for_byte_but_for_the_sync_marker()
    {
        string golden = GoldenArchives.PathOf("5.5.3-three-labels.zip");
        using var folder = new TemporaryFolder();
        using SavedArchive classifier = ArchiveReader.Open(golden);
        ArchiveWriter.WriteSpark(classifier, folder["model"]);
        using ZipArchive zip = ZipFile.OpenRead(golden);
        foreach (string feature in (string[])["vocabulary", "labels"])
        {
            using var expected = new MemoryStream();
            using (Stream entry = zip.GetEntry($"fields/{feature}/part-00000")!.Open())
                entry.CopyTo(expected);
            byte[] actual = File.ReadAllBytes(folder["model", "fields", feature, "part-00000"]);
            expected.ToArray().AsSpan(79, 16).CopyTo(actual.AsSpan(79));
            Assert.True(expected.ToArray().AsSpan().SequenceEqual(actual), feature);
        }
    }

    [Fact]
    public void A_long_vocabulary_with_sync_marks_in_it_too()
    {
        string golden = RepositoryPaths.Shared("goldens", "sparknlp", "5.5.3", "model-onnx");
        using var folder = new TemporaryFolder();
        using SavedArchive classifier = ArchiveReader.Open(golden);
        ArchiveWriter.WriteSpark(classifier, folder["model"]);
        byte[] expected = File.ReadAllBytes(Path.Combine(golden, "fields", "vocabulary", "part-00000"));
        byte[] actual = File.ReadAllBytes(folder["model", "fields", "vocabulary", "part-00000"]);
        Assert.Equal(Convert.ToHexString(expected).Replace(Convert.ToHexString(expected, 79, 16), string.Empty, StringComparison.Ordinal), Convert.ToHexString(actual).Replace(Convert.ToHexString(actual, 79, 16), string.Empty, StringComparison.Ordinal));
        Assert.Equal(File.ReadAllBytes(Path.Combine(golden, "metadata", "part-00000")), File.ReadAllBytes(folder["model", "metadata", "part-00000"]));
        Assert.Equal([.. FilesOf(golden).Where(f => !f.EndsWith(".crc", StringComparison.Ordinal))], FilesOf(folder["model"]));
    }

    [Fact]
    public void A_pipeline_comes_back_as_it_was()
    {
        using var folder = new TemporaryFolder();
        using var original = (PipelineArchive)ArchiveReader.Open(GoldenArchives.PathOf("3.4.4-pipeline.zip"));
        ArchiveWriter.WriteSpark(original, folder["pipeline"]);
        Assert.Equal(
            [
                "0_DocumentAssembler_38a458a20fd1/metadata/_SUCCESS", "0_DocumentAssembler_38a458a20fd1/metadata/part-00000",
                "1_REGEX_TOKENIZER_3cb81c82bf3c/fields/rules/_SUCCESS", "1_REGEX_TOKENIZER_3cb81c82bf3c/fields/rules/part-00000",
                "1_REGEX_TOKENIZER_3cb81c82bf3c/metadata/_SUCCESS", "1_REGEX_TOKENIZER_3cb81c82bf3c/metadata/part-00000",
                "2_BERT_FOR_SEQUENCE_CLASSIFICATION_880b9da171da/bert_classification_onnx",
                "2_BERT_FOR_SEQUENCE_CLASSIFICATION_880b9da171da/fields/labels/_SUCCESS", "2_BERT_FOR_SEQUENCE_CLASSIFICATION_880b9da171da/fields/labels/part-00000",
                "2_BERT_FOR_SEQUENCE_CLASSIFICATION_880b9da171da/fields/vocabulary/_SUCCESS", "2_BERT_FOR_SEQUENCE_CLASSIFICATION_880b9da171da/fields/vocabulary/part-00000",
                "2_BERT_FOR_SEQUENCE_CLASSIFICATION_880b9da171da/metadata/_SUCCESS", "2_BERT_FOR_SEQUENCE_CLASSIFICATION_880b9da171da/metadata/part-00000",
            ],
            FilesOf(folder["pipeline", "stages"]));

        using var back = (PipelineArchive)ArchiveReader.Open(folder["pipeline"]);
        Assert.Equal(original.Metadata.ToLine(), back.Metadata.ToLine());
        foreach ((SavedArchive before, SavedArchive after) in original.Stages.Zip(back.Stages))
        {
            Assert.Equal(before.ClassName, after.ClassName);
            Assert.Equal(before.Uid, after.Uid);
            foreach ((string name, JsonElement value) in before.Params.Set)
                Assert.Equal(value.GetRawText(), after.Params.Set[name].GetRawText());
            Assert.Equal(((StageArchive)before).Rules, ((StageArchive)after).Rules);
        }

        AssertSame(((StageArchive)original.Stages[2]).Classifier!, ((StageArchive)back.Stages[2]).Classifier!);
        Assert.Equal("onnx", back.Stages[2].Params.Text("engine"));
    }

    [Fact]
    public void A_classifier_has_the_params_of_5_5_3_and_no_other()
    {
        using var folder = new TemporaryFolder();
        using SavedArchive old = ArchiveReader.Open(GoldenArchives.PathOf("3.4.4-three-labels.zip"));
        ArchiveWriter.WriteSpark(old, folder["model"]);
        using SavedArchive back = ArchiveReader.Open(folder["model"]);
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(GoldenArchives.PathOf("5.5.3-onnx", "metadata", "part-00000")));
        Assert.Equal(Keys("defaultParamMap"), back.Params.Defaults.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Keys("paramMap"), back.Params.Set.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, JsonElement value) in back.Params.Defaults)
            Assert.Equal(golden.RootElement.GetProperty("defaultParamMap").GetProperty(name).GetRawText(), value.GetRawText());

        IEnumerable<string> Keys(string map) => golden.RootElement.GetProperty(map).EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void The_blob_is_a_zip_of_one_model()
    {
        using var folder = new TemporaryFolder();
        using SavedArchive stage = ArchiveReader.Open(GoldenArchives.PathOf("3.4.4-three-labels.zip"));
        ArchiveWriter.WriteSpark(stage, folder["model"]);
        using ZipArchive zip = ZipFile.OpenRead(folder["model", "bert_classification_onnx"]);
        ZipArchiveEntry entry = Assert.Single(zip.Entries);
        Assert.Equal("model.onnx", entry.FullName);
        Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime);
    }

    [Fact]
    public void A_hugging_face_folder_comes_back_as_it_was()
    {
        using var folder = new TemporaryFolder();
        string golden = GoldenArchives.PathOf("exports", "hugging-face");
        using SavedArchive stage = ArchiveReader.Open(GoldenArchives.PathOf("3.4.4-three-labels.zip"));
        ArchiveWriter.WriteHuggingFace((StageArchive)stage, folder["model"]);
        ArchiveReaderTests.AssertSame(folder["model"], ((StageArchive)stage).Classifier!);
        foreach (string file in (string[])["model.safetensors", "vocab.txt"])
            Assert.True(File.ReadAllBytes(Path.Combine(golden, file)).AsSpan().SequenceEqual(File.ReadAllBytes(folder["model", file])), file);
        AssertJson("tokenizer.json", golden, folder["model"], []);
        AssertJson("special_tokens_map.json", golden, folder["model"], []);
        AssertJson("tokenizer_config.json", golden, folder["model"], ["clean_up_tokenization_spaces", "extra_special_tokens", "never_split", "model_max_length"]);
        AssertJson(
            "config.json", golden, folder["model"],
            ["attention_probs_dropout_prob", "classifier_dropout", "dtype", "hidden_dropout_prob", "initializer_range", "label2id", "transformers_version", "use_cache", "layer_norm_eps"]);

        using SavedArchive back = ArchiveReader.Open(folder["model"]);
        AssertSame(((StageArchive)stage).Classifier!, ((StageArchive)back).Classifier!);
        Assert.False(back.Params.Flag("caseSensitive"));
    }

    [Theory]
    [InlineData(OnnxWriter.LargestFile)]
    [InlineData(1000)]
    public void An_onnx_file_comes_back_as_it_was(long largestFile)
    {
        using var folder = new TemporaryFolder();
        using SavedArchive stage = ArchiveReader.Open(GoldenArchives.PathOf("3.4.4-three-labels.zip"));
        ClassifierArchive classifier = ((StageArchive)stage).Classifier!;
        ArchiveWriter.WriteOnnx((StageArchive)stage, folder["model"]);
        File.Delete(folder["model", "model.onnx"]);
        OnnxWriter.WriteFiles(folder["model"], "model.onnx", classifier, largestFile);
        Assert.Equal(largestFile == 1000, File.Exists(folder["model", "model.onnx_data"]));
        using SavedArchive back = ArchiveReader.Open(folder["model"]);
        AssertSame(classifier, ((StageArchive)back).Classifier!);
    }

    [Fact]
    public void A_folder_that_is_there_is_kept_unless_asked_for()
    {
        using var folder = new TemporaryFolder();
        using SavedArchive stage = ArchiveReader.Open(GoldenArchives.PathOf("5.5.3-tokenizer"));
        Directory.CreateDirectory(folder["model"]);
        File.WriteAllText(folder["model", "mine.txt"], "mine");
        IOException error = Assert.Throws<IOException>(() => ArchiveWriter.WriteSpark(stage, folder["model"]));
        Assert.Contains("there is a file or folder already", error.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder["model", "mine.txt"]));
        ArchiveWriter.WriteSpark(stage, folder["model"], overwrite: true);
        Assert.False(File.Exists(folder["model", "mine.txt"]));
        Assert.Equal(["model"], Directory.GetFileSystemEntries(folder[[]]).Select(Path.GetFileName));
    }

    [Fact]
    public void A_write_that_fails_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["kept"]);
        Assert.Throws<InvalidOperationException>(() => AtomicFolder.Write(folder["kept"], true, f =>
        {
            File.WriteAllText(Path.Combine(f, "half"), "half");
            throw new InvalidOperationException();
        }));
        Assert.Equal(["kept"], Directory.GetFileSystemEntries(folder[[]]).Select(Path.GetFileName));
    }

    internal static void AssertSame(ClassifierArchive expected, ClassifierArchive actual)
    {
        Assert.Equal(expected.Configuration, actual.Configuration);
        Assert.Equal(expected.Labels, actual.Labels);
        Assert.Equal(expected.Vocabulary, actual.Vocabulary);
        foreach ((StoredTensor before, StoredTensor after) in expected.Tensors.All().Zip(actual.Tensors.All()))
        {
            Assert.Equal(before.Shape, after.Shape);
            Assert.True(before.Bytes.Span.SequenceEqual(after.Bytes.Span), before.Name);
        }
    }

    private static string[] FilesOf(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    private static void AssertJson(string file, string golden, string written, string[] optional)
    {
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(golden, file), Encoding.UTF8));
        using JsonDocument actual = JsonDocument.Parse(File.ReadAllText(Path.Combine(written, file), Encoding.UTF8));
        foreach (JsonProperty property in expected.RootElement.EnumerateObject().Where(p => !optional.Contains(p.Name)))
            Assert.True(JsonElement.DeepEquals(property.Value, actual.RootElement.GetProperty(property.Name)), $"{file}: {property.Name}");
    }
}
