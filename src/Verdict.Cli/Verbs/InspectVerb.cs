using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Verdict.Cli.Help;
using Verdict.Cli.Options;
using Verdict.Cli.Output;
using Verdict.Cli.Terminal;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict inspect MODEL</c>: what a model is.</summary>
internal static class InspectVerb
{
    public static Command Create(Streams streams)
    {
        var model = new Argument<string?>("MODEL")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = ModelOption.Kinds,
        };
        Option<bool> json = JsonOption.Create();
        var command = new VerbCommand(
            "inspect",
            "Shows what a model is: family, sizes, labels, activation and why, tokeniser, files, precision, memory.",
            "verdict inspect",
            "verdict inspect my-model --json") { model, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using TextClassifier classifier = await ModelOption.OpenAsync(parsed.GetValue(model), new ClassifierOptions(), streams, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(json))
                streams.Output.Object(classifier.Model, WriteJson);
            else
                Facts.Write(streams.Output, Describe(classifier.Model));
            return ExitCode.Success;
        });
        return command;
    }

    private static IReadOnlyList<(string, string)> Describe(ModelInformation model) =>
    [
        ("source", model.Source),
        ("family", model.Family),
        ("layers", Number(model.LayerCount)),
        ("hidden size", Number(model.HiddenSize)),
        ("heads", Number(model.HeadCount)),
        ("intermediate size", $"{Number(model.IntermediateSize)} ({model.HiddenActivation})"),
        ("vocabulary", $"{Number(model.VocabularySize)} pieces"),
        ("longest input", $"{Number(model.MaxLength)} tokens of {Number(model.MaxPositions)} positions"),
        ("labels", string.Join(", ", model.Labels)),
        ("activation", $"{Name(model.Activation)}: {model.ActivationReason}"),
        ("tokeniser", model.Tokenizer),
        ("precision", model.Precision),
        ("parameters", Number(model.ParameterCount)),
        ("memory", Facts.Bytes(model.MemoryBytes)),
        .. model.Files.Select((file, i) => (i == 0 ? "files" : "", $"{file.Name}, {Facts.Bytes(file.Length)}")),
    ];

    private static void WriteJson(Utf8JsonWriter json, ModelInformation model)
    {
        json.WriteString("source"u8, model.Source);
        json.WriteString("family"u8, model.Family);
        json.WriteNumber("layers"u8, model.LayerCount);
        json.WriteNumber("hiddenSize"u8, model.HiddenSize);
        json.WriteNumber("heads"u8, model.HeadCount);
        json.WriteNumber("intermediateSize"u8, model.IntermediateSize);
        json.WriteString("hiddenActivation"u8, model.HiddenActivation);
        json.WriteNumber("vocabularySize"u8, model.VocabularySize);
        json.WriteNumber("maxPositions"u8, model.MaxPositions);
        json.WriteNumber("maxLength"u8, model.MaxLength);
        json.WriteStrings("labels"u8, model.Labels);
        json.WriteString("activation"u8, Name(model.Activation));
        json.WriteString("activationReason"u8, model.ActivationReason);
        json.WriteString("tokenizer"u8, model.Tokenizer);
        json.WriteString("precision"u8, model.Precision);
        json.WriteNumber("parameters"u8, model.ParameterCount);
        json.WriteNumber("memoryBytes"u8, model.MemoryBytes);
        json.WriteStartArray("files"u8);
        foreach (ModelFile file in model.Files)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, file.Name);
            json.WriteNumber("bytes"u8, file.Length);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Name(Labels.Activation activation) => activation.ToString().ToLowerInvariant();
}
