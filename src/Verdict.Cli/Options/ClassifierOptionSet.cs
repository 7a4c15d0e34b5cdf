using System.CommandLine;
using System.Globalization;
using Verdict.Labels;
using Verdict.Models;

namespace Verdict.Cli.Options;

/// <summary>The options of <see cref="ClassifierOptions"/> as a user types them.</summary>
internal sealed class ClassifierOptionSet
{
    private readonly Option<int?> _threads = NumberOption.Whole("--threads", "How many threads compute. Default: one for each processor.");
    private readonly Option<int?> _maxLength = NumberOption.Whole("--max-length", "The longest input in tokens. Default: what the model can read.");
    private readonly Option<string?> _longText = ChoiceOption.Create(
        "--max-length-policy", "What happens to longer texts: read the beginning, refuse, or read all in overlapping windows. Default: truncate.", "truncate", "error", "windows");
    private readonly Option<int?> _stride = NumberOption.Whole("--stride", "How many tokens two neighbouring windows share. Default: 64.");
    private readonly Option<string?> _aggregation = ChoiceOption.Create("--aggregation", "How the windows of one text become one answer. Default: mean.", "mean", "max", "first");
    private readonly Option<int?> _topK = NumberOption.Whole("--top-k", "Show the best N labels instead of one.", "-k");
    private readonly Option<float?> _threshold = NumberOption.Decimal("--threshold", "Show the labels whose score exceeds X.");
    private readonly Option<string?> _activation = ChoiceOption.Create(
        "--activation", "The function from logits to scores. Default: the one that the model's configuration names.", "softmax", "sigmoid", "none");

    private readonly Option<string?> _precision = ChoiceOption.Create(
        "--precision", "In which numbers the model computes; bf16 and int8 are faster and change scores a little. Default: auto, that is fp32, or int8 for a model stored so.", "auto", "fp32", "bf16", "int8");
    private readonly Option<int?> _tokenBudget = NumberOption.Whole("--token-budget", "How many tokens one batch may hold. Default: what suits the processor.");

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="withChoice">Whether top-k and threshold make sense for it.</param>
    public void AddTo(Command command, bool withChoice = true)
    {
        if (withChoice)
        {
            command.Add(_topK);
            command.Add(_threshold);
        }

        foreach (Option option in new Option[] { _activation, _maxLength, _longText, _stride, _aggregation, _precision, _threads, _tokenBudget })
            command.Add(option);
    }

    /// <summary>Whether the user asked for a choice of labels rather than for the best one.</summary>
    public bool AsksForSeveral(ParseResult parsed) => parsed.GetValue(_topK) is not null || parsed.GetValue(_threshold) is not null;

    /// <summary>What the user chose; ranges are checked where the classifier is opened.</summary>
    public ClassifierOptions Read(ParseResult parsed)
    {
        var defaults = new ClassifierOptions();
        return defaults with
        {
            Threads = parsed.GetValue(_threads) ?? defaults.Threads,
            MaxLength = parsed.GetValue(_maxLength) ?? defaults.MaxLength,
            LongText = parsed.GetValue(_longText) switch
            {
                "error" => LongTextPolicy.Error,
                "windows" => LongTextPolicy.Windows,
                "truncate" => LongTextPolicy.Truncate,
                _ => defaults.LongText,
            },
            WindowStride = parsed.GetValue(_stride) ?? defaults.WindowStride,
            Aggregation = parsed.GetValue(_aggregation) switch
            {
                "max" => WindowAggregation.Max,
                "first" => WindowAggregation.First,
                "mean" => WindowAggregation.Mean,
                _ => defaults.Aggregation,
            },
            Precision = parsed.GetValue(_precision) switch
            {
                "fp32" => Precision.Fp32,
                "bf16" => Precision.Bf16,
                "int8" => Precision.Int8,
                _ => defaults.Precision,
            },
            TokenBudget = parsed.GetValue(_tokenBudget) ?? defaults.TokenBudget,
            TopK = parsed.GetValue(_topK) ?? defaults.TopK,
            Threshold = parsed.GetValue(_threshold) ?? defaults.Threshold,
            Activation = parsed.GetValue(_activation) switch
            {
                "softmax" => Activation.Softmax,
                "sigmoid" => Activation.Sigmoid,
                "none" => Activation.None,
                _ => defaults.Activation,
            },
        };
    }

    /// <summary>Every option that changes a prediction, by its name, for a job that may be resumed. The number of threads does not.</summary>
    public Dictionary<string, string> Describe(ClassifierOptions options) => new(StringComparer.Ordinal)
    {
        [_maxLength.Name] = options.MaxLength.ToString(CultureInfo.InvariantCulture),
        [_longText.Name] = options.LongText.ToString(),
        [_stride.Name] = options.WindowStride.ToString(CultureInfo.InvariantCulture),
        [_aggregation.Name] = options.Aggregation.ToString(),
        [_precision.Name] = options.Precision?.ToString() ?? "auto",
        [_activation.Name] = options.Activation?.ToString() ?? "as the model says",
    };
}
