using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Verdict.SparkNlp.Archives;

/// <content>Metadata of stages that Spark NLP did not save.</content>
internal sealed partial record StageMetadata
{
    /// <summary>The Spark of Spark NLP 5.5.3, the release that is written for.</summary>
    public const string WrittenSparkVersion = "3.5.5";

    /// <summary>Metadata of a new stage, as of now.</summary>
    /// <param name="className">One of <see cref="StageClasses"/>.</param>
    /// <param name="uid">Its uid; see <see cref="NewUid"/>.</param>
    /// <param name="set">A JSON object: what is set over the class's defaults.</param>
    public static StageMetadata Create(string className, string uid, string set) =>
        new(className, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), WrittenSparkVersion, uid, new StageParams(uid, Entries(set), Entries(StageDefaults.Of(className))));

    /// <summary>A new uid: a prefix and twelve hexadecimal digits.</summary>
    /// <param name="prefix">Such as <c>REGEX_TOKENIZER</c>.</param>
    public static string NewUid(string prefix) => $"{prefix}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";

    private static List<KeyValuePair<string, JsonElement>> Entries(string json)
    {
        using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json));
        return [.. document.RootElement.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.Clone()))];
    }
}
