using System.Text.Json;
using Verdict.Labels;
using Verdict.Reports.Calibrating;

namespace Verdict.Reports;

public sealed partial class Calibration
{
    private const string Format = "verdict-calibration";
    private const int FormatVersion = 1;

    /// <summary>Reads a calibration.</summary>
    /// <param name="path">The file, or the model's folder in which it lies as <c>calibration.json</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="VerdictFormatException">The file is not a calibration; the message names the place.</exception>
    public static Calibration Load(string path)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        if (!File.Exists(file))
            throw new FileNotFoundException($"There is no calibration at {file}. Fit one first: verdict evaluate with --calibrate.", file);
        if (new FileInfo(file).Length > CalibrationReader.MaxBytes)
            throw new VerdictFormatException(file, null, $"the file has more than {CalibrationReader.MaxBytes / 1024 / 1024} MB, which no calibration needs. Is it another file?");
        return Parse(File.ReadAllBytes(file), file);
    }

    /// <summary>Writes the calibration: to a temporary file first, which then takes the name.</summary>
    /// <param name="path">The file, or the model's folder in which it shall lie as <c>calibration.json</c>.</param>
    public void Save(string path)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        Text.AtomicFile.Write(file, ToJson());
    }

    /// <summary>Reads the bytes of a file.</summary>
    internal static Calibration Parse(ReadOnlyMemory<byte> json, string path)
    {
        using JsonDocument document = CalibrationReader.Open(json, path);
        CalibrationReader reader = new(document.RootElement, path);
        reader.Expect("format", Format);
        reader.Expect("version", FormatVersion);
        string[] labels = reader.Labels();
        Activation activation = reader.Choice("activation", ("softmax", Activation.Softmax), ("sigmoid", Activation.Sigmoid));
        CalibrationMethod method = reader.Choice("method", ("none", CalibrationMethod.None), ("temperature", CalibrationMethod.Temperature), ("isotonic", CalibrationMethod.Isotonic));
        ThresholdRule rule = reader.Choice("thresholdRule", ("none", ThresholdRule.None), ("f1", ThresholdRule.F1), ("cost", ThresholdRule.Cost));
        double temperature = method == CalibrationMethod.Temperature ? reader.Number("temperature", 1e-6, 1e6) : 1;
        bool pair = activation == Activation.Softmax && labels.Length == 2;
        if (activation == Activation.Softmax && labels.Length < 2)
            throw reader.Wrong("labels", "a softmax needs at least two labels");
        IsotonicMap[] maps = method == CalibrationMethod.Isotonic ? reader.Maps(pair ? 1 : labels.Length) : [];
        double[] thresholds = rule == ThresholdRule.None ? [] : reader.Numbers("thresholds", labels.Length, -1, 2);
        CalibrationFit fit = new()
        {
            Method = method,
            Rule = rule,
            RowCount = (int)reader.Number("rows", 0, int.MaxValue),
            LogLossBefore = reader.Number("logLossBefore", 0, 1e6),
            LogLossAfter = reader.Number("logLossAfter", 0, 1e6),
        };
        return new Calibration(labels, activation, temperature, maps, thresholds, fit);
    }

    private byte[] ToJson()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", FormatVersion);
            json.WriteStartArray("labels");
            foreach (string label in Labels)
                json.WriteStringValue(label);
            json.WriteEndArray();
            json.WriteString("activation", Activation == Activation.Softmax ? "softmax" : "sigmoid");
            json.WriteString("method", Lower(Fitted.Method));
            if (Fitted.Method == CalibrationMethod.Temperature)
                json.WriteNumber("temperature", Temperature);
            if (Fitted.Method == CalibrationMethod.Isotonic)
                WriteMaps(json);
            json.WriteString("thresholdRule", Lower(Fitted.Rule));
            if (Fitted.Rule != ThresholdRule.None)
                WriteArray(json, "thresholds", _thresholds);
            json.WriteNumber("rows", Fitted.RowCount);
            json.WriteNumber("logLossBefore", Fitted.LogLossBefore);
            json.WriteNumber("logLossAfter", Fitted.LogLossAfter);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private void WriteMaps(Utf8JsonWriter json)
    {
        json.WriteStartArray("isotonic");
        foreach (IsotonicMap map in _maps)
        {
            json.WriteStartObject();
            WriteArray(json, "scores", map.X);
            WriteArray(json, "probabilities", map.Y);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, double[] values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
