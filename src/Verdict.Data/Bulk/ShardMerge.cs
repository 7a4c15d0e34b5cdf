namespace Verdict.Data.Bulk;

/// <summary>Joins finished shards.</summary>
internal static class ShardMerge
{
    public static long Run(string output, NestedType? annotations, CancellationToken cancellation)
    {
        string folder = WorkFolder.Of(output);
        List<string> shards = Directory.Exists(folder) ? [.. Directory.GetDirectories(folder, "shard-*").Order(StringComparer.Ordinal)] : [];
        if (shards.Count == 0)
            throw new BulkJobException($"{folder} holds no shards. Run the job with shard 1/n to n/n and this output first.");
        List<Ledger> ledgers = [.. shards.Select(shard => Ledger.Open(shard, null) ?? throw new BulkJobException($"{shard} holds no ledger. Run that shard again."))];
        Compare(shards, ledgers);
        RecordEncoding encoding = RecordEncoding.Parse(ledgers[0].Identity.GetValueOrDefault("output format", ""));
        List<(string Path, LedgerPart Part)> parts = [.. shards.Zip(ledgers).SelectMany(pair => JobRun.Parts(pair.First, pair.Second, encoding)).OrderBy(part => part.Part.Number)];
        Complete(parts, ledgers[0]);
        bool annotated = ledgers[0].Identity.TryGetValue(JobIdentity.AnnotationsName, out string? column);
        if (annotated && annotations is null)
            throw new BulkJobException($"The shards of {output} have an annotation column '{column}'. Give its type to the merge.");
        Assembler.Assemble(parts, output, encoding, annotated ? annotations : null, null, cancellation);
        foreach (string shard in shards)
        {
            using WorkFolder done = WorkFolder.Take(shard);
            done.Remove();
        }

        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
        return ledgers[0].TotalRows;
    }

    /// <summary>All shards must be there, finished, and of the same job.</summary>
    private static void Compare(List<string> shards, List<Ledger> ledgers)
    {
        string shardCount = ledgers[0].Identity.GetValueOrDefault(JobIdentity.ShardName, "").Split('/')[^1];
        for (int i = 0; i < ledgers.Count; i++)
        {
            string shard = ledgers[i].Identity.GetValueOrDefault(JobIdentity.ShardName, "");
            List<string> differences = JobIdentity.Differences(Job(ledgers[0]), Job(ledgers[i]));
            if (differences.Count > 0)
                throw new BulkJobException($"{shards[i]} belongs to another job than {shards[0]}: {string.Join("; ", differences)}. Run that shard again.");
            if (shard.Split('/')[^1] != shardCount)
                throw new BulkJobException($"{shards[i]} is shard {shard}, but {shards[0]} is one of {shardCount}. Take away what does not belong here.");
            if (ledgers[i].TotalParts is null)
                throw new BulkJobException($"{shards[i]} is not finished. Run shard {shard} again.");
        }

        if (shardCount != ledgers.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))
            throw new BulkJobException($"There are {ledgers.Count} shards of {shardCount}: {string.Join(", ", ledgers.Select(ledger => ledger.Identity.GetValueOrDefault(JobIdentity.ShardName, "")))}. Run the others, or bring their folders here.");
    }

    private static Dictionary<string, string> Job(Ledger ledger) => ledger.Identity.Where(pair => pair.Key != JobIdentity.ShardName).ToDictionary();

    /// <summary>Every part once, every row once.</summary>
    private static void Complete(List<(string Path, LedgerPart Part)> parts, Ledger ledger)
    {
        long row = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            if (parts[i].Part.Number != i || parts[i].Part.FirstRow != row)
                throw new BulkJobException($"Part {i} with the rows from {row} on was expected, and part {parts[i].Part.Number} with those from {parts[i].Part.FirstRow} on was found. Run the shards again.");
            row += parts[i].Part.Rows;
        }

        if (parts.Count != ledger.TotalParts || row != ledger.TotalRows)
            throw new BulkJobException($"{parts.Count} parts with {row} rows were found, {ledger.TotalParts} with {ledger.TotalRows} were expected. Run the shards again.");
    }
}
