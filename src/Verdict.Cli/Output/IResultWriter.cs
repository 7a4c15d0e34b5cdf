using Verdict.Cli.Input;
using Verdict.Data;

namespace Verdict.Cli.Output;

/// <summary>Where a classified row goes: a plain line, a JSON line, or a row of a file. For one thread.</summary>
internal interface IResultWriter : IDisposable
{
    /// <summary>Writes a row with its prediction.</summary>
    void Write(TextRow row, Prediction prediction);

    /// <summary>Writes a row that has none.</summary>
    void WriteError(TextRow row, string error);

    /// <summary>Ends the output; a file appears under its name.</summary>
    void Complete();
}

/// <summary><c>label  score</c> lines.</summary>
internal sealed class PlainResults(LineWriter output, int labelWidth, bool several) : IResultWriter
{
    public void Write(TextRow row, Prediction prediction) => output.Line(PredictionLine.Plain(prediction, labelWidth, several));

    public void WriteError(TextRow row, string error) => output.Line($"error  {Errors.ErrorLine.OneLine(error)}");

    public void Complete() => output.Flush();

    public void Dispose() { }
}

/// <summary>The documented JSON objects.</summary>
internal sealed class JsonResults(LineWriter output, bool several) : IResultWriter
{
    public void Write(TextRow row, Prediction prediction) =>
        output.Object((row, prediction, several), static (json, line) => PredictionLine.Write(json, line.row.Text, line.row.Pair, line.prediction, line.several));

    public void WriteError(TextRow row, string error) =>
        output.Object((row, error), static (json, line) => PredictionLine.WriteError(json, line.row.Text, line.row.Pair, line.error));

    public void Complete() => output.Flush();

    public void Dispose() { }
}

/// <summary>The input's rows with the prediction's columns behind.</summary>
internal sealed class RecordResults : IResultWriter
{
    private readonly RecordShaper _shaper;
    private readonly RecordWriter _writer;
    private readonly int _labelCount;

    public RecordResults(string path, RecordEncoding? encoding, RecordSchema input, IReadOnlyList<string> labels)
    {
        _shaper = new RecordShaper(input, PredictionColumns.For(labels));
        _writer = RecordWriter.Create(path, _shaper.Output, encoding);
        _labelCount = labels.Count;
    }

    public void Write(TextRow row, Prediction prediction) => _writer.Write(_shaper.Shape(row.Record!, PredictionColumns.Of(prediction)));

    public void WriteError(TextRow row, string error) => _writer.Write(_shaper.Shape(row.Record!, PredictionColumns.Of(error, _labelCount)));

    public void Complete() => _writer.Complete();

    public void Dispose() => _writer.Dispose();
}
