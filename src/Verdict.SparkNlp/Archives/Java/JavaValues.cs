namespace Verdict.SparkNlp.Archives.Java;

/// <summary>A string in the stream. Its identity counts: a second mention of the same one is a reference.</summary>
internal sealed class JavaString(string value)
{
    /// <summary>The text.</summary>
    public string Value { get; } = value;
}

/// <summary>An object: for each class of its lineage the fields' values and what the class wrote besides.</summary>
internal sealed class JavaObject(JavaClass type)
{
    /// <summary>Its class.</summary>
    public JavaClass Type { get; } = type;

    /// <summary>The data by class, topmost first.</summary>
    public List<JavaClassData> Data { get; } = [];

    /// <summary>The value of a field of any class of its lineage; <see langword="null"/> where there is none.</summary>
    public object? this[string field]
    {
        get
        {
            foreach (JavaClassData data in Data)
            {
                for (int i = 0; i < data.Values.Length; i++)
                {
                    if (data.Type.Fields[i].Name == field)
                        return data.Values[i];
                }
            }

            return null;
        }
    }
}

/// <summary>What one class of an object's lineage holds: field values in the class's order, then objects and <see cref="JavaBlock"/>s of its write method.</summary>
internal sealed record JavaClassData(JavaClass Type, object?[] Values, List<object?> Annotation);

/// <summary>Bytes that a write method wrote.</summary>
internal sealed record JavaBlock(ReadOnlyMemory<byte> Bytes);

/// <summary>An array: of objects (<see cref="Elements"/>) or of numbers (<see cref="Primitives"/>, big-endian).</summary>
internal sealed class JavaArray(JavaClass type)
{
    /// <summary>Its class, such as <c>[Lscala.Tuple2;</c>.</summary>
    public JavaClass Type { get; } = type;

    /// <summary>The elements of an array of objects.</summary>
    public object?[]? Elements { get; set; }

    /// <summary>The bytes of an array of numbers.</summary>
    public ReadOnlyMemory<byte> Primitives { get; set; }
}

/// <summary>A value of an enumeration.</summary>
internal sealed class JavaEnum(JavaClass type)
{
    /// <summary>The enumeration.</summary>
    public JavaClass Type { get; } = type;

    /// <summary>The constant's name.</summary>
    public JavaString Constant { get; set; } = new(string.Empty);
}

/// <summary>A class as a value (<c>Class&lt;T&gt;</c>).</summary>
internal sealed class JavaClassObject(JavaClass? type)
{
    /// <summary>The class that is meant.</summary>
    public JavaClass? Type { get; } = type;
}
