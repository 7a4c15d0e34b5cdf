using Verdict.Cli.Errors;
using Verdict.Cli.Terminal;
using Verdict.Tokenization;

namespace Verdict.Cli.Options;

/// <summary>A model's tokeniser without its weights, where the model is a folder; the embedded model is opened whole.</summary>
internal sealed class OpenTokenizer : IDisposable
{
    private readonly TextClassifier? _owner;

    private OpenTokenizer(Tokenizer tokenizer, TextClassifier? owner)
    {
        Tokenizer = tokenizer;
        _owner = owner;
    }

    /// <summary>The tokeniser.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Opens what the user named, or the embedded model.</summary>
    /// <exception cref="CommandException">It cannot be opened.</exception>
    public static async Task<OpenTokenizer> OpenAsync(string? model, Streams streams, CancellationToken cancellation)
    {
        if (model is null || !Directory.Exists(model))
        {
            TextClassifier classifier = await ModelOption.OpenAsync(model, new ClassifierOptions(), streams, cancellation).ConfigureAwait(false);
            return new(classifier.Tokenizer, classifier);
        }

        try
        {
            return new(Tokenizer.Open(model), null);
        }
        catch (Exception error) when (error is VerdictFormatException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Model, error.Message, error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _owner?.Dispose();
}
