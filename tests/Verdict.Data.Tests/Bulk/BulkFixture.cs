using System.Globalization;

namespace Verdict.Data.Tests.Bulk;

/// <summary>A folder of its own with an input of a few thousand rows.</summary>
public abstract class BulkFixture : IDisposable
{
    protected const int RowCount = 2_500;

    protected BulkFixture()
    {
        Folder = Directory.CreateTempSubdirectory("verdict-bulk-").FullName;
        Input = Path.Combine(Folder, "in.csv");
        WriteInput(Input, RowCount);
    }

    protected string Folder { get; }

    protected string Input { get; }

    protected static string Expected { get; } = "id,text,label,score,score_neg,score_pos,truncated,error\n"
        + string.Concat(Enumerable.Range(0, RowCount).Select(i => FakeModel.Line(i, FakeModel.Text(i)) + "\n"));

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal static void WriteInput(string path, int count) =>
        File.WriteAllText(path, "id,text\n" + string.Concat(Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{FakeModel.Text(i)}\n"))));

    protected string At(string name) => Path.Combine(Folder, name);

    protected BulkJobOptions Options(string output = "out.csv") => new()
    {
        Inputs = [Input],
        Output = At(output),
        TextColumn = "text",
        Model = "fake 1",
        RowsPerPart = 300,
    };

    /// <summary>What a job gives that is never interrupted.</summary>
    protected async Task<byte[]> Whole(string output)
    {
        BulkJobOptions options = Options("whole-" + output);
        await BulkJob.RunAsync(options, FakeModel.Scorer());
        return await File.ReadAllBytesAsync(options.Output);
    }
}
