using System.IO.Compression;
using Verdict.SparkNlp.Archives;
using Verdict.Testing;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives;

/// <summary>What Spark NLP imports, and archives with other engines and features, against the Hugging Face folder that all were made from.</summary>
public class ExportTests
{
    private static readonly string Exports = RepositoryPaths.Golden("sparknlp", "archives", "exports");

    [Theory]
    [InlineData("tensorflow")]
    [InlineData("onnx")]
    [InlineData("hugging-face")]
    public void An_export_is_the_model_it_was_made_from(string export)
    {
        using SavedArchive opened = ArchiveReader.Open(Path.Combine(Exports, export));
        StageArchive stage = Assert.IsType<StageArchive>(opened);
        ArchiveReaderTests.AssertSame(Path.Combine(Exports, "hugging-face"), stage.Classifier!);
        Assert.Equal(StageClasses.Classifier, stage.ClassName);
        Assert.Matches("^BERT_FOR_SEQUENCE_CLASSIFICATION_[0-9a-f]{12}$", stage.Uid);
        Assert.Equal(128, stage.Params.Integer("maxSentenceLength"));
    }

    [Theory]
    [InlineData("model.onnx", CompressionLevel.NoCompression)]
    [InlineData("bert_classification_onnx", CompressionLevel.Fastest)]
    public void An_onnx_archive_is_read_by_its_graph(string entry, CompressionLevel level)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string golden = RepositoryPaths.Golden("sparknlp", "archives");
            using (SavedArchive original = ArchiveReader.Open(Path.Combine(golden, "5.5.3-three-labels.zip")))
            {
                ZipFile.ExtractToDirectory(Path.Combine(golden, "5.5.3-three-labels.zip"), folder);
                File.Delete(Path.Combine(folder, "bert_classification_tensorflow"));
                using ZipArchive zip = ZipFile.Open(Path.Combine(folder, "bert_classification_onnx"), ZipArchiveMode.Create);
                zip.CreateEntryFromFile(Path.Combine(Exports, "onnx", "model.onnx"), entry, level);
            }

            using SavedArchive opened = ArchiveReader.Open(folder);
            ArchiveReaderTests.AssertSame(Path.Combine(Exports, "hugging-face"), Assert.IsType<StageArchive>(opened).Classifier!);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void Parquet_features_hold_the_same_pairs()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string golden = RepositoryPaths.Golden("sparknlp", "archives");
            ZipFile.ExtractToDirectory(Path.Combine(golden, "5.5.3-three-labels.zip"), folder);
            Directory.Delete(Path.Combine(folder, "fields"), true);
            foreach (string part in Directory.GetFiles(Path.Combine(golden, "5.5.3-three-labels-parquet", "fields"), "*", SearchOption.AllDirectories))
            {
                string target = Path.Combine(folder, Path.GetRelativePath(Path.Combine(golden, "5.5.3-three-labels-parquet"), part));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(part, target);
            }

            using SavedArchive opened = ArchiveReader.Open(folder);
            ArchiveReaderTests.AssertSame(Path.Combine(Exports, "hugging-face"), Assert.IsType<StageArchive>(opened).Classifier!);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void A_genuine_onnx_archive_is_the_model_it_was_made_from()
    {
        using SavedArchive opened = ArchiveReader.Open(RepositoryPaths.Shared("hub", "public", "models", "tiny_sentiment_onnx_fr_5.5.3_3.4_1736940000000.zip"));
        StageArchive stage = Assert.IsType<StageArchive>(opened);
        ArchiveReaderTests.AssertSame(RepositoryPaths.Shared("models", "tiny-bert-fr"), stage.Classifier!);
        Assert.Equal("onnx", stage.Params.Text("engine"));
    }
}
