using System.Globalization;
using static Verdict.Reports.Cards.CardText;

namespace Verdict.Reports.Cards;

/// <summary>The card's code.</summary>
internal static class Usage
{
    public static string CSharp(ModelCardDetails details) => $$"""
        using Verdict;

        using var classifier = TextClassifier.Open({{Literal(details.Name)}});
        Prediction prediction = classifier.Classify({{Literal(details.Example)}});
        Console.WriteLine($"{prediction.Label} {prediction.Score:F3}");
        """.ReplaceLineEndings("\n");

    public static string Python(ModelInformation model, ModelCardDetails details) => $"""
        document_assembler = DocumentAssembler() \
            .setInputCol("text") \
            .setOutputCol("document")

        tokenizer = Tokenizer() \
            .setInputCols(["document"]) \
            .setOutputCol("token")

        sequence_classifier = BertForSequenceClassification \
            .{Source(details)} \
            .setInputCols(["token", "document"]) \
            .setOutputCol("class") \
            .setCaseSensitive({(details.CaseSensitive ? "True" : "False")}) \
            .setMaxSentenceLength({model.MaxPositions.ToString(CultureInfo.InvariantCulture)})

        pipeline = Pipeline(stages=[document_assembler, tokenizer, sequence_classifier])

        example = spark.createDataFrame([[{Literal(details.Example)}]]).toDF("text")
        result = pipeline.fit(example).transform(example)
        """.ReplaceLineEndings("\n");

    public static string Scala(ModelInformation model, ModelCardDetails details) => $"""
        val documentAssembler = new DocumentAssembler()
          .setInputCol("text")
          .setOutputCol("document")

        val tokenizer = new Tokenizer()
          .setInputCols("document")
          .setOutputCol("token")

        val sequenceClassifier = BertForSequenceClassification
          .{Source(details)}
          .setInputCols("token", "document")
          .setOutputCol("class")
          .setCaseSensitive({(details.CaseSensitive ? "true" : "false")})
          .setMaxSentenceLength({model.MaxPositions.ToString(CultureInfo.InvariantCulture)})

        val pipeline = new Pipeline().setStages(Array(documentAssembler, tokenizer, sequenceClassifier))

        val example = Seq({Literal(details.Example)}).toDF("text")
        val result = pipeline.fit(example).transform(example)
        """.ReplaceLineEndings("\n");

    /// <summary>The example's label as Spark shows them.</summary>
    public static string Result(Prediction prediction)
    {
        string cell = $"[{prediction.Label.ReplaceLineEndings(" ")}]";
        int width = Math.Max(cell.Length, "result".Length);
        string rule = $"+{new string('-', width)}+";
        return $"{rule}\n|{"result".PadRight(width)}|\n{rule}\n|{cell.PadRight(width)}|\n{rule}\n";
    }

    // A model that no hub has is loaded from the folder or archive that Verdict writes for Spark NLP.
    private static string Source(ModelCardDetails details) => details.IsOnHub
        ? $"pretrained({Literal(details.Name)}, {Literal(details.Language)})"
        : $"load({Literal(details.Name)})";
}
