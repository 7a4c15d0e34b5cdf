using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Hadoop;
using Verdict.SparkNlp.Archives.Java;

namespace Verdict.SparkNlp.Archives;

/// <summary>The feature <c>rules</c> of a TokenizerModel: an array of one <c>com.johnsnowlabs.nlp.util.regex.RuleFactory</c>.</summary>
internal static class TokenizerRules
{
    private const string FactoryClass = "com.johnsnowlabs.nlp.util.regex.RuleFactory";
    private const string RuleClass = "com.johnsnowlabs.nlp.util.regex.RegexRule";

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

    private static string? PatternOf(JavaObject rule) =>
        (rule["rule"] as JavaString)?.Value
        ?? ((rule["regex"] as JavaObject)?["pattern"] switch
        {
            JavaObject pattern => (pattern["pattern"] as JavaString)?.Value,
            JavaString text => text.Value,
            _ => null,
        });
}
