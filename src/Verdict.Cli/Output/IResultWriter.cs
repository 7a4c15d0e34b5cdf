using Verdict.Cli.Input;

namespace Verdict.Cli.Output;

/// <summary>Where a classified row goes: a plain line or a JSON line. For one thread.</summary>
internal interface IResultWriter
{
    /// <summary>Writes a row with its prediction.</summary>
    void Write(TextRow row, Prediction prediction);

    /// <summary>Writes a row that has none.</summary>
    void WriteError(TextRow row, string error);

    /// <summary>Ends the output.</summary>
    void Complete();
}

/// <summary><c>label  score</c> lines.</summary>
internal sealed class PlainResults(LineWriter output, int labelWidth, bool several) : IResultWriter
{
    public void Write(TextRow row, Prediction prediction) => output.Line(PredictionLine.Plain(prediction, labelWidth, several));

    public void WriteError(TextRow row, string error) => output.Line($"error  {Errors.ErrorLine.OneLine(error)}");

    public void Complete() => output.Flush();
}

/// <summary>The documented JSON objects.</summary>
internal sealed class JsonResults(LineWriter output, bool several) : IResultWriter
{
    public void Write(TextRow row, Prediction prediction) =>
        output.Object((row, prediction, several), static (json, line) => PredictionLine.Write(json, line.row.Text, line.row.Pair, line.prediction, line.several));

    public void WriteError(TextRow row, string error) =>
        output.Object((row, error), static (json, line) => PredictionLine.WriteError(json, line.row.Text, line.row.Pair, line.error));

    public void Complete() => output.Flush();
}
