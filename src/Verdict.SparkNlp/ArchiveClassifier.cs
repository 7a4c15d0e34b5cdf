using Verdict.Classification;
using Verdict.SparkNlp.Archives;

namespace Verdict.SparkNlp;

/// <summary>Adds <c>TextClassifier.OpenArchive</c>: the classifier of a Spark NLP archive behind Verdict's own front door.</summary>
public static class ArchiveClassifier
{
    extension(TextClassifier)
    {
        /// <summary>
        /// Opens the classifier in what Spark NLP saved or imports: a folder or zip of a <c>BertForSequenceClassification</c> or of a pipeline with one in it,
        /// a SavedModel or ONNX export with <c>assets/</c>. Texts are tokenised whole, as Hugging Face does; for Spark NLP's own pieces use a <see cref="Pipeline"/>.
        /// </summary>
        /// <param name="path">The folder or zip.</param>
        /// <param name="options">How to work; <see langword="null"/> for the defaults.</param>
        /// <param name="caseSensitive">Whether the model tells upper from lower case; <see langword="null"/> for what the archive says (exports say nothing: then <see langword="true"/>, as in Spark NLP).</param>
        /// <exception cref="VerdictFormatException">It is damaged, or holds no classifier of this kind; the message says what and where.</exception>
        /// <exception cref="ArgumentException">The options contradict each other or the model; the message lists every fault.</exception>
        public static TextClassifier OpenArchive(string path, ClassifierOptions? options = null, bool? caseSensitive = null)
        {
            SavedArchive archive = ArchiveReader.Open(path);
            ClassifierParts parts;
            try
            {
                parts = PartsOf(path, archive, caseSensitive);
            }
            catch
            {
                archive.Dispose();
                throw;
            }

            return TextClassifier.Open(parts, options ?? new ClassifierOptions());
        }
    }

    private static ClassifierParts PartsOf(string path, SavedArchive archive, bool? caseSensitive)
    {
        StageArchive[] classifiers = [.. Stages(archive).Where(s => s.Classifier is not null)];
        if (classifiers.Length != 1)
            throw new VerdictFormatException(path, "metadata", $"holds {classifiers.Length} classifiers; one is needed. Open the archive of one.");
        ClassifierArchive model = classifiers[0].Classifier!;
        StageParams parameters = classifiers[0].Params;
        bool manyLabels = parameters.Flag("multilabel") == true || parameters.Text("activation") == "sigmoid";
        return new ClassifierParts
        {
            Source = path,
            Configuration = model.Configuration,
            Parameters = model.Tensors,
            Tokenizer = new PieceVocabulary(model.Vocabulary, model.Parameters.Description).TokenizerFor(caseSensitive ?? parameters.Flag("caseSensitive") ?? true),
            Labels = model.Labels,
            ProblemType = manyLabels ? "multi_label_classification" : null,
            LongestInput = model.Configuration.MaxPositions,
            Files = [.. FilesOf(path)],
            Owner = archive,
        };
    }

    private static IEnumerable<StageArchive> Stages(SavedArchive archive) => archive is PipelineArchive pipeline
        ? pipeline.Stages.SelectMany(Stages)
        : [(StageArchive)archive];

    private static IEnumerable<ModelFile> FilesOf(string path) => File.Exists(path)
        ? [new ModelFile(Path.GetFileName(path), new FileInfo(path).Length)]
        : from file in new DirectoryInfo(path).GetFiles("*", SearchOption.AllDirectories)
          where !file.Name.EndsWith(".crc", StringComparison.Ordinal)
          orderby file.FullName
          select new ModelFile(Path.GetRelativePath(path, file.FullName), file.Length);
}
