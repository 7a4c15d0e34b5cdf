using System.CommandLine;
using System.Globalization;
using Verdict.Cli.Errors;
using Verdict.Cli.Help;
using Verdict.Cli.Options;
using Verdict.Cli.Terminal;
using Verdict.Hub;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict list</c>: what a hub, a folder or the cache offers.</summary>
internal sealed class ListVerb
{
    private readonly Argument<string?> _search = new("SEARCH") { Arity = ArgumentArity.ZeroOrOne, Description = "Only names that contain this." };
    private readonly Option<string?> _hub = ChoiceOption.Create("--hub", "Whose models. Default: huggingface.", "huggingface", "spark-nlp");
    private readonly Option<string?> _language = new("--language") { HelpName = "CODE", Description = "Only this language (Spark NLP's hub)." };
    private readonly Option<int?> _limit = NumberOption.Whole("--limit", "At most N models. Default: 100.");
    private readonly Option<bool> _offline = new("--offline") { Description = "Leave the network alone: show caches, folders and bundles." };
    private readonly Option<bool> _json = JsonOption.Create();
    private readonly Streams _streams;

    private ListVerb(Streams streams) => _streams = streams;

    public static Command Create(Streams streams)
    {
        var verb = new ListVerb(streams);
        var command = new VerbCommand(
            "list",
            "Shows which text classifiers a hub offers.",
            "verdict list sentiment",
            "verdict list --hub spark-nlp --language fr",
            "verdict list --offline") { verb._search, verb._hub, verb._language, verb._limit, verb._offline, verb._json };
        command.SetAction(verb.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        HubOptions options = new();
        if (parsed.GetValue(_offline))
            options = options with { Offline = true };
        int limit = parsed.GetValue(_limit) ?? 100;
        try
        {
            if (parsed.GetValue(_hub) == "spark-nlp")
                Write(parsed, (await new SparkNlpHub(options).ListAsync(cancellation).ConfigureAwait(false)), limit);
            else
                Write(parsed, await new HuggingFaceHub(options).ListAsync(parsed.GetValue(_search), limit, cancellation).ConfigureAwait(false));
        }
        catch (Exception error) when (error is HubException or VerdictFormatException)
        {
            throw new CommandException(ExitCode.Model, error.Message, error);
        }

        return ExitCode.Success;
    }

    private void Write(ParseResult parsed, IReadOnlyList<HuggingFaceEntry> entries)
    {
        foreach (HuggingFaceEntry entry in entries)
        {
            if (parsed.GetValue(_json))
            {
                _streams.Output.Object(entry, static (json, entry) =>
                {
                    json.WriteString("name"u8, entry.Name);
                    if (entry.Downloads is { } downloads)
                        json.WriteNumber("downloads"u8, downloads);
                    json.WriteString("source"u8, entry.Source);
                });
            }
            else
            {
                _streams.Output.Line(entry.Downloads is { } downloads ? string.Create(CultureInfo.InvariantCulture, $"{entry.Name}  {downloads:N0} downloads") : entry.Name);
            }
        }
    }

    private void Write(ParseResult parsed, IReadOnlyList<SparkNlpEntry> entries, int limit)
    {
        string? search = parsed.GetValue(_search), language = parsed.GetValue(_language);
        IEnumerable<SparkNlpEntry> chosen = entries
            .Where(entry => search is null || entry.Name.Contains(search, StringComparison.OrdinalIgnoreCase))
            .Where(entry => language is null || entry.Language == language)
            .Take(limit);
        foreach (SparkNlpEntry entry in chosen)
        {
            if (parsed.GetValue(_json))
            {
                _streams.Output.Object(entry, static (json, entry) =>
                {
                    json.WriteString("name"u8, entry.Name);
                    json.WriteString("language"u8, entry.Language);
                    json.WriteString("sparkNlp"u8, entry.LibraryVersion);
                    json.WriteString("spark"u8, entry.SparkVersion);
                    json.WriteString("time"u8, entry.Time);
                    json.WriteString("annotator"u8, entry.Annotator);
                    json.WriteString("engine"u8, entry.Engine);
                });
            }
            else
            {
                _streams.Output.Line($"spark-nlp:{entry.Name}/{entry.Language ?? "en"}  {entry.Annotator ?? entry.Category}  {entry.LibraryVersion}");
            }
        }
    }
}
