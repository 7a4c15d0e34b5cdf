using Verdict.SparkNlp.Archives;
using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Zip;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives;

/// <summary>Archives of a tiny model in every form, damaged as a whole or in one of their files, read from memory.</summary>
public sealed class WholeArchiveFuzz
{
    [Fact]
    public void Zips() => Damage.Fuzz(TinyArchives.Zip(TinyArchives.Onnx()), bytes =>
    {
        using Blob blob = Blob.OfBytes("fuzz.zip", bytes);
        using ZipTree tree = ZipTree.Open(blob);
        ArchiveReader.Read(tree).Dispose();
    });

    [Fact]
    public void Classifiers_of_the_engine_onnx() => FuzzFiles(TinyArchives.Onnx());

    [Fact]
    public void Classifiers_of_the_engine_tensorflow() => FuzzFiles(TinyArchives.TensorFlow());

    [Fact]
    public void Pipelines() => FuzzFiles(TinyArchives.Pipeline());

    [Fact]
    public void Exports_to_onnx() => FuzzFiles(TinyArchives.OnnxExport());

    [Fact]
    public void Exports_of_tensorflow() => FuzzFiles(TinyArchives.SavedModel());

    /// <summary>Changes one file of an archive; where it is a zip, one of the files in it, so that its checksums are right and the change is met further in.</summary>
    private static void FuzzFiles(Dictionary<string, byte[]> genuine)
    {
        string[] names = [.. genuine.Keys.Where(n => genuine[n].Length > 0).Order(StringComparer.Ordinal)];
        Dictionary<string, Dictionary<string, byte[]>> blobs = names.Where(n => n.Contains("bert_classification_", StringComparison.Ordinal)).ToDictionary(n => n, n => TinyArchives.Unzip(genuine[n]));
        Read(genuine);
        Damage.Fuzz(
            random =>
            {
                string name = names[random.Next(names.Length)];
                var files = new Dictionary<string, byte[]>(genuine);
                if (random.Next(20) == 0)
                {
                    files.Remove(name);
                }
                else if (blobs.TryGetValue(name, out Dictionary<string, byte[]>? blob) && random.Next(4) > 0)
                {
                    string inside = blob.Keys.ElementAt(random.Next(blob.Count));
                    files[name] = TinyArchives.Zip(new(blob) { [inside] = Damage.Change(blob[inside], random) });
                }
                else
                {
                    files[name] = Damage.Change(files[name], random);
                }

                return files;
            },
            Read,
            files => string.Join('\n', files.Where(f => !genuine[f.Key].AsSpan().SequenceEqual(f.Value)).Select(f => $"{f.Key}: {Convert.ToBase64String(f.Value)}")));
    }

    private static void Read(Dictionary<string, byte[]> files)
    {
        using var tree = new MemoryTree(files);
        ArchiveReader.Read(tree).Dispose();
    }
}
