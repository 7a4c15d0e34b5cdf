using System.CommandLine;
using System.Text.Json;
using Verdict.Cli.Help;
using Verdict.Cli.Options;
using Verdict.Cli.Terminal;
using Verdict.Hub;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict pull NAME</c>: a model by name, onto this machine.</summary>
internal static class PullVerb
{
    public static Command Create(Streams streams)
    {
        var name = new Argument<string>("NAME") { Description = "organisation/name, organisation/name@revision (Hugging Face) or spark-nlp:name/language (Spark NLP)." };
        var offline = new Option<bool>("--offline") { Description = "Leave the network alone: answer from caches, folders and bundles." };
        var lockFile = new Option<string?>("--lock") { HelpName = "FILE", Description = "A lock file: a name that is in it means exactly what was locked; another is pulled and added." };
        Option<bool> json = JsonOption.Create();
        var command = new VerbCommand(
            "pull",
            "Fetches a model by name into the cache, verifies it, and prints where it lies.",
            "verdict pull nlptown/bert-base-multilingual-uncased-sentiment",
            "verdict pull spark-nlp:bert_multilingual_sequence_classifier_allocine/fr",
            "verdict pull some-lab/classifier --lock verdict.lock") { name, offline, lockFile, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            HubOptions options = new();
            if (parsed.GetValue(offline))
                options = options with { Offline = true };
            ResolvedModel model = await ResolveAsync(parsed.GetRequiredValue(name), parsed.GetValue(lockFile), options, streams, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(json))
                streams.Output.Object(model, WriteJson);
            else
                streams.Output.Line(model.Path);
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<ResolvedModel> ResolveAsync(string name, string? lockFile, HubOptions options, Streams streams, CancellationToken cancellation)
    {
        if (lockFile is null)
            return await ModelOption.ResolveAsync(name, options, streams, cancellation).ConfigureAwait(false);

        ModelLock locked = File.Exists(lockFile) ? ModelLock.Load(lockFile) : ModelLock.Empty;
        if (locked.Models.Any(model => model.Reference == name))
            return await ModelOption.ResolveAsync(name, options with { Lock = locked }, streams, cancellation).ConfigureAwait(false);

        ResolvedModel added = await ModelOption.ResolveAsync(name, options, streams, cancellation).ConfigureAwait(false);
        (await locked.WithAsync(added, cancellation).ConfigureAwait(false)).Save(lockFile);
        return added;
    }

    private static void WriteJson(Utf8JsonWriter json, ResolvedModel model)
    {
        json.WriteString("name"u8, model.Name);
        json.WriteString("kind"u8, model.Kind == ModelKind.HuggingFaceFolder ? "huggingface" : "spark-nlp");
        json.WriteString("path"u8, model.Path);
        json.WriteString("revision"u8, model.Revision);
        json.WriteString("source"u8, model.Source);
        json.WriteStartArray("files"u8);
        foreach (HubFile file in model.Files)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, file.Path);
            json.WriteNumber("bytes"u8, file.Length);
            json.WriteString("hash"u8, file.Hash?.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
