using System.Buffers;
using System.Buffers.Binary;

namespace Verdict.SparkNlp.Archives.Java;

/// <summary>
/// Writes a tree of values as a Java object serialisation stream, as the JVM's ObjectOutputStream does: an object, class or string that was
/// written before (the same one, not an equal one) becomes a reference.
/// </summary>
internal sealed class JavaStreamWriter
{
    private const int FirstHandle = 0x7E0000;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Dictionary<object, int> _handles = new(ReferenceEqualityComparer.Instance);

    private JavaStreamWriter()
    {
    }

    /// <summary>A stream that holds one value.</summary>
    public static ReadOnlyMemory<byte> Write(object? value)
    {
        var writer = new JavaStreamWriter();
        writer.Put16(0xACED);
        writer.Put16(5);
        writer.WriteValue(value);
        return writer._bytes.WrittenMemory;
    }

    private void WriteValue(object? value)
    {
        if (value is null)
        {
            Put8(0x70);
        }
        else if (_handles.TryGetValue(value, out int handle))
        {
            Put8(0x71);
            Put32(FirstHandle + handle);
        }
        else
        {
            WriteNew(value);
        }
    }

    private void WriteNew(object value)
    {
        switch (value)
        {
            case JavaString text:
                Remember(text);
                WriteString(text.Value);
                break;
            case JavaClass type:
                WriteClass(type);
                break;
            case JavaClassObject type:
                Put8(0x76);
                WriteClass(type.Type);
                Remember(type);
                break;
            case JavaObject item:
                WriteObject(item);
                break;
            case JavaArray array:
                WriteArray(array);
                break;
            case JavaEnum constant:
                Put8(0x7E);
                WriteClass(constant.Type);
                Remember(constant);
                WriteValue(constant.Constant);
                break;
            case JavaBlock block:
                Put8(block.Bytes.Length <= byte.MaxValue ? 0x77 : 0x7A);
                if (block.Bytes.Length <= byte.MaxValue)
                    Put8(block.Bytes.Length);
                else
                    Put32(block.Bytes.Length);
                _bytes.Write(block.Bytes.Span);
                break;
            default:
                throw new ArgumentException($"{value.GetType().Name} is no value of a Java stream.", nameof(value));
        }
    }

    private void WriteClass(JavaClass? type)
    {
        if (type is null || _handles.ContainsKey(type))
        {
            WriteValue(type);
            return;
        }

        Put8(0x72);
        WriteUtf8(type.Name);
        Put64(type.Uid);
        Remember(type);
        Put8(type.Flags);
        Put16(type.Fields.Count);
        foreach (JavaField field in type.Fields)
        {
            Put8(field.Type);
            WriteUtf8(field.Name);
            if (field.Signature is { } signature)
                WriteValue(signature);
        }

        WriteAnnotation(type.Annotation);
        WriteClass(type.Super);
    }

    private void WriteObject(JavaObject item)
    {
        Put8(0x73);
        WriteClass(item.Type);
        Remember(item);
        foreach (JavaClassData data in item.Data)
        {
            for (int i = 0; i < data.Values.Length; i++)
                WriteField(data.Values[i]);
            if (data.Type.HasWriteMethod || (data.Type.Flags & 4) != 0)
                WriteAnnotation(data.Annotation);
        }
    }

    private void WriteField(object? value)
    {
        switch (value)
        {
            case sbyte b: Put8((byte)b); break;
            case bool z: Put8(z ? 1 : 0); break;
            case char c: Put16(c); break;
            case short s: Put16((ushort)s); break;
            case int i: Put32(i); break;
            case long j: Put64(j); break;
            case float f: Put32(BitConverter.SingleToInt32Bits(f)); break;
            case double d: Put64(BitConverter.DoubleToInt64Bits(d)); break;
            default: WriteValue(value); break;
        }
    }

    private void WriteAnnotation(IReadOnlyList<object?> annotation)
    {
        foreach (object? value in annotation)
            WriteValue(value);
        Put8(0x78);
    }

    private void WriteArray(JavaArray array)
    {
        Put8(0x75);
        WriteClass(array.Type);
        Remember(array);
        if (array.Elements is { } elements)
        {
            Put32(elements.Length);
            foreach (object? element in elements)
                WriteValue(element);
            return;
        }

        int size = array.Type.Name[1] switch { 'B' or 'Z' => 1, 'C' or 'S' => 2, 'I' or 'F' => 4, _ => 8 };
        Put32(array.Primitives.Length / size);
        _bytes.Write(array.Primitives.Span);
    }

    private void WriteString(string text)
    {
        int length = Utf8Length(text);
        Put8(length <= ushort.MaxValue ? 0x74 : 0x7C);
        if (length <= ushort.MaxValue)
            Put16(length);
        else
            Put64(length);
        PutUtf8(text, length);
    }

    private void WriteUtf8(string text)
    {
        int length = Utf8Length(text);
        Put16(length <= ushort.MaxValue ? length : throw new ArgumentException("A name is longer than 65,535 bytes.", nameof(text)));
        PutUtf8(text, length);
    }

    private static int Utf8Length(string text)
    {
        int length = 0;
        foreach (char c in text)
            length += c is > '\0' and < '\u0080' ? 1 : c < '\u0800' ? 2 : 3;
        return length;
    }

    private void PutUtf8(string text, int length)
    {
        Span<byte> into = _bytes.GetSpan(length);
        int at = 0;
        foreach (char c in text)
        {
            if (c is > '\0' and < '\u0080')
            {
                into[at++] = (byte)c;
                continue;
            }

            if (c < '\u0800')
            {
                into[at++] = (byte)(0xC0 | (c >> 6));
            }
            else
            {
                into[at++] = (byte)(0xE0 | (c >> 12));
                into[at++] = (byte)(0x80 | ((c >> 6) & 0x3F));
            }

            into[at++] = (byte)(0x80 | (c & 0x3F));
        }

        _bytes.Advance(length);
    }

    private void Remember(object value) => _handles.Add(value, _handles.Count);

    private void Put8(int value)
    {
        _bytes.GetSpan(1)[0] = (byte)value;
        _bytes.Advance(1);
    }

    private void Put16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.GetSpan(2), (ushort)value);
        _bytes.Advance(2);
    }

    private void Put32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }

    private void Put64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }
}
