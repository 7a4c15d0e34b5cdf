using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Verdict.Cli.Help;
using Verdict.Cli.Options;
using Verdict.Cli.Output;
using Verdict.Cli.Terminal;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict doctor</c>: what the engine found on this machine and chose.</summary>
internal static class DoctorVerb
{
    public static Command Create(Streams streams)
    {
        Option<bool> json = JsonOption.Create();
        var command = new VerbCommand(
            "doctor",
            "Shows the processor's features, the kernels chosen and why, threads and memory.",
            "verdict doctor",
            "VERDICT_KERNELS=avx2 verdict doctor --json") { json };
        command.SetAction(parsed =>
        {
            EngineInformation engine = TextClassifier.Engine;
            if (parsed.GetValue(json))
                streams.Output.Object(engine, WriteJson);
            else
                Facts.Write(streams.Output, Describe(engine));
            return ExitCode.Success;
        });
        return command;
    }

    private static IReadOnlyList<(string, string)> Describe(EngineInformation engine) =>
    [
        ("version", Program.Version),
        ("architecture", engine.Architecture),
        ("features", engine.Features.Count == 0 ? "none that matter here" : string.Join(", ", engine.Features)),
        ("kernels", $"{engine.KernelPath}: {engine.KernelPathReason}"),
        ("int8", $"{engine.Int8Kernels}: {engine.Int8KernelsReason}"),
        ("bf16", $"{engine.Bf16Kernels}: {engine.Bf16KernelsReason}"),
        ("available", string.Join(", ", engine.AvailablePaths)),
        ("processors", engine.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
        ("memory", Facts.Bytes(engine.AvailableMemoryBytes)),
        ("runtime", engine.AheadOfTime ? $"{engine.Runtime}, compiled ahead of time" : engine.Runtime),
    ];

    private static void WriteJson(Utf8JsonWriter json, EngineInformation engine)
    {
        json.WriteString("version"u8, Program.Version);
        json.WriteString("architecture"u8, engine.Architecture);
        json.WriteStrings("features"u8, engine.Features);
        json.WriteString("kernelPath"u8, engine.KernelPath);
        json.WriteString("kernelPathReason"u8, engine.KernelPathReason);
        json.WriteString("int8Kernels"u8, engine.Int8Kernels);
        json.WriteString("int8KernelsReason"u8, engine.Int8KernelsReason);
        json.WriteString("bf16Kernels"u8, engine.Bf16Kernels);
        json.WriteString("bf16KernelsReason"u8, engine.Bf16KernelsReason);
        json.WriteStrings("availablePaths"u8, engine.AvailablePaths);
        json.WriteNumber("processorCount"u8, engine.ProcessorCount);
        json.WriteNumber("availableMemoryBytes"u8, engine.AvailableMemoryBytes);
        json.WriteBoolean("aheadOfTime"u8, engine.AheadOfTime);
        json.WriteString("runtime"u8, engine.Runtime);
    }
}
