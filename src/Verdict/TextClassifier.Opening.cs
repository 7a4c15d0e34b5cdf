using Verdict.Classification;
using Verdict.Files;
using Verdict.Kernels;
using Verdict.Labels;
using Verdict.Models;

namespace Verdict;

/// <content>From files to a classifier.</content>
public sealed partial class TextClassifier
{
    /// <summary>Opens a model.</summary>
    /// <param name="model">A Hugging Face folder: <c>config.json</c>, safetensors weights and a tokeniser.</param>
    /// <param name="options">How to work; <see langword="null"/> for the defaults.</param>
    /// <exception cref="VerdictFormatException">A file is missing or not what it should be; the message names it.</exception>
    /// <exception cref="ArgumentException">The options contradict each other or the model; the message lists every fault.</exception>
    public static TextClassifier Open(string model, ClassifierOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        return Open(ModelFiles.FromFolder(model), options ?? new ClassifierOptions());
    }

    /// <summary>Opens a model whose files are at hand; takes them over, also when it fails.</summary>
    internal static TextClassifier Open(ModelFiles files, ClassifierOptions options)
    {
        int threads = options.ThreadCount;
        try
        {
            return Open(OpenedModel.Read(files, KernelPath.Current.Path.Kernels, threads), options);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    private static TextClassifier Open(OpenedModel opened, ClassifierOptions options)
    {
        try
        {
            LabelHead head = opened.CreateHead(options.Activation);
            ResolvedOptions resolved = ResolvedOptions.Resolve(options, opened);
            return new TextClassifier(opened, new ModelRunner(opened.Network, resolved.Threads, resolved.TokenBudget), head, resolved);
        }
        catch
        {
            opened.Network.Dispose();
            throw;
        }
    }
}
