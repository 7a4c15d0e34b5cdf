using Verdict.Hub;

namespace Verdict;

/// <summary>Adds <c>TextClassifier.OpenByNameAsync</c> and an <c>Open</c> with a hub: a classifier by its name.</summary>
public static class OpenByName
{
    extension(TextClassifier)
    {
        /// <summary>Opens a model by name or path, and waits for it: <c>TextClassifier.Open("organisation/name", new HubOptions())</c>.</summary>
        /// <param name="reference">What <see cref="ModelHub.ResolveAsync"/> takes.</param>
        /// <param name="hub">Where models come from; <c>new HubOptions()</c> for the defaults of the environment.</param>
        /// <param name="options">How to work; <see langword="null"/> for the defaults.</param>
        /// <exception cref="HubException">There is no such model, it could not be had, or it is no Hugging Face folder.</exception>
        /// <exception cref="VerdictFormatException">Something that was read is not what it should be.</exception>
        /// <exception cref="ArgumentException">The reference is neither path nor name, or the options contradict each other or the model.</exception>
        public static TextClassifier Open(string reference, HubOptions hub, ClassifierOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(hub);
            return TextClassifier.OpenByNameAsync(reference, options, hub).GetAwaiter().GetResult();
        }

        /// <summary>Opens a model by name or path: from the cache if it is there, from its hub if not.</summary>
        /// <param name="reference">What <see cref="ModelHub.ResolveAsync"/> takes: <c>organisation/name</c>, <c>organisation/name@revision</c>, or a path.</param>
        /// <param name="options">How to work; <see langword="null"/> for the defaults.</param>
        /// <param name="hub">Where models come from; <see langword="null"/> for the defaults of the environment.</param>
        /// <param name="progress">Told how far a pull is.</param>
        /// <param name="cancellation">Ends the pull.</param>
        /// <exception cref="HubException">There is no such model, it could not be had, or it is no Hugging Face folder.</exception>
        /// <exception cref="VerdictFormatException">Something that was read is not what it should be.</exception>
        /// <exception cref="ArgumentException">The reference is neither path nor name, or the options contradict each other or the model.</exception>
        public static async Task<TextClassifier> OpenByNameAsync(string reference, ClassifierOptions? options = null, HubOptions? hub = null,
            IProgress<PullProgress>? progress = null, CancellationToken cancellation = default)
        {
            ResolvedModel model = await ModelHub.ResolveAsync(reference, hub, progress, cancellation).ConfigureAwait(false);
            return model.Kind == ModelKind.HuggingFaceFolder
                ? TextClassifier.Open(model.Path, options)
                : throw new HubException(HubFault.NotSupported, $"{reference} is a Spark NLP archive. Load it with Verdict.SparkNlp, or convert it to a Hugging Face folder first.");
        }
    }
}
