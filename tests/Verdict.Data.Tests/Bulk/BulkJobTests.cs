using System.Text;
using Xunit;

namespace Verdict.Data.Tests.Bulk;

public sealed class BulkJobTests : BulkFixture
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_row_gets_its_own_prediction_and_nothing_else_is_left()
    {
        BulkSummary summary = await BulkJob.RunAsync(Options(), FakeModel.Scorer(), null, Token);
        Assert.Equal(Expected, await File.ReadAllTextAsync(At("out.csv"), Token));
        Assert.True(summary.Finished);
        Assert.Equal(At("out.csv"), summary.Output);
        Assert.Equal(RowCount, summary.Progress.Rows);
        Assert.Equal(9, summary.Progress.Parts);
        Assert.Equal(0, summary.Progress.MarkedRows);
        Assert.Equal(Enumerable.Range(0, RowCount).Sum(i => FakeModel.Predict(FakeModel.Text(i)).TokenCount), summary.Progress.Tokens);
        Assert.Equal(Enumerable.Range(0, RowCount).Count(i => FakeModel.Text(i).Length > 30), summary.Progress.TruncatedRows);
        Assert.InRange(summary.Progress.EngineShare, 0, 1);
        Assert.Equal(1, summary.Progress.Fraction);
        Assert.Equal([Input, At("out.csv")], Directory.GetFileSystemEntries(Folder).Order());
    }

    [Theory]
    [InlineData("csv.gz", "jsonl")]
    [InlineData("jsonl.zst", "parquet")]
    [InlineData("parquet", "arrow")]
    [InlineData("arrow", "tsv.gz")]
    [InlineData("arrows", "csv.zst")]
    [InlineData("tsv", "arrows")]
    public async Task Any_format_becomes_any_other(string from, string to)
    {
        string input = At("in." + from), output = At("out." + to);
        using (RecordReader reader = RecordReader.Open(Input))
        using (RecordWriter writer = RecordWriter.Create(input, reader.Schema))
        {
            foreach (Record row in reader.Read())
                writer.Write(row);
            writer.Complete();
        }

        await BulkJob.RunAsync(Options() with { Inputs = [input], Output = output }, FakeModel.Scorer(), null, Token);
        using RecordReader result = RecordReader.Open(output);
        Assert.Equal(["id", "text", "label", "score", "score_neg", "score_pos", "truncated", "error"], result.Schema.Columns.Select(column => column.Name));
        List<Record> rows = [.. result.Read()];
        Assert.Equal(RowCount, rows.Count);
        for (int i = 0; i < rows.Count; i++)
            Assert.Equal(FakeModel.Line(i, FakeModel.Text(i)), string.Join(',', Rows.Texts(rows[i])));
    }

    [Fact]
    public async Task A_job_that_is_stopped_finishes_its_part_and_goes_on_to_the_same_bytes()
    {
        using var stop = new CancellationTokenSource();
        int calls = 0;
        BulkSummary stopped = await BulkJob.RunAsync(Options(), FakeModel.Scorer(() => StopAt(++calls, 3, stop)), null, stop.Token);
        Assert.False(stopped.Finished);
        Assert.Equal(At("out.csv.verdict"), stopped.WorkFolder);
        Assert.False(File.Exists(At("out.csv")));
        Assert.InRange(stopped.Progress.Parts, 3, 8);
        int rest = 0;
        BulkSummary summary = await BulkJob.RunAsync(Options(), FakeModel.Scorer(() => rest++), null, Token);
        Assert.Equal(9 - stopped.Progress.Parts, rest);
        Assert.Equal(stopped.Progress.Rows, summary.Progress.ResumedRows);
        Assert.Equal(RowCount, summary.Progress.Rows + summary.Progress.ResumedRows);
        Assert.Equal(Expected, await File.ReadAllTextAsync(At("out.csv"), Token));
        Assert.False(Directory.Exists(At("out.csv.verdict")));
    }

    [Fact]
    public async Task A_changed_job_is_refused_with_the_differences_named()
    {
        BulkJobOptions options = Options() with { Settings = new Dictionary<string, string> { ["max-length"] = "128" } };
        await Interrupt(options);
        foreach ((BulkJobOptions changed, string difference) in ((BulkJobOptions, string)[])
        [
            (options with { Model = "fake 2" }, "model was 'fake 1' and is 'fake 2'"),
            (options with { Settings = new Dictionary<string, string> { ["max-length"] = "64" } }, "setting max-length was '128' and is '64'"),
            (options with { Settings = new Dictionary<string, string>() }, "setting max-length was '128' and is 'not set'"),
            (options with { TextColumn = "id" }, "text column was 'text' and is 'id'"),
            (options with { Columns = ["id"] }, "columns was 'all' and is 'id'"),
        ])
        {
            var e = await Assert.ThrowsAsync<BulkJobException>(() => BulkJob.RunAsync(changed, FakeModel.Scorer(), null, Token));
            Assert.Contains(difference, e.Message, StringComparison.Ordinal);
            Assert.Contains("begin anew", e.Message, StringComparison.Ordinal);
        }

        await File.AppendAllTextAsync(Input, "9,x\n", Token);
        var input = await Assert.ThrowsAsync<BulkJobException>(() => BulkJob.RunAsync(options, FakeModel.Scorer(), null, Token));
        Assert.Contains("input 1 was", input.Message, StringComparison.Ordinal);
        Assert.True((await BulkJob.RunAsync(options with { Restart = true }, FakeModel.Scorer(), null, Token)).Finished);
        Assert.EndsWith(FakeModel.Line(9, "x") + "\n", await File.ReadAllTextAsync(At("out.csv"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_rows_are_kept_marked_and_counted()
    {
        byte[] bytes = [.. "id,text\n1,good\n2\n3,too long\n4,a"u8, 0xFF, .. "b\n5,fine\n"u8];
        await File.WriteAllBytesAsync(Input, bytes, Token);
        BulkSummary summary = await BulkJob.RunAsync(Options(), FakeModel.Scorer(), null, Token);
        Assert.Equal(3, summary.Progress.MarkedRows);
        Assert.Equal(5, summary.Progress.Rows);
        string[] lines = (await File.ReadAllTextAsync(At("out.csv"), Token)).Split('\n');
        Assert.Equal(FakeModel.Line(1, "good"), lines[1]);
        Assert.StartsWith($"2,,,,,,,\"{Input}, line 3: the row has 1 cells", lines[2], StringComparison.Ordinal);
        Assert.StartsWith($"3,too long,,,,,,\"{Input}, line 4: the text has 2000 tokens, more than the 1000", lines[3], StringComparison.Ordinal);
        Assert.StartsWith($"4,a\uFFFDb,,,,,,\"{Input}, line 5: column 2 holds bytes", lines[4], StringComparison.Ordinal);
        Assert.Equal(FakeModel.Line(5, "fine"), lines[5]);
    }

    [Fact]
    public async Task Values_that_are_no_text_are_marked()
    {
        await File.WriteAllTextAsync(At("in.jsonl"), "{\"text\":\"a\"}\n{\"text\":1}\n{\"other\":true}\n{\"text\":null}\n{\n", Token);
        BulkSummary summary = await BulkJob.RunAsync(Options("out.jsonl") with { Inputs = [At("in.jsonl")] }, FakeModel.Scorer(), null, Token);
        Assert.Equal(4, summary.Progress.MarkedRows);
        string[] lines = (await File.ReadAllTextAsync(At("out.jsonl"), Token)).Split('\n');
        Assert.StartsWith("{\"text\":\"a\",\"label\":", lines[0], StringComparison.Ordinal);
        Assert.Contains("line 2: column 'text' holds Number, not text.", lines[1], StringComparison.Ordinal);
        Assert.Contains("line 3: there is no value in column 'text'.", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("{\"label\":null,", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_bad_rows_end_the_job_and_a_higher_limit_goes_on()
    {
        await File.WriteAllTextAsync(Input, "id,text\n" + string.Concat(Enumerable.Range(0, 1_000).Select(i => i % 100 == 99 ? "bad\n" : $"{i},t\n")), Token);
        var e = await Assert.ThrowsAsync<BulkJobException>(() => BulkJob.RunAsync(Options() with { MaxErrors = 4 }, FakeModel.Scorer(), null, Token));
        Assert.Contains("more than 4 bad rows", e.Message, StringComparison.Ordinal);
        Assert.Contains("line 501", e.Message, StringComparison.Ordinal);
        BulkSummary summary = await BulkJob.RunAsync(Options() with { MaxErrors = 10 }, FakeModel.Scorer(), null, Token);
        Assert.Equal((300L, 10L), (summary.Progress.ResumedRows, summary.Progress.MarkedRows));
    }

    [Fact]
    public async Task Folders_and_patterns_are_read_in_the_order_of_names()
    {
        Directory.CreateDirectory(At("data/deep"));
        await File.WriteAllTextAsync(At("data/b.csv"), "id,text\n2,b\n", Token);
        await File.WriteAllTextAsync(At("data/a.jsonl"), "{\"id\":\"1\",\"text\":\"a\",\"more\":\"m\"}\n", Token);
        await File.WriteAllTextAsync(At("data/deep/c.csv"), "text\nc\n", Token);
        await File.WriteAllTextAsync(At("data/_SUCCESS"), "", Token);
        await File.WriteAllTextAsync(At("data/readme.txt"), "no data", Token);
        await BulkJob.RunAsync(Options() with { Inputs = [At("data")], Columns = ["id", "text", "more"] }, FakeModel.Scorer(), null, Token);
        Assert.Equal(["1,a,m", "2,b,", ",c,"], File.ReadLines(At("out.csv")).Skip(1).Select(line => string.Join(',', line.Split(',')[..3])));
        await BulkJob.RunAsync(Options("two.csv") with { Inputs = [At("data/*.csv")] }, FakeModel.Scorer(), null, Token);
        Assert.Equal(2, File.ReadLines(At("two.csv")).Count());
        await BulkJob.RunAsync(Options("three.csv") with { Inputs = [At("data/**/*.csv")] }, FakeModel.Scorer(), null, Token);
        Assert.Equal(3, File.ReadLines(At("three.csv")).Count());
        await Assert.ThrowsAsync<ArgumentException>(() => BulkJob.RunAsync(Options() with { Inputs = [At("data/*.xml")] }, FakeModel.Scorer(), null, Token));
    }

    [Fact]
    public async Task Empty_inputs_give_a_header()
    {
        await File.WriteAllTextAsync(Input, "id,text\n", Token);
        await BulkJob.RunAsync(Options(), FakeModel.Scorer(), null, Token);
        Assert.Equal("id,text,label,score,score_neg,score_pos,truncated,error\n", await File.ReadAllTextAsync(At("out.csv"), Token));
    }

    [Fact]
    public async Task Pairs_are_asked_as_pairs()
    {
        await File.WriteAllTextAsync(Input, "a,b\nx,y\n", Token);
        await BulkJob.RunAsync(Options() with { TextColumn = "a", PairColumn = "b" }, FakeModel.Scorer(), null, Token);
        Assert.StartsWith($"x,y,{FakeModel.Predict("x|y").Label},", File.ReadLines(At("out.csv")).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faulty_options_are_told_all_at_once()
    {
        var e = await Assert.ThrowsAsync<ArgumentException>(() => BulkJob.RunAsync(Options() with { Inputs = [], Shard = 3, ShardCount = 2, RowsPerPart = 0 }, FakeModel.Scorer()));
        Assert.Contains("there is no input; shard 3/2 is none", e.Message, StringComparison.Ordinal);
        Assert.Contains("a part of 0 rows is none", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => BulkJob.RunAsync(Options() with { TextColumn = "none" }, FakeModel.Scorer()));
        await Assert.ThrowsAsync<ArgumentException>(() => BulkJob.RunAsync(Options() with { Output = Input }, FakeModel.Scorer()));
    }

    [Theory]
    [InlineData("body", null, 1)]
    [InlineData("text", "title", 1)]
    [InlineData("text", "title", 2)]
    public async Task A_job_that_is_refused_before_its_first_row_leaves_nothing_behind(string text, string? column, int shards)
    {
        BulkJobOptions refused = Options() with { TextColumn = text, Columns = column is null ? null : ["id", column], ShardCount = shards };
        var e = await Assert.ThrowsAsync<ArgumentException>(() => BulkJob.RunAsync(refused, FakeModel.Scorer(), null, Token));
        Assert.Contains($"There is no column '{column ?? text}'", e.Message, StringComparison.Ordinal);
        Assert.Equal([Input], Directory.GetFileSystemEntries(Folder));

        // So the corrected command is not refused as another job.
        Assert.True((await BulkJob.RunAsync(Options(), FakeModel.Scorer(), null, Token)).Finished);
    }

    [Fact]
    public async Task Lost_and_broken_inputs_are_named_and_the_ledger_stays()
    {
        await Interrupt(Options());
        string moved = Input + ".away";
        File.Move(Input, moved);
        Assert.Contains(Input, (await Assert.ThrowsAsync<FileNotFoundException>(() => BulkJob.RunAsync(Options(), FakeModel.Scorer(), null, Token))).Message, StringComparison.Ordinal);
        File.Move(moved, Input);
        Assert.True((await BulkJob.RunAsync(Options(), FakeModel.Scorer(), null, Token)).Progress.ResumedRows > 0);

        byte[] whole = Rows.Write(Rows.Schema(("text", RecordType.Text)), [], new(RecordFormat.Parquet));
        await File.WriteAllBytesAsync(At("half.parquet"), whole[..(whole.Length / 2)], Token);
        var e = await Assert.ThrowsAsync<VerdictFormatException>(() => BulkJob.RunAsync(Options() with { Inputs = [At("half.parquet")] }, FakeModel.Scorer(), null, Token));
        Assert.Contains("half-written", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_of_the_model_come_out_as_they_are()
    {
        int calls = 0;
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => BulkJob.RunAsync(Options(), FakeModel.Scorer(() => Throw(++calls)), null, Token));
        Assert.True((await BulkJob.RunAsync(Options(), FakeModel.Scorer(), null, Token)).Finished);
        Assert.Equal(Expected, await File.ReadAllTextAsync(At("out.csv"), Token));

        static void Throw(int call)
        {
            if (call == 4)
                throw new TimeZoneNotFoundException();
        }
    }

    [Fact]
    public async Task Two_runs_of_a_job_at_once_are_refused()
    {
        Exception? second = null;
        await BulkJob.RunAsync(Options(), FakeModel.Scorer(() => second ??= Xunit.Record.Exception(() => BulkJob.RunAsync(Options(), FakeModel.Scorer()).GetAwaiter().GetResult())), null, Token);
        Assert.Contains("another process works here", Assert.IsType<IOException>(second).Message, StringComparison.Ordinal);
        Assert.Equal(Expected, await File.ReadAllTextAsync(At("out.csv"), Token));
    }

    [Fact]
    public async Task A_long_text_in_a_window_marks_only_its_own_row()
    {
        await File.WriteAllTextAsync(Input, "id,text\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i},{(i % 37 == 5 ? "too long" : "t" + i)}\n")), Token);
        BulkSummary summary = await BulkJob.RunAsync(Options(), FakeModel.Scorer(), null, Token);
        Assert.Equal(6, summary.Progress.MarkedRows);
        string[] lines = await File.ReadAllLinesAsync(At("out.csv"), Encoding.UTF8, Token);
        Assert.All(Enumerable.Range(0, 200).Where(i => i % 37 != 5), i => Assert.Equal(FakeModel.Line(i, "t" + i), lines[i + 1]));
    }

    private static async Task Interrupt(BulkJobOptions options)
    {
        using var stop = new CancellationTokenSource();
        int calls = 0;
        Assert.False((await BulkJob.RunAsync(options, FakeModel.Scorer(() => StopAt(++calls, 2, stop)), null, stop.Token)).Finished);
    }

    private static void StopAt(int call, int last, CancellationTokenSource stop)
    {
        if (call == last)
            stop.Cancel();
    }
}
