using System.Buffers.Binary;

namespace Verdict.SparkNlp.Archives.Java;

/// <summary>
/// Reads a Java object serialisation stream (Java Object Serialization Specification, version 5 of the protocol) into a tree, without running anything:
/// classes are names, objects are lists of values. Depth, number of objects, lengths and references are bounded and checked.
/// </summary>
internal sealed class JavaStreamReader
{
    /// <summary>A RuleFactory, the deepest object that is read, has about 20 levels.</summary>
    private const int MostDepth = 100;

    /// <summary>A record holds ten pairs or one RuleFactory: some hundreds of objects.</summary>
    private const int MostHandles = 20_000;

    private const int MostSupers = 16;
    private const int FirstHandle = 0x7E0000;

    private readonly string _path;
    private readonly string? _place;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly List<object> _handles = [];
    private int _position;
    private int _depth;

    private JavaStreamReader(string path, string? place, ReadOnlyMemory<byte> bytes)
    {
        _path = path;
        _place = place;
        _bytes = bytes;
    }

    /// <summary>Reads a stream that holds one value.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="place">Where in it, for errors.</param>
    /// <param name="bytes">The stream.</param>
    /// <exception cref="VerdictFormatException">The stream is damaged or hostile.</exception>
    public static object? Read(string path, string? place, ReadOnlyMemory<byte> bytes)
    {
        var reader = new JavaStreamReader(path, place, bytes);
        if (reader.Unsigned16() != 0xACED || reader.Unsigned16() != 5)
            throw reader.Fault("is not a Java serialisation stream of version 5.");
        object? value = reader.ReadValue();
        return reader._position == bytes.Length ? value : throw reader.Fault($"{bytes.Length - reader._position:N0} bytes follow the value.");
    }

    private object? ReadValue() => ReadContent(Unsigned8());

    private object? ReadContent(int tag)
    {
        if (++_depth > MostDepth)
            throw Fault($"objects are nested more than {MostDepth} deep. No model is; it may be an attack.");
        object? value = tag switch
        {
            0x70 => null,
            0x71 => ReadReference(),
            0x72 or 0x7D => ReadClassBody(tag, 0),
            0x73 => ReadObject(),
            0x74 => Remember(new JavaString(ModifiedUtf8(Unsigned16()))),
            0x75 => ReadArray(),
            0x76 => Remember(new JavaClassObject(ReadClass(0))),
            0x7C => Remember(new JavaString(ModifiedUtf8(LongLength()))),
            0x7E => ReadEnum(),
            _ => throw Fault($"there is no value, but 0x{tag:X2}."),
        };
        _depth--;
        return value;
    }

    private object ReadReference()
    {
        int handle = Signed32() - FirstHandle;
        return handle >= 0 && handle < _handles.Count ? _handles[handle] : throw Fault($"a reference names object {handle}, but {_handles.Count} were read.");
    }

    private JavaClass? ReadClass(int supers)
    {
        int tag = Unsigned8();
        return tag switch
        {
            0x70 => null,
            0x71 => ReadReference() as JavaClass ?? throw Fault("a reference names no class where one is expected."),
            0x72 or 0x7D => ReadClassBody(tag, supers),
            _ => throw Fault($"a class is expected, found 0x{tag:X2}."),
        };
    }

    private JavaClass ReadClassBody(int tag, int supers)
    {
        if (tag == 0x7D)
            throw Fault("the stream holds a dynamic proxy class, which no model has. It may be an attack.");
        if (supers > MostSupers)
            throw Fault($"a class has more than {MostSupers} classes above it.");
        string name = ModifiedUtf8(Unsigned16());
        long uid = Signed64();
        int place = _handles.Count;
        Remember(name);
        byte flags = (byte)Unsigned8();
        int count = Unsigned16();
        var fields = new List<JavaField>(Math.Min(count, 64));
        for (int i = 0; i < count; i++)
        {
            char type = (char)Unsigned8();
            string field = ModifiedUtf8(Unsigned16());
            JavaString? signature = null;
            if (type is 'L' or '[')
                signature = ReadValue() as JavaString ?? throw Fault($"field '{field}' of '{name}' has no type.");
            else if (SizeOf(type) == 0)
                throw Fault($"field '{field}' of '{name}' is of the unknown type '{type}'.");
            fields.Add(new JavaField(type, field, signature));
        }

        List<object?> annotation = [];
        var result = new JavaClass { Name = name, Uid = uid, Flags = flags, Fields = fields, Annotation = annotation };
        _handles[place] = result;
        ReadAnnotation(annotation);
        JavaClass? above = ReadClass(supers + 1);
        for ((JavaClass? c, int n) = (above, supers); c is not null; c = c.Super)
        {
            if (c == result || ++n > MostSupers)
                throw Fault($"class '{name}' lies above itself, or more than {MostSupers} do.");
        }

        result.Super = above;
        return result;
    }

    private JavaObject ReadObject()
    {
        JavaClass type = ReadClass(0) ?? throw Fault("an object has no class.");
        JavaObject result = Remember(new JavaObject(type));
        foreach (JavaClass part in type.Lineage())
        {
            if ((part.Flags & 4) != 0 && (part.Flags & 8) == 0)
                throw Fault($"an object of '{part.Name}' is written in a form that only its own class can read.");
            var values = new object?[(part.Flags & 2) != 0 ? part.Fields.Count : 0];
            for (int i = 0; i < values.Length; i++)
                values[i] = ReadField(part.Fields[i].Type);
            List<object?> annotation = [];
            if (part.HasWriteMethod || (part.Flags & 4) != 0)
                ReadAnnotation(annotation);
            result.Data.Add(new JavaClassData(part, values, annotation));
        }

        return result;
    }

