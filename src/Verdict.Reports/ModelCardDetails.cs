namespace Verdict.Reports;

/// <summary>What a model card says that neither the model nor an evaluation knows.</summary>
public sealed record ModelCardDetails
{
    /// <summary>The model's name, as one would load it, such as <c>bert_sequence_classifier_film_reviews</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The language's code, such as <c>fr</c>; <c>xx</c> for several.</summary>
    public required string Language { get; init; }

    /// <summary>The heading; <see langword="null"/> for one made of the name.</summary>
    public string? Title { get; init; }

    /// <summary>What the model is for and where it fails; <see langword="null"/> for a plain sentence about its architecture.</summary>
    public string? Description { get; init; }

    /// <summary>Who made it.</summary>
    public string? Author { get; init; }

    /// <summary>When it was made.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Its licence.</summary>
    public string? License { get; init; }

    /// <summary>Tags besides the language, the task and the architecture.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The data it was trained on: addresses or words.</summary>
    public IReadOnlyList<string> DataSources { get; init; } = [];

    /// <summary>Where the archive can be downloaded.</summary>
    public Uri? Download { get; init; }

    /// <summary>Whether Spark NLP's hub has the model, so that Python and Scala load it by name and not from a folder.</summary>
    public bool IsOnHub { get; init; }

    /// <summary>Whether the tokeniser tells upper from lower case. Default true.</summary>
    public bool CaseSensitive { get; init; } = true;

    /// <summary>A text to try.</summary>
    public string Example { get; init; } = "Put your text here.";

    /// <summary>What the model says about <see cref="Example"/>; <see langword="null"/> leaves the section of results out.</summary>
    public Prediction? ExampleResult { get; init; }

    /// <summary>What the evaluation was measured on.</summary>
    public string? EvaluationData { get; init; }
}
