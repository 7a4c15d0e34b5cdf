using System.CommandLine;
using Verdict.Cli.Errors;
using Verdict.Cli.Help;
using Verdict.Cli.Input;
using Verdict.Cli.Options;
using Verdict.Cli.Output;
using Verdict.Cli.Terminal;
using Verdict.Tokenization;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict tokenize</c>: what a model reads of a text.</summary>
internal sealed class TokenizeVerb
{
    private readonly TextInputOptions _input = new();
    private readonly Option<string?> _model = ModelOption.Create();
    private readonly Option<int?> _maxLength = NumberOption.Whole("--max-length", "Cut after N tokens, special tokens included. Default: nothing is cut.");
    private readonly Option<bool> _json = JsonOption.Create();
    private readonly Streams _streams;

    private TokenizeVerb(Streams streams) => _streams = streams;

    public static Command Create(Streams streams)
    {
        var verb = new TokenizeVerb(streams);
        var command = new VerbCommand(
            "tokenize",
            "Shows the tokens of each text, as the model reads them.",
            "verdict tokenize \"j'ai bien aime le film harry potter!\"",
            "verdict tokenize --json < reviews.txt",
            "verdict tokenize -m my-model -i reviews.csv --text review --json");
        verb._input.AddTo(command);
        command.Add(verb._model);
        command.Add(verb._maxLength);
        command.Add(verb._json);
        command.SetAction(verb.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using TextInput input = _input.Open(parsed, _streams);
        using OpenTokenizer tokenizer = await OpenTokenizer.OpenAsync(parsed.GetValue(_model), _streams, cancellation).ConfigureAwait(false);
        var options = new EncodingOptions { MaxLength = parsed.GetValue(_maxLength) };
        bool json = parsed.GetValue(_json);
        long marked = 0;
        await foreach (TextRow row in input.ReadAsync(cancellation).FlushedWhenIdle(_streams.Output, cancellation).ConfigureAwait(false))
        {
            if (row.Error is not null)
            {
                marked++;
                if (json)
                    _streams.Output.Object(row, static (json, row) => PredictionLine.WriteError(json, row.Text, row.Pair, row.Error!));
                else
                    _streams.Output.Line($"error  {ErrorLine.OneLine(row.Error)}");
                continue;
            }

            Encoding encoding = tokenizer.Tokenizer.Encode(row.Text, row.Pair, options);
            if (json)
                _streams.Output.Object(encoding, EncodingLine.Write);
            else
                _streams.Output.Line(string.Join(' ', encoding.Tokens));
        }

        return marked > 0 ? ExitCode.MarkedRows : ExitCode.Success;
    }
}