    private object? ReadField(char type) => type switch
    {
        'B' => (sbyte)Unsigned8(),
        'C' => (char)Unsigned16(),
        'D' => BinaryPrimitives.ReadDoubleBigEndian(Take(8).Span),
        'F' => BinaryPrimitives.ReadSingleBigEndian(Take(4).Span),
        'I' => Signed32(),
        'J' => Signed64(),
        'S' => (short)Unsigned16(),
        'Z' => Unsigned8() != 0,
        _ => ReadValue(),
    };

    private void ReadAnnotation(List<object?> into)
    {
        for (int tag = Unsigned8(); tag != 0x78; tag = Unsigned8())
        {
            if (into.Count >= MostHandles)
                throw Fault($"an object wrote more than {MostHandles:N0} values.");
            into.Add(tag switch
            {
                0x77 => new JavaBlock(Take(Unsigned8())),
                0x7A => new JavaBlock(Take(Signed32())),
                _ => ReadContent(tag),
            });
        }
    }

    private JavaArray ReadArray()
    {
        JavaClass type = ReadClass(0) ?? throw Fault("an array has no class.");
        JavaArray result = Remember(new JavaArray(type));
        int count = Signed32();
        char element = type.Name.Length > 1 && type.Name[0] == '[' ? type.Name[1] : throw Fault($"'{type.Name}' is no class of an array.");
        int size = SizeOf(element);
        if (size > 0)
        {
            result.Primitives = Take((int)Math.Clamp((long)count * size, -1, int.MaxValue));
            return result;
        }

        if (count < 0 || count > _bytes.Length - _position)
            throw Fault($"an array says that it has {count:N0} elements, but {_bytes.Length - _position:N0} bytes are left.");
        if (count > MostHandles)
            throw Fault($"an array has {count:N0} elements; at most {MostHandles:N0} are read.");
        result.Elements = new object?[count];
        for (int i = 0; i < count; i++)
            result.Elements[i] = ReadValue();
        return result;
    }

    private JavaEnum ReadEnum()
    {
        JavaClass type = ReadClass(0) ?? throw Fault("an enumeration's value has no class.");
        JavaEnum result = Remember(new JavaEnum(type));
        result.Constant = ReadValue() as JavaString ?? throw Fault("an enumeration's value has no name.");
        return result;
    }

    private T Remember<T>(T value)
        where T : class
    {
        if (_handles.Count >= MostHandles)
            throw Fault($"the stream holds more than {MostHandles:N0} objects. No model's record does.");
        _handles.Add(value);
        return value;
    }

    /// <summary>Bytes of a number of a type; 0 for objects and arrays, and for what is no type.</summary>
    private static int SizeOf(char type) => type switch { 'B' or 'Z' => 1, 'C' or 'S' => 2, 'I' or 'F' => 4, 'J' or 'D' => 8, _ => 0 };

    /// <summary>Java's own UTF-8: U+0000 in two bytes, characters beyond U+FFFF as two surrogates of three bytes each.</summary>
    private string ModifiedUtf8(int length)
    {
        ReadOnlySpan<byte> bytes = Take(length).Span;
        if (System.Text.Ascii.IsValid(bytes) && !bytes.Contains((byte)0))
            return System.Text.Encoding.ASCII.GetString(bytes);
        var text = new System.Text.StringBuilder(bytes.Length);
        for (int i = 0; i < bytes.Length;)
        {
            int first = bytes[i];
            int extra = first < 0x80 ? 0 : (first & 0xE0) == 0xC0 ? 1 : (first & 0xF0) == 0xE0 ? 2 : throw Fault("a string is no modified UTF-8.");
            int code = extra == 0 ? first : first & (extra == 1 ? 0x1F : 0x0F);
            for (int k = 1; k <= extra; k++)
            {
                if (i + k >= bytes.Length || (bytes[i + k] & 0xC0) != 0x80)
                    throw Fault("a string is no modified UTF-8.");
                code = (code << 6) | (bytes[i + k] & 0x3F);
            }

            text.Append((char)code);
            i += extra + 1;
        }

        return text.ToString();
    }

    private int LongLength()
    {
        long length = Signed64();
        return length >= 0 && length <= _bytes.Length - _position ? (int)length : throw Fault($"a string says that it has {length:N0} bytes, but {_bytes.Length - _position:N0} are left.");
    }

    private int Unsigned8() => Take(1).Span[0];

    private int Unsigned16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2).Span);

    private int Signed32() => BinaryPrimitives.ReadInt32BigEndian(Take(4).Span);

    private long Signed64() => BinaryPrimitives.ReadInt64BigEndian(Take(8).Span);

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count < 0 || count > _bytes.Length - _position)
            throw Fault($"{count:N0} bytes are expected, {_bytes.Length - _position:N0} are left. The stream is cut.");
        _position += count;
        return _bytes.Slice(_position - count, count);
    }

    private VerdictFormatException Fault(string message) => new(_path, $"{(_place is null ? string.Empty : _place + ", ")}Java stream, byte {_position}", message);
}
