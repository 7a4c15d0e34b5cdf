using System.Text;
using Verdict.Files;

namespace Verdict.Tests.Weights;

/// <summary>Model files that exist in memory only.</summary>
internal static class MemoryFiles
{
    public static unsafe ModelFiles Of(params (string Name, byte[] Bytes)[] files)
    {
        var memory = new Dictionary<string, MappedMemory>();
        foreach ((string name, byte[] bytes) in files)
        {
            byte[] pinned = GC.AllocateUninitializedArray<byte>(Math.Max(1, bytes.Length), pinned: true);
            bytes.CopyTo(pinned, 0);
            fixed (byte* start = pinned)
                memory.Add(name, MappedMemory.OfResource(start, bytes.Length));
            Kept.Add(pinned);
        }

        return ModelFiles.FromMemory("memory", memory);
    }

    public static byte[] Safetensors(string header, int dataLength) => Safetensors((ulong)Encoding.UTF8.GetByteCount(header), header, dataLength);

    public static byte[] Safetensors(ulong headerLength, string header, int dataLength) =>
        [.. BitConverter.GetBytes(headerLength), .. Encoding.UTF8.GetBytes(header), .. new byte[dataLength]];

    private static readonly System.Collections.Concurrent.ConcurrentBag<byte[]> Kept = [];
}
