using System.Buffers.Binary;
using Verdict.SparkNlp.Archives.Java;
using Verdict.Testing;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives.Java;

/// <summary>Java streams that were made to harm.</summary>
public class HostileJavaTests
{
    private static readonly byte[] Head = [0xAC, 0xED, 0, 5];

    /// <summary>An array class <c>[Ljava.lang.Object;</c> without fields.</summary>
    private static readonly byte[] ObjectArray = [0x75, 0x72, 0, 19, .. "[Ljava.lang.Object;"u8, .. new byte[8], 2, 0, 0, 0x78, 0x70];

    [Fact]
    public void Depth_is_bounded()
    {
        List<byte> bytes = [.. Head, .. ObjectArray, 0, 0, 0, 1];
        for (int i = 0; i < 100_000; i++)
            bytes.AddRange([0x75, 0x71, 0, 0x7E, 0, 0, 0, 0, 0, 1]);
        AssertFault("nested more than", [.. bytes]);
    }

    [Fact]
    public void Superclasses_are_bounded()
    {
        List<byte> bytes = [.. Head, 0x73];
        for (int i = 0; i < 100_000; i++)
            bytes.AddRange([0x72, 0, 1, (byte)'a', .. new byte[8], 2, 0, 0, 0x78]);
        AssertFault("classes above it", [.. bytes]);
    }

    [Fact]
    public void A_class_above_itself_is_refused() => AssertFault(
        "lies above itself", [.. Head, 0x73, 0x72, 0, 1, (byte)'a', .. new byte[8], 2, 0, 0, 0x78, 0x71, 0, 0x7E, 0, 0]);

    [Theory]
    [InlineData(0x007E0005)]
    [InlineData(0x7FFFFFFF)]
    [InlineData(-1)]
    [InlineData(0)]
    public void References_to_nothing_are_refused(int handle)
    {
        byte[] bytes = [.. Head, 0x71, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(5), handle);
        AssertFault("a reference names object", bytes);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(1000)]
    public void Lengths_beyond_the_stream_are_refused(int count)
    {
        byte[] bytes = [.. Head, .. ObjectArray, 0, 0, 0, 0, 0x70];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(bytes.Length - 5), count);
        AssertFault("an array says that it has", bytes);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Arrays_of_numbers_too(int count)
    {
        byte[] bytes = [.. Head, 0x75, 0x72, 0, 2, .. "[J"u8, .. new byte[8], 2, 0, 0, 0x78, 0x70, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(bytes.Length - 4), count);
        AssertFault("bytes are expected", bytes);
    }

    [Fact]
    public void Texts_longer_than_the_stream_are_refused() => AssertFault("a string says that it has", [.. Head, 0x7C, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);

    [Fact]
    public void Objects_are_counted()
    {
        List<byte> bytes = [.. Head, .. ObjectArray, 0, 0, 0x4E, 0x20];
        for (int i = 0; i < 20_000; i++)
            bytes.AddRange([0x75, 0x71, 0, 0x7E, 0, 0, 0, 0, 0, 0]);
        AssertFault("holds more than 20,000 objects", [.. bytes]);
    }

    [Fact]
    public void Proxies_and_exceptions_are_refused()
    {
        AssertFault("dynamic proxy class", [.. Head, 0x73, 0x7D, 0, 0, 0, 1]);
        AssertFault("there is no value, but 0x7B", [.. Head, 0x7B, 0x70]);
        AssertFault("there is no value, but 0x79", [.. Head, 0x79]);
    }

    [Fact]
    public void What_only_its_own_class_can_read_is_refused() => AssertFault(
        "only its own class can read", [.. Head, 0x73, 0x72, 0, 1, (byte)'a', .. new byte[8], 4, 0, 0, 0x78, 0x70]);

    [Fact]
    public void Bytes_after_the_value_are_refused() => AssertFault("bytes follow the value", [.. Head, 0x70, 0x70]);

    private static void AssertFault(string expected, byte[] bytes)
    {
        var cost = Cost.Begin();
        VerdictFormatException error = Assert.Throws<VerdictFormatException>(() => JavaStreamReader.Read("part-00000", "record 3", bytes));
        cost.AssertSmall(expected);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("part-00000, record 3, Java stream, byte ", error.Message, StringComparison.Ordinal);
    }
}
