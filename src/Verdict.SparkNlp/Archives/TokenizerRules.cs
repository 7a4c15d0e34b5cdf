using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Hadoop;
using Verdict.SparkNlp.Archives.Java;

namespace Verdict.SparkNlp.Archives;

/// <summary>The feature <c>rules</c> of a TokenizerModel: an array of one <c>com.johnsnowlabs.nlp.util.regex.RuleFactory</c>.</summary>
internal static class TokenizerRules
{
    private const string FactoryClass = "com.johnsnowlabs.nlp.util.regex.RuleFactory";
    private const string RuleClass = "com.johnsnowlabs.nlp.util.regex.RegexRule";

    /// <summary>What Tokenizer's defaults make: prefix, infix and suffix around the context characters.</summary>
    public const string Default = @"\A([\Q.,;:!?*-()""'\E]*)([^\Q.,;:!?*-()""'\E](?:.*[^\Q.,;:!?*-()""'\E])*)([\Q.,;:!?*-()""'\E]*)\z";

    private const string TemplateName = "rule-factory-5.5.3.bin";

    /// <summary>The regular expressions in order.</summary>
    public static IReadOnlyList<string> Read(ArchiveFolder stage)
    {
        List<JavaObject> factories = FeatureReader.ReadObjects(stage, "rules");
        string path = stage.PathOf("fields/rules");
        if (factories is not [{ Type.Name: FactoryClass } factory])
            throw new VerdictFormatException(path, null, $"one {FactoryClass} is expected, found {(factories.Count == 1 ? factories[0].Type.Name : $"{factories.Count:N0} objects")}.");
        return RulesOf(factory, path);
    }

    /// <summary>The patterns of a factory's field <c>rules</c>, a Scala list.</summary>
    internal static IReadOnlyList<string> RulesOf(JavaObject factory, string path)
    {
        List<string> patterns = [];
        foreach (JavaObject rule in ListElements(factory, path))
        {
            if (rule.Type.Name != RuleClass || PatternOf(rule) is not { } pattern)
                throw new VerdictFormatException(path, "rules", $"a {RuleClass} with a pattern is expected, found a {rule.Type.Name}.");
            patterns.Add(pattern);
        }

        return patterns;
    }

    /// <summary>
    /// Scala 2.12 writes a list as a proxy whose write method puts out the elements and then a mark; Scala 2.13 wraps the same in
    /// <c>DefaultSerializationProxy</c>. Both are objects whose annotation holds the elements.
    /// </summary>
    internal static IEnumerable<JavaObject> ListElements(JavaObject factory, string path)
    {
        if (factory["rules"] is not JavaObject list || list.Data.Count == 0)
            throw new VerdictFormatException(path, "rules", "a Scala list is expected.");
        return list.Data.SelectMany(d => d.Annotation).OfType<JavaObject>().Where(e => !e.Type.Name.StartsWith("scala.collection.", StringComparison.Ordinal));
    }

    /// <summary>
    /// The feature's array as Spark NLP 5.5.3 writes it. A RuleFactory drags along functions and enumerations of Spark NLP's own; they are the same in every
    /// archive and come from one that 5.5.3 saved. The rules in it are replaced.
    /// </summary>
    public static JavaArray Write(IReadOnlyList<string> patterns)
    {
        var array = (JavaArray)JavaStreamReader.Read(TemplateName, null, ReadTemplate())!;
        var factory = (JavaObject)array.Elements![0]!;
        JavaObject model = ListElements(factory, TemplateName).First();
        List<object?> list = ((JavaObject)factory["rules"]!).Data[0].Annotation;
        int at = list.IndexOf(model);
        list.RemoveAt(at);
        list.InsertRange(at, patterns.Select(p => CopyRule(model, p)));
        return array;
    }

    /// <summary>A RegexRule of another pattern. The rule's own text is its identifier too; the Pattern inside has a text of its own.</summary>
    private static JavaObject CopyRule(JavaObject model, string pattern)
    {
        var regex = (JavaObject)model["regex"]!;
        var compiled = (JavaObject)regex["pattern"]!;
        JavaObject newCompiled = Copy(compiled, ("pattern", new JavaString(pattern)));
        JavaObject newRegex = Copy(regex, ("pattern", newCompiled), ("scala$util$matching$Regex$$groupNames", CopyGroups((JavaObject)regex["scala$util$matching$Regex$$groupNames"]!)));
        var text = new JavaString(pattern);
        return Copy(model, ("identifier", text), ("regex", newRegex), ("rule", text));
    }

    private static JavaObject CopyGroups(JavaObject groups) =>
        Copy(groups, ("array", new JavaArray(((JavaArray)groups["array"]!).Type) { Elements = [] }));

    private static JavaObject Copy(JavaObject item, params (string Field, object Value)[] changes)
    {
        var copy = new JavaObject(item.Type);
        foreach (JavaClassData data in item.Data)
        {
            object?[] values = [.. data.Values];
            for (int i = 0; i < values.Length; i++)
            {
                foreach ((string field, object value) in changes)
                    values[i] = data.Type.Fields[i].Name == field ? value : values[i];
            }

            copy.Data.Add(data with { Values = values });
        }

        return copy;
    }

    private static byte[] ReadTemplate()
    {
        using Stream stream = typeof(TokenizerRules).Assembly.GetManifestResourceStream(TemplateName)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string? PatternOf(JavaObject rule) =>
        (rule["rule"] as JavaString)?.Value
        ?? ((rule["regex"] as JavaObject)?["pattern"] switch
        {
            JavaObject pattern => (pattern["pattern"] as JavaString)?.Value,
            JavaString text => text.Value,
            _ => null,
        });
}
