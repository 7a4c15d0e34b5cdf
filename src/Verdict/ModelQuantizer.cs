using Verdict.Classification;

namespace Verdict;

/// <summary>Stores models in 8 bits: a quarter of an F32 model's size, computed in int8 when opened.</summary>
public static class ModelQuantizer
{
    /// <summary>
    /// Writes a model again with the word table and every large matrix as 8-bit whole numbers and a scale for each row. What it costs depends on the
    /// model: compare both on labelled texts before you replace one by the other, as <c>verdict quantize --check</c> does.
    /// </summary>
    /// <param name="folder">A Hugging Face folder that <see cref="TextClassifier.Open(string, ClassifierOptions?)"/> opens.</param>
    /// <param name="output">The folder to make; it appears whole or not at all.</param>
    /// <param name="overwrite">Whether a folder that is there already is replaced; default <see langword="false"/>.</param>
    /// <exception cref="VerdictFormatException">The model is damaged, or quantised already.</exception>
    /// <exception cref="IOException">There is something at <paramref name="output"/> already, or it cannot be written.</exception>
    public static void Quantize(string folder, string output, bool overwrite = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(output);
        QuantizedFolder.Write(folder, output, overwrite);
    }
}
