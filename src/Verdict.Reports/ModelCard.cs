using System.Globalization;
using System.Text;
using Verdict.Reports.Cards;
using Verdict.Reports.Plots;
using static Verdict.Reports.Cards.CardText;

namespace Verdict.Reports;

/// <summary>Writes a model card in the form of Spark NLP's own: front matter, description, predicted entities, how to use, model information, data source, benchmarking.</summary>
public static class ModelCard
{
    /// <summary>Writes the card as Markdown. Lines end with LF.</summary>
    /// <param name="model">What the model is.</param>
    /// <param name="details">What the model itself does not know.</param>
    /// <param name="evaluation">What was measured; <see langword="null"/> for a card that says that nothing was.</param>
    /// <exception cref="ArgumentException">The evaluation has other labels than the model.</exception>
    public static string Write(ModelInformation model, ModelCardDetails details, Evaluation? evaluation = null)
    {
        if (evaluation is not null && !evaluation.Labels.SequenceEqual(model.Labels, StringComparer.Ordinal))
            throw new ArgumentException($"The evaluation has the labels {string.Join(", ", evaluation.Labels)}, the model {string.Join(", ", model.Labels)}; evaluate this model.", nameof(evaluation));
        StringBuilder card = new();
        AppendFrontMatter(card, model, details);
        card.Append("## Description\n\n").Append(details.Description?.Trim().ReplaceLineEndings("\n") ?? PlainDescription(model, details)).Append("\n\n");
        card.Append("## Predicted Entities\n\n").AppendJoin(", ", model.Labels.Select(Code)).Append("\n\n");
        if (details.Download is { } download)
            card.Append($"{{:.btn-box}}\n[Download]({download.AbsoluteUri}){{:.button.button-orange.button-orange-trans.arr.button-icon}}\n\n");
        card.Append("## How to use\n\n<div class=\"tabs-box\" markdown=\"1\">\n\n");
        Fence(card, "csharp", Usage.CSharp(details));
        Fence(card, "python", Usage.Python(model, details));
        Fence(card, "scala", Usage.Scala(model, details));
        card.Append("</div>\n\n");
        if (details.ExampleResult is { } result)
        {
            card.Append("## Results\n\n");
            Fence(card, "bash", Usage.Result(result));
        }

        AppendInformation(card, model, details);
        card.Append("## Data Source\n\n");
        if (details.DataSources.Count == 0)
            card.Append("Not stated.\n");
        foreach (string source in details.DataSources)
            card.Append(details.DataSources.Count > 1 ? "- " : "").Append(Link(source)).Append('\n');
        AppendBenchmark(card, details, evaluation);
        return card.ToString();
    }

    /// <summary>Writes the card as a file: to a temporary file first, which then takes the name.</summary>
    public static void Save(string path, ModelInformation model, ModelCardDetails details, Evaluation? evaluation = null) =>
        Text.AtomicFile.Write(path, Encoding.UTF8.GetBytes(Write(model, details, evaluation)));

    private static void AppendFrontMatter(StringBuilder card, ModelInformation model, ModelCardDetails details)
    {
        string[] tags = [.. details.Tags.Append(details.Language).Append("sequence_classification").Append(Architecture(model)).Distinct(StringComparer.Ordinal)];
        card.Append("---\nlayout: model\n");
        card.Append($"title: {Yaml(details.Title ?? $"{model.Family} ({details.Name})")}\n");
        if (details.Author is { } author)
            card.Append($"author: {Yaml(author)}\n");
        card.Append($"name: {Yaml(details.Name)}\n");
        if (details.Date is { } date)
            card.Append($"date: {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\n");
        card.Append("tags: [").AppendJoin(", ", tags.Select(Yaml)).Append("]\n");
        card.Append($"task: Text Classification\nlanguage: {Yaml(details.Language)}\nedition: Verdict {Version}\n");
        if (details.License is { } license)
            card.Append($"license: {Yaml(license)}\n");
        card.Append("supported: true\narticle_header:\n  type: cover\nuse_language_switcher: \"Python-Scala-Java\"\n---\n\n");
    }

    private static void AppendInformation(StringBuilder card, ModelInformation model, ModelCardDetails details)
    {
        card.Append("{:.model-param}\n## Model Information\n\n{:.table-model}\n|---|---|\n");
        Line("Model Name", details.Name);
        Line("Compatibility", $"Verdict {Version}+");
        Line("License", details.License ?? "Not stated");
        Line("Input Labels", "[token, document]");
        Line("Output Labels", "[class]");
        Line("Language", details.Language);
        Line("Case sensitive", details.CaseSensitive ? "true" : "false");
        Line("Max sentence length", model.MaxPositions.ToString(CultureInfo.InvariantCulture));
        Line("Architecture", $"{model.Family}: {model.LayerCount} layers, {model.HeadCount} heads, hidden {model.HiddenSize}, intermediate {model.IntermediateSize}, {model.HiddenActivation}");
        Line("Tokenizer", model.Tokenizer);
        Line("Scores", model.Activation.ToString().ToLowerInvariant());
        Line("Parameters", PlotParts.Count(model.ParameterCount));
        Line("Weights", model.Precision);
        Line("Size", Size(model.Files.Sum(file => file.Length)));
        card.Append('\n');

        void Line(string name, string value) => card.Append($"|{name}:|{MarkdownReport.Cell(value)}|\n");
    }

    private static void AppendBenchmark(StringBuilder card, ModelCardDetails details, Evaluation? evaluation)
    {
        card.Append("\n## Benchmarking\n\n");
        if (evaluation is null)
        {
            card.Append("Nothing was measured.\n");
            return;
        }

        Fence(card, "bash", evaluation.Report.ToText());
        string interval = evaluation.Intervals.TryGetValue("accuracy", out Interval found)
            ? $" (95 % interval {PlotParts.Percent(found.Low, 2)} to {PlotParts.Percent(found.High, 2)})"
            : "";
        card.Append($"{(evaluation.MultiLabel is null ? "Accuracy" : "Subset accuracy")} {PlotParts.Percent(evaluation.Accuracy, 2)}{interval} on {PlotParts.Count(evaluation.RowCount)} rows");
        card.Append(details.EvaluationData is { } data ? $" of {Link(data)}.\n" : ".\n");
    }

    private static string PlainDescription(ModelInformation model, ModelCardDetails details) =>
        $"{Code(details.Name)} is a {model.Family} with {PlotParts.Count(model.ParameterCount)} parameters that puts a text into "
        + (model.Activation == Labels.Activation.Softmax ? $"one of {model.Labels.Count} classes." : $"any of {model.Labels.Count} classes.");

    private static string Architecture(ModelInformation model)
    {
        int end = model.Family.IndexOf("For", StringComparison.Ordinal);
        return (end > 0 ? model.Family[..end] : model.Family).ToLowerInvariant();
    }

    private static string Size(long bytes) => bytes >= 1_000_000
        ? $"{PlotParts.Number(bytes / 1e6, 1)} MB"
        : $"{PlotParts.Number(bytes / 1e3, 1)} kB";

    private static string Version { get; } = typeof(ModelCard).Assembly.GetName().Version is { } version ? $"{version.Major}.{version.Minor}.{version.Build}" : "0";
}
