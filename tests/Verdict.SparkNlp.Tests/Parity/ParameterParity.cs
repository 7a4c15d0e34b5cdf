using System.Collections;
using System.Reflection;
using System.Text.Json;
using Verdict.SparkNlp.Tests.Archives;
using Xunit;

namespace Verdict.SparkNlp.Tests.Parity;

/// <summary>Every parameter that Spark NLP saved has a property of its name with its default, and a setter that gives the stage back.</summary>
public sealed class ParameterParity
{
    /// <summary>What only TensorFlow reads, and what follows from the archive.</summary>
    private static readonly string[] WithoutSetter = ["engine"];

    [Theory]
    [InlineData("3.4.4-tokenizer-default")]
    [InlineData("3.4.4-tokenizer-patterns")]
    [InlineData("5.5.3-tokenizer")]
    [InlineData("5.5.3-onnx")]
    [InlineData("5.5.3-three-labels-parquet")]
    public void Saved_stages(string archive)
    {
        using JsonDocument metadata = JsonDocument.Parse(File.ReadAllBytes(GoldenArchives.PathOf(archive, "metadata", "part-00000")));
        bool tokenizer = archive.Contains("tokenizer", StringComparison.Ordinal);
        using var classifier = tokenizer ? null : BertForSequenceClassification.LoadSavedModel(GoldenArchives.PathOf("exports", "onnx"));
        object stage = tokenizer ? new TokenizerModel() : classifier!;
        AssertHas(stage, metadata.RootElement.GetProperty("defaultParamMap"), defaults: true);
        AssertHas(stage, metadata.RootElement.GetProperty("paramMap"), defaults: false);
    }

    [Theory]
    [InlineData("DocumentAssembler", """{"cleanupMode":"disabled","outputCol":"document"}""", "inputCol,idCol,metadataCol")]
    [InlineData("Tokenizer", """{"targetPattern":"\\S+","contextChars":[".",",",";",":","!","?","*","-","(",")","\"","'"],"caseSensitiveExceptions":true,"minLength":0,"maxLength":99999,"inputCols":["document"],"outputCol":"token"}""", "prefixPattern,suffixPattern,infixPatterns,exceptions,exceptionsPath,splitPattern,splitChars")]
    [InlineData("SentenceDetector", """{"useAbbreviations":true,"detectLists":true,"useCustomBoundsOnly":false,"explodeSentences":false,"customBounds":[],"customBoundsStrategy":"none","minLength":0,"maxLength":99999,"lazyAnnotator":false}""", "splitLength,inputCols,outputCol")]
    [InlineData("Finisher", """{"valueSplitSymbol":"#","annotationSplitSymbol":"@","cleanAnnotations":true,"includeMetadata":false,"outputAsArray":true}""", "inputCols,outputCols")]
    public void Stages_by_the_documentation(string name, string defaults, string others)
    {
        object stage = name switch { "Tokenizer" => new Tokenizer(), "SentenceDetector" => new SentenceDetector(), "Finisher" => new Finisher(), _ => new DocumentAssembler() };
        using JsonDocument expected = JsonDocument.Parse(defaults);
        AssertHas(stage, expected.RootElement, defaults: true);
        Assert.All(others.Split(','), p => AssertAccessible(stage, p));
    }

    private static void AssertHas(object stage, JsonElement map, bool defaults)
    {
        foreach (JsonProperty parameter in map.EnumerateObject())
        {
            PropertyInfo property = AssertAccessible(stage, parameter.Name);
            if (defaults)
                Assert.True(Json(property.GetValue(stage)) == parameter.Value.GetRawText(), $"{parameter.Name} is {Json(property.GetValue(stage))} by default; Spark NLP has {parameter.Value.GetRawText()}");
        }
    }

    private static PropertyInfo AssertAccessible(object stage, string parameter)
    {
        string name = char.ToUpperInvariant(parameter[0]) + parameter[1..];
        PropertyInfo? property = stage.GetType().GetProperty(name);
        Assert.True(property is not null, $"{stage.GetType().Name} has no property {name}");
        if (!WithoutSetter.Contains(parameter))
            Assert.Contains(stage.GetType().GetMethods(), m => m.Name == "Set" + name && m.ReturnType.IsInstanceOfType(stage));
        return property!;
    }

    private static string Json(object? value) => value switch
    {
        IEnumerable list and not string => $"[{string.Join(',', list.Cast<object>().Select(Json))}]",
        string text => JsonSerializer.Serialize(text, Relaxed),
        _ => JsonSerializer.Serialize(value),
    };

    private static JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
