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
        ClassifierParts parts;
        try
        {
            parts = ClassifierParts.Read(files, options.ThreadCount);
        }
        catch
        {
            files.Dispose();
            throw;
        }

        return Open(parts, options);
    }

    /// <summary>Opens a classifier of parts from any origin; takes them over, also when it fails.</summary>
    internal static TextClassifier Open(ClassifierParts parts, ClassifierOptions options)
    {
        OpenedModel opened;
        try
        {
            opened = new OpenedModel(parts, KernelPath.Current.Path.Kernels, options.ThreadCount, PrecisionOf(options));
        }
        catch
        {
            parts.Owner.Dispose();
            throw;
        }

        try
        {
            ResolvedOptions resolved = ResolvedOptions.Resolve(options, opened);
            LabelHead head = opened.CreateHead(options.Activation);
            return new TextClassifier(opened, new ModelRunner(opened.Network, resolved.Threads, resolved.TokenBudget), head, resolved);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>A faulty value counts as none until it is refused.</summary>
    private static Precision? PrecisionOf(ClassifierOptions options) => options.Precision is { } precision && Enum.IsDefined(precision) ? precision : null;
}
