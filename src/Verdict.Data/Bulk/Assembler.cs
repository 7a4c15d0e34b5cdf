using System.Security.Cryptography;
using Verdict.Data.Files;

namespace Verdict.Data.Bulk;

/// <summary>Puts parts one behind the other into the output, each checked against the ledger.</summary>
internal static class Assembler
{
    /// <param name="parts">The parts in order.</param>
    /// <param name="output">The file to write.</param>
    /// <param name="encoding">Its format.</param>
    /// <param name="lastColumn">What the last column is where it is nested; parts read back do not tell.</param>
    /// <param name="wrap">Put around the output's stream, so that tests can let it fail.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The output's digest.</returns>
    /// <exception cref="BulkJobException">A part is not what the ledger says.</exception>
    public static string Assemble(IReadOnlyList<(string Path, LedgerPart Part)> parts, string output, RecordEncoding encoding, NestedType? lastColumn, Func<Stream, Stream>? wrap, CancellationToken cancellation)
    {
        if (encoding.Format is RecordFormat.Csv or RecordFormat.Tsv or RecordFormat.JsonLines)
            return Join(parts, output, wrap, cancellation);
        foreach ((string path, LedgerPart part) in parts)
            Check(path, part, JobIdentity.Digest(path, cancellation));
        Rewrite(parts, output, encoding, lastColumn, wrap, cancellation);
        return JobIdentity.Digest(output, cancellation).Digest;
    }

    /// <summary>Text formats, compressed ones too: the bytes one behind the other.</summary>
    private static string Join(IReadOnlyList<(string Path, LedgerPart Part)> parts, string output, Func<Stream, Stream>? wrap, CancellationToken cancellation)
    {
        using OutputFile file = OutputFile.Create(output, wrap);
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 17];
        foreach ((string path, LedgerPart part) in parts)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using Stream stream = InputFile.Open(path);
            long length = 0;
            while (stream.Read(buffer) is int count and > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, count);
                whole.AppendData(buffer, 0, count);
                length += count;
                Put(file, buffer.AsSpan(0, count));
            }

            Check(path, part, (length, Convert.ToHexStringLower(hash.GetHashAndReset())));
        }

        file.Commit();
        return Convert.ToHexStringLower(whole.GetHashAndReset());
    }

    private static void Put(OutputFile file, ReadOnlySpan<byte> bytes)
    {
        try
        {
            file.Stream.Write(bytes);
        }
        catch (IOException e)
        {
            throw OutputFile.Unwritable(file.Path, e);
        }
    }

    /// <summary>Columnar formats: the rows, gathered into groups of full size.</summary>
    private static void Rewrite(IReadOnlyList<(string Path, LedgerPart Part)> parts, string output, RecordEncoding encoding, NestedType? lastColumn, Func<Stream, Stream>? wrap, CancellationToken cancellation)
    {
        RecordWriter? writer = null;
        try
        {
            foreach ((string path, _) in parts)
            {
                using RecordReader reader = RecordReader.Open(path, encoding);
                writer ??= RecordWriter.Create(output, lastColumn is null ? reader.Schema : WithLast(reader.Schema, lastColumn), encoding, header: true, wrap);
                foreach (Record record in reader.Read())
                {
                    cancellation.ThrowIfCancellationRequested();
                    writer.Write(record);
                    LongRow.CollectAfter(record.Size);
                }
            }

            writer!.Complete();
        }
        finally
        {
            writer?.Dispose();
        }
    }

    private static RecordSchema WithLast(RecordSchema schema, NestedType type) =>
        new([.. schema.Columns.SkipLast(1), schema.Columns[^1] with { Type = RecordType.NestedOf(type) }]);

    private static void Check(string path, LedgerPart part, (long Length, string Digest) found)
    {
        if (found.Length != part.Length || found.Digest != part.Sha256)
            throw new BulkJobException($"{path} is not what the ledger says ({found.Length} bytes, sha256 {found.Digest}, instead of {part.Length} bytes, {part.Sha256}). Delete the file and run its job again.");
    }
}
