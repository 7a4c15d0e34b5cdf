namespace Verdict.SparkNlp.Archives.Java;

/// <summary>A class as a Java serialisation stream describes it. Nothing is ever loaded or run by it.</summary>
internal sealed class JavaClass
{
    /// <summary>Its full name, such as <c>scala.Tuple2</c>.</summary>
    public required string Name { get; init; }

    /// <summary>serialVersionUID. Readers do not look at it; writers repeat it.</summary>
    public required long Uid { get; init; }

    /// <summary>SC_WRITE_METHOD 1, SC_SERIALIZABLE 2, SC_EXTERNALIZABLE 4, SC_BLOCK_DATA 8, SC_ENUM 16.</summary>
    public required byte Flags { get; init; }

    /// <summary>Its own fields in the stream's order.</summary>
    public required IReadOnlyList<JavaField> Fields { get; init; }

    /// <summary>What the stream annotates the class with; hardly ever anything.</summary>
    public required IReadOnlyList<object?> Annotation { get; init; }

    /// <summary>The class above it, if that is serialisable too. Set once, while reading.</summary>
    public JavaClass? Super { get; set; }

    /// <summary>Whether objects of it bring data of their own after the fields.</summary>
    public bool HasWriteMethod => (Flags & 1) != 0;

    /// <summary>The classes whose data an object holds, from the topmost down.</summary>
    public IEnumerable<JavaClass> Lineage() => Super is null ? [this] : [.. Super.Lineage(), this];
}

/// <summary>A field: its type code (<c>I</c>, <c>J</c>, <c>L</c>, <c>[</c>, …), its name and, for objects, the type's signature.</summary>
internal sealed record JavaField(char Type, string Name, JavaString? Signature);
