namespace Verdict.Data;

/// <summary>A nested column that a bulk job writes behind its own, such as <c>BulkAnnotations</c> of <c>Verdict.SparkNlp</c> makes. Immutable.</summary>
public sealed class BulkColumn
{
    private readonly Func<string, Prediction, string> _value;

    /// <param name="name">The column's name.</param>
    /// <param name="type">How it lies in files.</param>
    /// <param name="value">The value, as JSON, for a text and what the model says about it.</param>
    /// <param name="none">The value, as JSON, of a row without a prediction.</param>
    internal BulkColumn(string name, NestedType type, Func<string, Prediction, string> value, string none)
    {
        Name = name;
        Type = type;
        _value = value;
        None = none;
    }

    /// <summary>The column's name; one that the input has already gets <c>_2</c> behind it.</summary>
    public string Name { get; }

    /// <summary>How the column lies in files.</summary>
    public NestedType Type { get; }

    internal string None { get; }

    internal string ValueOf(string text, Prediction prediction) => _value(text, prediction);
}
