using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Verdict.Data.Bulk;

/// <summary>
/// What identifies a model together with the engine that runs it: its files, and what it says about a few texts, to the
/// last bit. So changed weights, another tokeniser, other options or another kernel path are noticed before rows that do
/// not belong together stand in one output.
/// </summary>
internal static class ModelDigest
{
    private static readonly string[] Probes = ["", "Un film magnifique, à voir absolument !", "quel ennui… 2/10", "A quick brown fox jumps over the lazy dog, again and again, until nobody watches any more."];

    public static string Of(TextClassifier classifier)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ModelFile file in classifier.Model.Files.OrderBy(file => file.Name, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{file.Name}\n{file.Length}\n")));
        foreach (string probe in Probes)
        {
            hash.AppendData(MemoryMarshal.AsBytes<float>(Answer(classifier, probe)));
        }

        return $"{classifier.Model.Family}, {classifier.Model.ParameterCount.ToString(CultureInfo.InvariantCulture)} parameters, digest {Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    private static float[] Answer(TextClassifier classifier, string probe)
    {
        try
        {
            Prediction prediction = classifier.Classify(probe);
            return [.. prediction.Logits, .. prediction.Scores.Select(score => score.Score)];
        }
        catch (TextTooLongException e)
        {
            return [e.TokenCount, e.MaxLength]; // refusing it is an answer too
        }
    }
}
