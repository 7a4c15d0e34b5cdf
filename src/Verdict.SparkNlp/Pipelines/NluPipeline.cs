using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Verdict.SparkNlp;

/// <summary>
/// A classifier with what nlu puts before it: document assembler, sentence detector, tokenizer. It classifies sentence by sentence unless
/// told otherwise. nlu's own sentence detector is a network for English; here it is the one of rules.
/// </summary>
public sealed class NluPipeline : IDisposable
{
    private const string Document = "document", SentenceColumn = "sentence", Token = "token", Class = "category";
    private readonly BertForSequenceClassification _classifier;

    internal NluPipeline(BertForSequenceClassification classifier) => _classifier = classifier.SetCaseSensitive(true).SetOutputCol(Class);

    /// <summary>Classifies texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <returns>As <see cref="Predict(IEnumerable{string}, string, bool, bool)"/>, a row for each sentence.</returns>
    public DataFrame Predict(params string[] texts) => Predict((IEnumerable<string>)texts);

    /// <summary>Classifies texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="outputLevel"><c>sentence</c> (a row for each sentence) or <c>document</c> (a row for each text).</param>
    /// <param name="positions">Whether columns say where in the text it lies.</param>
    /// <param name="metadata">Whether there is a column for each label's probability.</param>
    /// <returns>The columns <c>classified_sequence</c>, <c>classified_sequence_confidence</c> and <c>sentence</c> or <c>document</c>.</returns>
    /// <exception cref="ArgumentException">There is no such level.</exception>
    public DataFrame Predict(IEnumerable<string> texts, string outputLevel = SentenceColumn, bool positions = false, bool metadata = false)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (outputLevel is not (SentenceColumn or Document))
            throw new ArgumentException($"output_level must be sentence or document, not '{outputLevel}'.", nameof(outputLevel));
        Transformer[] stages = outputLevel == Document
            ? [new DocumentAssembler().SetInputCol("text"), new TokenizerModel()]
            : [new DocumentAssembler().SetInputCol("text"), new SentenceDetector(), new TokenizerModel().SetInputCols(SentenceColumn).SetOutputCol(Token)];
        DataFrame input = DataFrame.Of("text", texts);
        string[] labels = metadata ? [.. _classifier.Classes] : [];
        var schema = new Schema(Fields(outputLevel, positions, labels), null);
        return new DataFrame(schema, () =>
        {
            _classifier.SetInputCols(outputLevel, Token);
            return new PipelineModel([.. stages, _classifier]).Transform(input).Batches().Select(b => Rows(b, schema, outputLevel, positions, labels));
        });
    }

    /// <summary>Lets go of the model.</summary>
    public void Dispose() => _classifier.Dispose();

    private static IEnumerable<Field> Fields(string level, bool positions, string[] labels)
    {
        yield return new Field("classified_sequence", StringType.Default, true);
        if (positions)
        {
            yield return new Field("classified_sequence_begin", Int32Type.Default, true);
            yield return new Field("classified_sequence_end", Int32Type.Default, true);
        }

        yield return new Field("classified_sequence_confidence", FloatType.Default, true);
        foreach (string label in labels)
            yield return new Field($"classified_sequence_{label}_confidence", FloatType.Default, true);
        yield return new Field(level, StringType.Default, true);
    }

    private static RecordBatch Rows(RecordBatch batch, Schema schema, string level, bool positions, string[] labels)
    {
        var classes = new StringArray.Builder();
        var begins = new Int32Array.Builder();
        var ends = new Int32Array.Builder();
        var confidences = new FloatArray.Builder();
        FloatArray.Builder[] byLabel = [.. labels.Select(_ => new FloatArray.Builder())];
        var texts = new StringArray.Builder();
        IReadOnlyList<Annotation>[] sources = AnnotationColumn.Read(batch.Column(level));
        IReadOnlyList<Annotation>[] verdicts = AnnotationColumn.Read(batch.Column(Class));
        int count = 0;
        for (int row = 0; row < batch.Length; row++)
        {
            Dictionary<string, string> bySentence = sources[row].ToDictionary(s => s.Metadata[Metadata.Sentence]!, s => s.Result);
            foreach (Annotation verdict in verdicts[row])
            {
                float[] probabilities = [.. verdict.Metadata.Where(m => m.Key != Metadata.Sentence).Select(m => float.Parse(m.Value!, CultureInfo.InvariantCulture))];
                classes.Append(verdict.Result);
                begins.Append(verdict.Begin);
                ends.Append(verdict.End);
                confidences.Append(probabilities.Max());
                for (int i = 0; i < byLabel.Length; i++)
                    byLabel[i].Append(probabilities[i]);
                texts.Append(bySentence[verdict.Metadata[Metadata.Sentence]!]);
                count++;
            }
        }

        IArrowArray[] places = positions ? [begins.Build(), ends.Build()] : [];
        return new RecordBatch(schema, [classes.Build(), .. places, confidences.Build(), .. byLabel.Select(b => (IArrowArray)b.Build()), texts.Build()], count);
    }
}
