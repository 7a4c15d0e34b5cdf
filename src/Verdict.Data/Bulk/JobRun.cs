using Verdict.Data.Files;

namespace Verdict.Data.Bulk;

/// <summary>One run of a job.</summary>
internal sealed class JobRun(BulkJobOptions options, BulkScorer scorer, IProgress<BulkProgress>? progress, CancellationToken cancellation)
{
    private readonly WindowScorer _scorer = new(scorer, options.TextColumn, options.PairColumn);
    private BulkProgress? _last;

    /// <summary>A job that reads or writes a pipe: no parts, nothing to resume.</summary>
    public BulkSummary ThroughPipe()
    {
        JobInput input = JobInput.Open(options, options.Inputs is ["-"] ? [] : Files());
        using var writer = new PartWriter(options, input.Schema, scorer.Labels, null, null, (schema, encoding) => options.Output == "-"
            ? RecordWriter.Create(Console.OpenStandardOutput(), schema, encoding)
            : RecordWriter.Create(options.Output, schema, encoding, header: true, options.WrapOutput));
        var reader = new WindowReader(options, new Dictionary<int, LedgerPart>(), onePart: true);
        Work(input, reader, writer, static () => false, Cancellable(input.Read()));
        return new() { Progress = _last!, Finished = true, Output = options.Output == "-" ? null : options.Output, WorkFolder = null };
    }

    /// <summary>A job over files, part by part.</summary>
    public BulkSummary InParts()
    {
        IReadOnlyList<string> files = Files();
        SortedDictionary<string, string> identity = JobIdentity.Of(options, files, scorer, cancellation);

        // Before the folder is there: a job that is refused leaves nothing behind.
        JobInput input = JobInput.Open(options, files);
        using WorkFolder folder = WorkFolder.Take(WorkFolder.Of(options.Output, options.Shard, options.ShardCount));
        Ledger ledger = OpenLedger(folder, identity);
        if (ledger.Delivered is null)
        {
            ForgetDamaged(folder.Path, ledger);
            if (!Continue(input, folder, ledger))
                return new() { Progress = _last!, Finished = false, Output = null, WorkFolder = folder.Path };
        }

        if (options.ShardCount > 1)
            return new() { Progress = _last!, Finished = true, Output = null, WorkFolder = folder.Path };
        if (ledger.Delivered is null)
            ledger.Deliver(Assembler.Assemble(Parts(folder.Path, ledger, Encoding), options.Output, Encoding, options.Annotations?.Type, options.WrapOutput, CancellationToken.None));
        _last ??= Resumed(ledger);
        folder.Remove();
        return new() { Progress = _last, Finished = true, Output = options.Output, WorkFolder = null };
    }

    /// <summary>The parts of a ledger with their files, in order.</summary>
    public static List<(string Path, LedgerPart Part)> Parts(string folder, Ledger ledger, RecordEncoding encoding) =>
        [.. ledger.Parts.Values.OrderBy(part => part.Number).Select(part => (Path.Combine(folder, PartWriter.PartName(part.Number, encoding)), part))];

    private RecordEncoding Encoding => options.Encoding;

    private static BulkProgress Resumed(Ledger ledger) => new()
    {
        Rows = 0,
        ResumedRows = ledger.Parts.Values.Sum(part => part.Rows),
        MarkedRows = ledger.Parts.Values.Sum(part => part.Marked),
        TruncatedRows = ledger.Parts.Values.Sum(part => part.Truncated),
        Tokens = 0,
        Parts = ledger.Parts.Count,
        Elapsed = default,
        EngineShare = 0,
        Fraction = 1,
    };

    private List<string> Files()
    {
        List<string> files = InputSet.Expand(options.Inputs, options.InputEncoding is not null);
        if (options.Output != "-" && files.Any(file => Path.GetFullPath(file) == Path.GetFullPath(options.Output)))
            throw new ArgumentException($"{options.Output} is both input and output. Choose another output.");
        return files;
    }

    /// <summary>The ledger of this job: the one that is there, if it is this job's, or a new one.</summary>
    private Ledger OpenLedger(WorkFolder folder, SortedDictionary<string, string> identity)
    {
        if (options.Restart)
            folder.Clear();
        Ledger? ledger = Ledger.Open(folder.Path, options.WrapOutput);
        if (ledger?.Delivered is string digest && !(File.Exists(options.Output) && JobIdentity.Digest(options.Output, cancellation).Digest == digest))
        {
            // It was finished and only its folder is left over; the output has gone its own way since.
            folder.Clear();
            ledger = null;
        }

        if (ledger is null)
        {
            folder.Clear();
            return Ledger.Create(folder.Path, identity, options.WrapOutput);
        }

        List<string> differences = JobIdentity.Differences(ledger.Identity, identity);
        return differences.Count == 0
            ? ledger
            : throw new BulkJobException($"{folder.Path} holds an unfinished job that differs from this one: {string.Join("; ", differences)}. Run it as it was begun, choose another output, or begin anew with the restart option.");
    }

    /// <summary>A part whose file is gone or not what it was is done again.</summary>
    private void ForgetDamaged(string folder, Ledger ledger)
    {
        foreach ((string path, LedgerPart part) in Parts(folder, ledger, Encoding))
        {
            if (!File.Exists(path) || JobIdentity.Digest(path, cancellation) != (part.Length, part.Sha256))
                ledger.Forget(part.Number);
        }
    }

    /// <summary>Does the parts that are missing; says whether all are there now.</summary>
    private bool Continue(JobInput input, WorkFolder folder, Ledger ledger)
    {
        using var writer = new PartWriter(options, input.Schema, scorer.Labels, folder.Path, ledger, null);
        var done = new Dictionary<int, LedgerPart>(ledger.Parts);
        var reader = new WindowReader(options, done, onePart: false);
        Work(input, reader, writer, () => cancellation.IsCancellationRequested, input.Read());
        if (!reader.Ended)
            return false;
        ledger.Finish(reader.Parts, reader.Rows);
        return true;
    }

    private void Work(JobInput input, WindowReader reader, PartWriter writer, Func<bool> stop, IEnumerable<Record> rows)
    {
        TimeSpan scored = Pipeline.Run(reader.Read(rows, stop), _scorer, writer, elapsed => Report(input, writer, elapsed));
        Report(input, writer, scored);
    }

    private void Report(JobInput input, PartWriter writer, TimeSpan elapsed)
    {
        _last = new()
        {
            Rows = writer.Rows,
            ResumedRows = writer.ResumedRows,
            MarkedRows = writer.Marked,
            TruncatedRows = writer.Truncated,
            Tokens = writer.Tokens,
            Parts = writer.Parts,
            Elapsed = elapsed,
            EngineShare = elapsed > TimeSpan.Zero ? Math.Min(1, _scorer.Busy / elapsed) : 0,
            Fraction = input.Fraction,
        };
        progress?.Report(_last);
    }

    private IEnumerable<Record> Cancellable(IEnumerable<Record> rows)
    {
        foreach (Record row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return row;
        }
    }
}
