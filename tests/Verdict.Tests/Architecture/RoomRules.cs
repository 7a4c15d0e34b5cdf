using System.Text.RegularExpressions;
using Verdict.Testing;
using Xunit;

namespace Verdict.Tests.Architecture;

/// <summary>The table of rooms in ARCHITECTURE.md, kept true: which room of <c>src/Verdict</c> may name which other.</summary>
public sealed partial class RoomRules
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Tokenization"] = ["Files"],
        ["Batching"] = ["Tokenization", "Tensors"],
        ["Models"] = ["Batching", "Weights", "Kernels", "Tensors"],
        ["Labels"] = [],
        ["Weights"] = ["Files", "Tensors"],
        ["Files"] = [],
        ["Kernels"] = [],
        ["Tensors"] = [],
    };

    /// <summary>What stands behind the front door and is part of it: it may use every room, and no room uses it.</summary>
    private const string FrontDoor = "Classification";

    private static string Source => Path.Combine(RepositoryPaths.Root, "src", "Verdict");

    [Fact]
    public void Every_folder_of_the_library_is_a_room_of_the_table()
    {
        string[] rooms = [.. Directory.GetDirectories(Source).Select(d => Path.GetFileName(d)!).Where(n => n is not ("bin" or "obj" or FrontDoor))];
        Assert.Equal(MayUse.Keys.Order(), rooms.Order());
    }

    [Fact]
    public void No_room_names_a_room_it_may_not_use()
    {
        List<string> faults = [];
        foreach ((string room, string file, string code) in Files())
        {
            IEnumerable<string> named = MayUse.Keys.Where(other =>
                other != room && Regex.IsMatch(code, $@"(using\s+(static\s+)?Verdict\.{other}\b)|(\bVerdict\.{other}\.)|((?<![\w.]){other}\.[A-Z]\w*)"));
            faults.AddRange(named.Where(other => !MayUse[room].Contains(other)).Select(other => $"{file}: {room} -> {other}"));
        }

        Assert.Empty(faults);
    }

    [Fact]
    public void No_room_names_the_front_door()
    {
        string[] frontDoor =
        [
            FrontDoor,
            .. Directory.GetFiles(Source, "*.cs").Concat(Directory.GetFiles(Path.Combine(Source, FrontDoor), "*.cs")).Select(f => Path.GetFileName(f).Split('.')[0]).Distinct()
                .Where(n => n is not "VerdictFormatException"),
        ];
        Assert.Contains("TextClassifier", frontDoor);
        List<string> faults = [];
        foreach ((string room, string file, string code) in Files())
            faults.AddRange(frontDoor.Where(type => Regex.IsMatch(code, $@"\b{type}\b")).Select(type => $"{file}: {room} -> {type}"));

        Assert.Empty(faults);
    }

    [Fact]
    public void Files_stay_small()
    {
        int[] lengths = [.. Files().Select(f => File.ReadLines(f.File).Count()).Order()];
        Assert.InRange(lengths[lengths.Length / 2], 1, 120);
        Assert.InRange(lengths[lengths.Length * 9 / 10], 1, 300);
        string[] tooLong = [.. Files().Where(f => File.ReadLines(f.File).Count() > 500 && !File.ReadLines(f.File).First().StartsWith("//", StringComparison.Ordinal)).Select(f => f.File)];
        Assert.Empty(tooLong);
    }

    private static IEnumerable<(string Room, string File, string Code)> Files() =>
        from room in MayUse.Keys
        from file in Directory.GetFiles(Path.Combine(Source, room), "*.cs", SearchOption.AllDirectories)
        select (room, file, Comments().Replace(File.ReadAllText(file), ""));

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();
}
