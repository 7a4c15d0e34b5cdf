using Verdict.Files;
using Verdict.Tests.Running;
using Xunit;

namespace Verdict.Tests.Files;

public sealed class MappedMemoryTests : IDisposable
{
    private const int Length = 3 << 20;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"verdict-mapped-{Guid.NewGuid():N}");
    private readonly byte[] _bytes = new byte[Length + 77];

    public MappedMemoryTests()
    {
        new Random(3).NextBytes(_bytes);
        File.WriteAllBytes(_path, _bytes);
    }

    [Fact]
    public void What_is_let_go_leaves_memory_and_can_still_be_read()
    {
        using MappedMemory memory = MappedMemory.OpenFile(_path);
        Assert.Equal(_bytes, memory.Slice(0, _bytes.Length).Span);
        long before = Resident();
        memory.LetGo(5000, Length - 5000);
        if (OperatingSystem.IsLinux())
            Assert.InRange(Resident(), 0, before - Length + (1 << 17));
        Assert.Equal(_bytes, memory.Slice(0, _bytes.Length).Span);

        long Resident() => OperatingSystem.IsLinux() ? ProcessMemory.OfMapping(Environment.ProcessId, _path, "Rss") : 0;
    }

    [Fact]
    public void Only_what_is_inside_can_be_let_go_and_nothing_after_the_end()
    {
        MappedMemory memory = MappedMemory.OpenFile(_path);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.LetGo(-1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.LetGo(0, -5));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.LetGo(100, _bytes.Length - 99));
        memory.Dispose();
        memory.LetGo(0, _bytes.Length);
        memory.Dispose();
    }

    [Fact]
    public unsafe void Memory_that_is_no_files_keeps_what_it_holds()
    {
        byte[] pinned = GC.AllocateUninitializedArray<byte>(1 << 16, pinned: true);
        _bytes.AsSpan(0, pinned.Length).CopyTo(pinned);
        fixed (byte* start = pinned)
        {
            MappedMemory memory = MappedMemory.OfResource(start, pinned.Length);
            memory.LetGo(0, pinned.Length);
        }

        Assert.Equal(_bytes[..pinned.Length], pinned);
    }

    public void Dispose() => File.Delete(_path);
}
