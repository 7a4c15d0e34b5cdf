using System.Reflection;
using Verdict.Files;

namespace Verdict;

/// <summary>Adds <c>TextClassifier.OpenDefault()</c>: the French review classifier that this assembly carries.</summary>
public static class DefaultModel
{
    private static readonly string[] Names = ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"];

    extension(TextClassifier)
    {
        /// <summary>Opens the embedded French review classifier (labels <c>neg</c> and <c>pos</c>), reading its weights in place.</summary>
        /// <param name="options">How to work; <see langword="null"/> for the defaults.</param>
        /// <exception cref="ArgumentException">The options contradict each other or the model; the message lists every fault.</exception>
        public static TextClassifier OpenDefault(ClassifierOptions? options = null) => TextClassifier.Open(OpenFiles(), options ?? new ClassifierOptions());
    }

    /// <summary>The model's files where the loader has put them: a resource is mapped with its assembly and needs neither a copy nor a temporary file.</summary>
    internal static ModelFiles OpenFiles()
    {
        Assembly assembly = typeof(DefaultModel).Assembly;
        var files = new Dictionary<string, MappedMemory>(StringComparer.Ordinal);
        foreach (string name in Names)
            files.Add(name, Find(assembly, name));
        return ModelFiles.FromMemory("the embedded default model", files);
    }

    private static unsafe MappedMemory Find(Assembly assembly, string name)
    {
        using Stream? stream = assembly.GetManifestResourceStream(name);
        return stream is UnmanagedMemoryStream memory
            ? MappedMemory.OfResource(memory.PositionPointer, memory.Length)
            : throw new InvalidOperationException($"Verdict.DefaultModel was built without its resource {name}.");
    }
}
