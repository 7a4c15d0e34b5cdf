using System.Globalization;
using Verdict.Models;

namespace Verdict.Classification;

/// <summary>Options with every default filled in from the machine and the model, each checked. Immutable.</summary>
internal sealed record ResolvedOptions
{
    private const int MostTopK = 1_000_000;

    public required int Threads { get; init; }

    public required int TokenBudget { get; init; }

    public required int MaxLength { get; init; }

    public required LongTextPolicy LongText { get; init; }

    public required int WindowStride { get; init; }

    public required WindowAggregation Aggregation { get; init; }

    public required int TopK { get; init; }

    public required float? Threshold { get; init; }

    /// <summary>Checks the options against the model.</summary>
    /// <exception cref="ArgumentException">Lists every fault.</exception>
    public static ResolvedOptions Resolve(ClassifierOptions options, OpenedModel model)
    {
        int positions = model.Configuration.MaxPositions;
        int maxLength = options.MaxLength == 0 ? model.LongestInput : options.MaxLength;
        List<string> faults = [];
        void Check(bool right, string name, string message)
        {
            if (!right)
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {message}"));
        }

        Check(options.Threads is >= 0 and <= ClassifierOptions.MostThreads, nameof(options.Threads), $"is {options.Threads}; 0 to {ClassifierOptions.MostThreads} is possible.");
        Check(options.TokenBudget is 0 or (>= 64 and <= 65_536), nameof(options.TokenBudget), $"is {options.TokenBudget}; 0 or 64 to 65536 is possible.");
        Check(maxLength >= 3 && maxLength <= positions, nameof(options.MaxLength), $"is {options.MaxLength}; 0 or 3 to the model's {positions} is possible.");
        Check(Enum.IsDefined(options.LongText), nameof(options.LongText), $"is {(int)options.LongText}, which is none of its values.");
        Check(Enum.IsDefined(options.Aggregation), nameof(options.Aggregation), $"is {(int)options.Aggregation}, which is none of its values.");
        Check(options.Activation is not { } a || Enum.IsDefined(a), nameof(options.Activation), "is none of its values.");
        Check(options.Precision is not { } p || Enum.IsDefined(p), nameof(options.Precision), "is none of its values.");
        Check(options.TopK is >= 0 and <= MostTopK, nameof(options.TopK), $"is {options.TopK}; 0 to {MostTopK} is possible.");
        Check(options.Threshold is not { } t || !float.IsNaN(t), nameof(options.Threshold), "is not a number.");
        Check(
            options.LongText != LongTextPolicy.Windows || (options.WindowStride >= 0 && options.WindowStride < maxLength - 3),
            nameof(options.WindowStride),
            $"is {options.WindowStride}; 0 to {maxLength - 4} leaves room for new tokens in windows of {maxLength}.");
        if (faults.Count > 0)
            throw new ArgumentException(string.Join(" ", faults), nameof(options));

        return new ResolvedOptions
        {
            Threads = options.ThreadCount,
            TokenBudget = options.TokenBudget == 0 ? ModelRunner.DefaultTokenBudget : options.TokenBudget,
            MaxLength = maxLength,
            LongText = options.LongText,
            WindowStride = options.WindowStride,
            Aggregation = options.Aggregation,
            TopK = options.TopK,
            Threshold = options.Threshold,
        };
    }
}
