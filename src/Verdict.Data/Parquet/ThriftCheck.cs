namespace Verdict.Data.Parquet;

/// <summary>
/// Walks a structure in Thrift's compact protocol without building anything. The library underneath believes the
/// lengths of lists that a file states, and goes round for minutes where a broken one states thousands of millions;
/// here each element must have its bytes.
/// </summary>
internal ref struct ThriftCheck
{
    private const int MaxDepth = 32, MaxField = 64;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Span<long> _numbers;

    /// <param name="bytes">What is walked.</param>
    /// <param name="numbers">Takes the whole numbers of the outermost structure by field number.</param>
    public ThriftCheck(ReadOnlySpan<byte> bytes, Span<long> numbers)
    {
        _bytes = bytes;
        _numbers = numbers;
    }

    private enum Kind
    {
        Stop = 0,
        True = 1,
        False = 2,
        Byte = 3,
        Int16 = 4,
        Int32 = 5,
        Int64 = 6,
        Double = 7,
        Binary = 8,
        List = 9,
        Set = 10,
        Map = 11,
        Struct = 12,
    }

    /// <summary>How many bytes were walked.</summary>
    public int Length { get; private set; }

    /// <summary>Walks one structure.</summary>
    /// <param name="shape">What it must be.</param>
    /// <exception cref="InvalidDataException">It is broken.</exception>
    public void Walk(ThriftShape shape) => Struct(shape, 0);

    private void Struct(ThriftShape? shape, int depth)
    {
        if (depth > MaxDepth)
            throw Broken("is nested too deep");
        long field = 0;
        while (true)
        {
            byte head = Next();
            var kind = (Kind)(head & 15);
            if (kind == Kind.Stop)
            {
                // An end that names a field is none to the library: it goes on, out of step.
                if (head != 0)
                    throw Broken("has a field of no type");
                return;
            }

            long last = field;
            field = head >> 4 == 0 ? ZigZag(Number()) : field + (head >> 4);

            // Writers give fields in order. What is out of order is out of step, and the library does not always find out of it.
            if (field <= last || field > MaxField)
                throw Broken("has its fields out of order");
            if (shape is not null && shape.Kind(field) != Letter(kind))
                throw Broken("has fields that Parquet does not define");
            if (kind is Kind.Int16 or Kind.Int32 or Kind.Int64)
            {
                long number = ZigZag(Number());
                if (depth == 0 && field >= 0 && field < _numbers.Length)
                    _numbers[(int)field] = number;
            }
            else if (kind is not (Kind.True or Kind.False))
            {
                Value(kind, shape?.Children?.GetValueOrDefault((int)field), depth);
            }
        }
    }

    private static char Letter(Kind kind) => kind switch
    {
        Kind.True or Kind.False => 't',
        Kind.Byte => 'y',
        Kind.Int16 or Kind.Int32 or Kind.Int64 => 'i',
        Kind.Binary => 'b',
        Kind.List => 'l',
        Kind.Struct => 's',
        _ => '?',
    };

    private void Value(Kind kind, ThriftShape? shape, int depth)
    {
        switch (kind)
        {
            case Kind.Byte:
                Next();
                break;
            case Kind.Int16 or Kind.Int32 or Kind.Int64:
                Number();
                break;
            case Kind.Double:
                Skip(sizeof(double));
                break;
            case Kind.Binary:
                Skip(Number());
                break;
            case Kind.List or Kind.Set:
                byte head = Next();
                List((Kind)(head & 15), head >> 4 == 15 ? Number() : (ulong)head >> 4, shape, depth);
                break;
            case Kind.Struct:
                Struct(shape, depth + 1);
                break;
            default:
                // Maps and lists of truth values stand nowhere in what Parquet defines.
                throw Broken("holds something that Parquet does not define");
        }
    }

    private void List(Kind kind, ulong count, ThriftShape? shape, int depth)
    {
        if (count > (ulong)(_bytes.Length - Length))
            throw Broken("has a list that is longer than the file");
        if (shape is not null && kind != Kind.Struct)
            throw Broken("has fields that Parquet does not define");
        for (ulong i = 0; i < count; i++)
            Value(kind, shape, depth + 1);
    }

    private byte Next() => Length < _bytes.Length ? _bytes[Length++] : throw Broken("breaks off");

    private void Skip(ulong count)
    {
        if (count > (ulong)(_bytes.Length - Length))
            throw Broken("breaks off");
        Length += (int)count;
    }

    private ulong Number()
    {
        ulong number = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Next();
            number |= (ulong)(part & 127) << shift;
            if (part < 128)
                return number;
        }

        throw Broken("has a number that is too long");
    }

    private static long ZigZag(ulong number) => (long)(number >> 1) ^ -(long)(number & 1);

    private static InvalidDataException Broken(string what) => new($"its description {what}");
}
