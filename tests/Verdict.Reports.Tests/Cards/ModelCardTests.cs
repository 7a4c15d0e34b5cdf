using System.Text.Json;
using Verdict.Labels;
using Xunit;

namespace Verdict.Reports.Tests.Cards;

public sealed class ModelCardTests
{
    private static readonly ModelCardDetails s_details = new()
    {
        Name = "bert_sequence_classifier_film_reviews",
        Language = "fr",
        Title = "BERT Sequence Classification French - Film Reviews (bert_sequence_classifier_film_reviews)",
        Author = "A. Author",
        Date = new DateOnly(2026, 11, 25),
        License = "Apache-2.0",
        Tags = ["sentiment", "open_source"],
        DataSources = ["https://huggingface.co/datasets/allocine"],
        Download = new Uri("https://example.org/models/film.zip"),
        Example = "j'ai bien aime le film harry potter!",
        ExampleResult = Samples.Prediction(0, 1) with { Label = "pos" },
        EvaluationData = "the public rows",
        IsOnHub = true,
    };

    [Fact]
    public void The_card_has_the_sections_of_spark_nlps_in_their_order()
    {
        string card = Card();
        string[] headings = [.. card.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal))];
        Assert.Equal(["## Description", "## Predicted Entities", "## How to use", "## Results", "## Model Information", "## Data Source", "## Benchmarking"], headings);
        Assert.StartsWith(
            """
            ---
            layout: model
            title: BERT Sequence Classification French - Film Reviews (bert_sequence_classifier_film_reviews)
            author: A. Author
            name: bert_sequence_classifier_film_reviews
            date: 2026-11-25
            tags: [sentiment, open_source, fr, sequence_classification, bert]
            task: Text Classification
            language: fr
            edition: Verdict 0.1.0
            license: Apache-2.0
            supported: true

            """,
            card, StringComparison.Ordinal);
        Assert.Contains("\n`neg`, `pos`\n", card, StringComparison.Ordinal);
        Assert.Contains("|Max sentence length:|512|\n", card, StringComparison.Ordinal);
        Assert.Contains("|Parameters:|17,137,538|\n", card, StringComparison.Ordinal);
        Assert.Contains("[https://huggingface.co/datasets/allocine](https://huggingface.co/datasets/allocine)\n", card, StringComparison.Ordinal);
    }

    [Fact]
    public void It_shows_how_to_use_the_model_in_three_languages()
    {
        string card = Card();
        Assert.Contains("```csharp\nusing Verdict;\n", card, StringComparison.Ordinal);
        Assert.Contains("classifier.Classify(\"j'ai bien aime le film harry potter!\");", card, StringComparison.Ordinal);
        Assert.Contains("```python\n", card, StringComparison.Ordinal);
        Assert.Contains("    .pretrained(\"bert_sequence_classifier_film_reviews\", \"fr\") \\\n", card, StringComparison.Ordinal);
        Assert.Contains("    .setCaseSensitive(True) \\\n", card, StringComparison.Ordinal);
        Assert.Contains("```scala\n", card, StringComparison.Ordinal);
        Assert.Contains("  .setCaseSensitive(true)\n", card, StringComparison.Ordinal);
        Assert.Contains("+------+\n|result|\n+------+\n|[pos] |\n+------+\n", card, StringComparison.Ordinal);
        Assert.Contains("    .load(\"bert_sequence_classifier_film_reviews\") \\\n", ModelCard.Write(Samples.Model(Activation.Softmax, "neg", "pos"), s_details with { IsOnHub = false }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_benchmark_is_the_classification_report()
    {
        Evaluation evaluation = Evaluation.Compute(Samples.Binary());
        string card = Card();
        Assert.Contains("## Benchmarking\n\n```bash\n" + evaluation.Report.ToText() + "```\n", card, StringComparison.Ordinal);
        Assert.Matches("Accuracy [0-9.]+ % \\(95 % interval [0-9.]+ % to [0-9.]+ %\\) on 300 rows of the public rows\\.\n$", card);
        Assert.EndsWith("## Benchmarking\n\nNothing was measured.\n", ModelCard.Write(Samples.Model(Activation.Softmax, "neg", "pos"), s_details), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_cannot_leave_their_place()
    {
        const string Attack = "x\"; rm\n```\n---\n'#{}";
        string card = ModelCard.Write(Samples.Model(Activation.Softmax, "a`b", "c\nd"), new ModelCardDetails { Name = Attack, Language = Attack, Title = Attack, Example = Attack, DataSources = [Attack], Author = Attack });
        string[] lines = card.Split('\n');
        Assert.Equal(2, lines.Count(line => line == "---"));
        foreach (string line in lines.Where(line => line.StartsWith("name: ", StringComparison.Ordinal)))
            Assert.Equal(Attack, JsonSerializer.Deserialize<string>(line["name: ".Length..]));
        Assert.Contains("classifier.Classify(\"x\\\"; rm\\u000a```\\u000a---\\u000a'#{}\");", card, StringComparison.Ordinal);
        Assert.Contains("````csharp\n", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_models_evaluation_is_refused() => Assert.Contains(
        "evaluate this model",
        Assert.Throws<ArgumentException>(() => ModelCard.Write(Samples.Model(Activation.Softmax, "neg", "pos"), s_details, Evaluation.Compute(Samples.Many()))).Message,
        StringComparison.Ordinal);

    private static string Card() => ModelCard.Write(Samples.Model(Activation.Softmax, "neg", "pos"), s_details, Evaluation.Compute(Samples.Binary()));
}
