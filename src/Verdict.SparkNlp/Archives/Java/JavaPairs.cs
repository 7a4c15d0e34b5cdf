namespace Verdict.SparkNlp.Archives.Java;

/// <summary>The classes of a map's pairs as Scala 2.12 and 2.13 and Java describe them, and arrays of such pairs.</summary>
internal static class JavaPairs
{
    private static readonly JavaClass PairArray = Class("[Lscala.Tuple2;", 0x2ECC00DFD14FD7C0);
    private static readonly JavaString ObjectSignature = new("Ljava/lang/Object;");
    private static readonly JavaClass Pair = Class("scala.Tuple2", 0x2E94667D5B92F9F5, new JavaField('L', "_1", ObjectSignature), new JavaField('L', "_2", ObjectSignature));
    private static readonly JavaClass Number = Class("java.lang.Number", unchecked((long)0x86AC951D0B94E08B));
    private static readonly JavaClass Integer = new()
    {
        Name = "java.lang.Integer", Uid = 0x12E2A0A4F7818738, Flags = 2, Fields = [new JavaField('I', "value", null)], Annotation = [], Super = Number,
    };

    /// <summary>An array of pairs whose values are <see cref="int"/> or <see cref="string"/>.</summary>
    public static JavaArray Array<TValue>(IReadOnlyList<(string Key, TValue Value)> pairs) => new(PairArray)
    {
        Elements = [.. pairs.Select(p => (object)Object(Pair, new JavaString(p.Key), Box(p.Value)))],
    };

    private static object Box<TValue>(TValue value) => value switch
    {
        string text => new JavaString(text),
        int number => new JavaObject(Integer) { Data = { new JavaClassData(Number, [], []), new JavaClassData(Integer, [number], []) } },
        _ => throw new ArgumentException("A pair's value is an int or a string.", nameof(value)),
    };

    /// <summary>An object of a class without a class above it.</summary>
    public static JavaObject Object(JavaClass type, params object?[] values) => new(type) { Data = { new JavaClassData(type, values, []) } };

    private static JavaClass Class(string name, long uid, params JavaField[] fields) => new() { Name = name, Uid = uid, Flags = 2, Fields = fields, Annotation = [] };
}
