using System.Globalization;
using System.Runtime.InteropServices;
using Verdict.Kernels;

namespace Verdict.Benchmarks;

/// <summary>What a table was measured on.</summary>
internal static class Machine
{
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Processor()}, {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}, kernels {KernelPath.Current.Path.Name}, ONNX Runtime {OnnxVersion()}, {DateTime.UtcNow:yyyy-MM-dd}");

    private static string Processor()
    {
        if (!File.Exists("/proc/cpuinfo"))
            return RuntimeInformation.ProcessArchitecture.ToString();
        string[] lines = File.ReadAllLines("/proc/cpuinfo");
        string Find(string key) => lines.FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal))?.Split(':')[^1].Trim() ?? "";
        return $"{Find("model name")} (family {Find("cpu family")}, model {lines.FirstOrDefault(l => l.StartsWith("model\t", StringComparison.Ordinal))?.Split(':')[^1].Trim()})";
    }

    private static string OnnxVersion() => Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetVersionString();
}
