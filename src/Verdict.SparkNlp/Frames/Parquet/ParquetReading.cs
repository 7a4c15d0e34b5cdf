using System.Text.Json;
using Apache.Arrow;
using Parquet;
using Verdict.Data.Parquet;
using ArrowField = Apache.Arrow.Field;

namespace Verdict.SparkNlp.Frames.Parquet;

/// <summary>Reads Parquet files, those that Spark wrote with annotation columns among them, a row group at a time.</summary>
internal static class ParquetReading
{
    /// <summary>The files of a path: itself, or the parts in a folder as Spark writes one.</summary>
    public static string[] Files(string path)
    {
        if (File.Exists(path))
            return [path];
        string[] parts = Directory.Exists(path) ? Directory.GetFiles(path, "*.parquet") : [];
        System.Array.Sort(parts, StringComparer.Ordinal);
        return parts.Length > 0 ? parts : throw new VerdictFormatException(path, null, "there is no Parquet file. Give a file, or a folder with part-*.parquet in it.");
    }

    /// <summary>The columns, with the kinds of annotation that Spark's own note in the file gives them.</summary>
    public static Schema ReadSchema(string file, Func<Stream> open) => Guard(file, async () =>
    {
        await using ParquetReader reader = await OpenAsync(file, open).ConfigureAwait(false);
        return SchemaOf(reader, file);
    });

    /// <summary>The rows of a file in batches.</summary>
    public static IEnumerable<RecordBatch> Read(string file, Func<Stream> open, Schema schema)
    {
        ParquetReader reader = Guard(file, () => OpenAsync(file, open));
        try
        {
            if (!SchemaOf(reader, file).FieldsList.Select(Describe).SequenceEqual(schema.FieldsList.Select(Describe)))
                throw new VerdictFormatException(file, null, "its columns are not those of the first file. Read files with other columns by themselves.");
            using Stream pages = open();
            List<LeafReader> leaves = [];
            Assembler[] columns = [.. reader.Schema.Fields.Select((f, i) => new Assembler(f, schema.FieldsList[i].DataType, leaves, file))];
            for (int group = 0; group < reader.RowGroupCount; group++)
            {
                long rows = Load(reader, group, leaves, file, pages);
                for (long row = 0; row < rows; row += DataFrame.RowsPerBatch)
                    yield return Batch(schema, columns, (int)Math.Min(DataFrame.RowsPerBatch, rows - row), file);
            }
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static async Task<ParquetReader> OpenAsync(string file, Func<Stream> open)
    {
        Stream stream = open();
        try
        {
            ParquetCheck.Footer(stream);
            return await ParquetReader.CreateAsync(stream, leaveStreamOpen: false).ConfigureAwait(false);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static string Describe(ArrowField field) => $"{field.Name}:{SparkTypes.Name(field.DataType)}";

    private static long Load(ParquetReader reader, int group, List<LeafReader> leaves, string file, Stream pages) => Guard(file, async () =>
    {
        using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
        CheckSizes(rows, pages, file);
        foreach (LeafReader leaf in leaves)
            await leaf.LoadAsync(rows).ConfigureAwait(false);
        return rows.RowCount;
    });

    /// <summary>What a row group says of itself decides how much memory is taken for it, so it must be near what its bytes can hold.</summary>
    private static void CheckSizes(ParquetRowGroupReader rows, Stream pages, string file)
    {
        long length = pages.Length;
        long most = (1 << 18) + (64 * length);
        foreach (global::Parquet.Meta.ColumnChunk chunk in rows.RowGroup.Columns)
        {
            if (chunk.MetaData is not { } data || data.NumValues < 0 || data.NumValues > most || data.TotalCompressedSize < 0 || data.TotalCompressedSize > length
                || data.TotalUncompressedSize < 0 || data.TotalUncompressedSize > (1 << 20) + (512 * length))
            {
                throw new VerdictFormatException(file, "row group", "a column claims more values or bytes than the file can hold. The file is damaged.");
            }

            ParquetCheck.Pages(pages, data);
        }
    }

    private static RecordBatch Batch(Schema schema, Assembler[] columns, int rows, string file) => Guard(file, () =>
    {
        for (int i = 0; i < rows; i++)
        {
            foreach (Assembler column in columns)
                column.Read();
        }

        return Task.FromResult(new RecordBatch(schema, columns.Select(c => c.Build()), rows));
    });

    private static Schema SchemaOf(ParquetReader reader, string file)
    {
        Dictionary<string, Dictionary<string, string>> notes = Notes(reader.CustomMetadata, file);
        return new Schema(reader.Schema.Fields.Select(f => ParquetTypes.ToArrow(f, file)).Select(f =>
            new ArrowField(f.Name, f.DataType, f.IsNullable, notes.GetValueOrDefault(f.Name))), null);
    }

    private static Dictionary<string, Dictionary<string, string>> Notes(Dictionary<string, string>? metadata, string file)
    {
        Dictionary<string, Dictionary<string, string>> notes = [];
        if (metadata is null || !metadata.TryGetValue(SparkSchema.ParquetKey, out string? json))
            return notes;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            foreach (JsonElement field in document.RootElement.GetProperty("fields").EnumerateArray())
            {
                notes[field.GetProperty("name").GetString()!] = field.GetProperty("metadata").EnumerateObject()
                    .Where(m => m.Value.ValueKind == JsonValueKind.String).ToDictionary(m => m.Name, m => m.Value.GetString()!);
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentNullException)
        {
            throw new VerdictFormatException(file, SparkSchema.ParquetKey, "Spark's note on the columns is broken JSON or has another shape. The file is damaged.", e);
        }

        return notes;
    }

    /// <summary>The library reads the file; what it throws on damaged ones is not documented and may be anything.</summary>
    private static T Guard<T>(string file, Func<Task<T>> read)
    {
        try
        {
            return Task.Run(read).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not VerdictFormatException and not OperationCanceledException)
        {
            throw new VerdictFormatException(file, null, $"the Parquet file cannot be read: {e.Message}", e);
        }
    }
}
