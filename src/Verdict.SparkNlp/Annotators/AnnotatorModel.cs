namespace Verdict.SparkNlp;

/// <summary>The setters that all annotators share; each gives the annotator back.</summary>
/// <typeparam name="TSelf">The annotator's own type.</typeparam>
public abstract class AnnotatorModel<TSelf> : Annotator
    where TSelf : AnnotatorModel<TSelf>
{
    private protected AnnotatorModel(string uid, string[] inputTypes, string outputType)
        : base(uid, inputTypes, outputType)
    {
    }

    /// <summary>Sets <see cref="Annotator.InputCols"/>.</summary>
    /// <param name="columns">One column for each kind of annotation that is needed, in any order.</param>
    /// <exception cref="ArgumentException">The number of columns is wrong.</exception>
    public TSelf SetInputCols(params string[] columns)
    {
        CheckInputCols(columns);
        _inputCols = [.. columns];
        return (TSelf)this;
    }

    /// <summary>Sets <see cref="Annotator.OutputCol"/>.</summary>
    public TSelf SetOutputCol(string column)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        _outputCol = column;
        return (TSelf)this;
    }

    /// <summary>Sets <see cref="Annotator.LazyAnnotator"/>.</summary>
    public TSelf SetLazyAnnotator(bool value)
    {
        LazyAnnotator = value;
        return (TSelf)this;
    }
}
