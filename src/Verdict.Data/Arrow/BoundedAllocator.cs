using System.Buffers;
using Apache.Arrow.Memory;

namespace Verdict.Data.Arrow;

/// <summary>Memory for batches, as far as the file could have filled it.</summary>
internal sealed class BoundedAllocator(long limit) : MemoryAllocator(alignment: 64)
{
    /// <summary>Buffers may be compressed: so much larger than the file is believed, and this much in any case.</summary>
    private const long MaxRatio = 256, Always = 1 << 26;

    /// <summary>For a stream; a pipe's length is not known, and .NET's own limit of 2 GB stands.</summary>
    public static BoundedAllocator For(Stream stream) => new(stream.CanSeek ? Math.Max(Always, stream.Length * MaxRatio) : int.MaxValue);

    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        if (length < 0 || length > limit)
            throw new InvalidDataException($"a buffer would have {length} bytes");
        bytesAllocated = length;
        return new Owner(new byte[length]);
    }

    private sealed class Owner(byte[] bytes) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => bytes;

        public void Dispose()
        {
            // The garbage collector takes it.
        }
    }
}
