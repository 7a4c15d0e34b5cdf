using System.Reflection;

/// <summary>The program.</summary>
internal sealed partial class Program
{
    /// <summary>The version that the program was built as.</summary>
    public static string Version { get; } =
        typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
