using Apache.Arrow;
using Apache.Arrow.Types;
using Verdict.SparkNlp.Frames;

namespace Verdict.SparkNlp;

/// <summary>
/// Rows in columns, as Arrow record batches. It is lazy: rows are read and computed when they are asked for, a batch at a time, and again
/// each time. Immutable; any number of threads may read it.
/// </summary>
public sealed partial class DataFrame
{
    private readonly Func<IEnumerable<RecordBatch>> _batches;

    /// <summary>Creates a frame from batches.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="batches">Gives the rows from the beginning each time it is called; every batch must have the schema's columns.</param>
    public DataFrame(Schema schema, Func<IEnumerable<RecordBatch>> batches)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(batches);
        Schema = schema;
        _batches = batches;
    }

    /// <summary>The columns.</summary>
    public Schema Schema { get; }

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Columns => [.. Schema.FieldsList.Select(f => f.Name)];

    /// <summary>A frame of one text column.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="texts">Its rows.</param>
    public static DataFrame Of(string column, params string?[] texts) => Of(column, (IEnumerable<string?>)texts);

    /// <summary>A frame of one text column over a sequence, which is read each time the frame is.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="texts">Its rows.</param>
    public static DataFrame Of(string column, IEnumerable<string?> texts)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        ArgumentNullException.ThrowIfNull(texts);
        var schema = new Schema([new Field(column, StringType.Default, true)], null);
        return new DataFrame(schema, () => texts.Chunk(RowsPerBatch).Select(rows => new RecordBatch(schema, [new StringArray.Builder().AppendRange(rows).Build()], rows.Length)));
    }

    /// <summary>The rows, computed as they are taken.</summary>
    public IEnumerable<RecordBatch> Batches() => _batches();

    /// <summary>How many rows there are; this computes them all.</summary>
    public long Count() => Batches().Sum(b => (long)b.Length);

    /// <summary>A frame whose rows are computed at the first reading and kept in memory.</summary>
    public DataFrame Cache()
    {
        var rows = new Lazy<RecordBatch[]>(() => [.. Batches()]);
        return new DataFrame(Schema, () => rows.Value);
    }

    /// <summary>Only the first rows.</summary>
    /// <param name="rows">At most so many.</param>
    public DataFrame Limit(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return new DataFrame(Schema, () => First(rows));
    }

    /// <summary>Chosen columns, or fields inside them.</summary>
    /// <param name="columns">Names such as <c>text</c>; <c>*</c> for all; <c>class.result</c> for a field of structs or of lists of structs, which gives a list.</param>
    /// <exception cref="ArgumentException">There is no such column or field.</exception>
    public DataFrame Select(params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Selection[] chosen = [.. columns.SelectMany(c => c == "*" ? Columns.Select(n => Selection.Of(Schema, n)) : [Selection.Of(Schema, c)])];
        var schema = new Schema(chosen.Select(c => c.Field), Schema.Metadata);
        return new DataFrame(schema, () => Batches().Select(b => new RecordBatch(schema, chosen.Select(c => c.Take(b)), b.Length)));
    }

    /// <summary>The frame without some columns; names that are not there do not matter.</summary>
    public DataFrame Drop(params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return Select([.. Columns.Where(c => !columns.Contains(c))]);
    }

    /// <summary>The frame with a column under another name.</summary>
    public DataFrame WithColumnRenamed(string existing, string column)
    {
        var schema = new Schema(Schema.FieldsList.Select(f => f.Name == existing ? new Field(column, f.DataType, f.IsNullable, f.Metadata) : f), Schema.Metadata);
        return new DataFrame(schema, () => Batches().Select(b => new RecordBatch(schema, b.Arrays, b.Length)));
    }

    /// <summary>The annotations of a column, row by row, computed as they are taken.</summary>
    /// <param name="column">An annotation column.</param>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public IEnumerable<IReadOnlyList<Annotation>> Annotations(string column)
    {
        int index = Schemas.IndexOf(Schema, column);
        return AnnotationColumn.IsAnnotations(Schema.FieldsList[index].DataType)
            ? Batches().SelectMany(b => AnnotationColumn.Read(b.Column(index)))
            : throw new ArgumentException($"column [{column}] must be an NLP Annotation column", nameof(column));
    }

    /// <summary>The texts of a column, row by row, computed as they are taken.</summary>
    /// <param name="column">A column of text, numbers or truth values.</param>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public IEnumerable<string?> Texts(string column)
    {
        int index = Schemas.IndexOf(Schema, column);
        return Batches().SelectMany(b => Enumerable.Range(0, b.Length).Select(i => TextCells.Read(b.Column(index), i)));
    }

    /// <summary>Prints the first rows to the console, as Spark does.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="truncate">The longest cell in characters; 0 for no limit.</param>
    /// <param name="vertical">One line a cell instead of one a row.</param>
    public void Show(int rows = 20, int truncate = 20, bool vertical = false) => Console.Out.WriteLine(ShowString(rows, truncate, vertical));

    /// <summary>What <see cref="Show(int, int, bool)"/> prints.</summary>
    public string ShowString(int rows = 20, int truncate = 20, bool vertical = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return ShowText.Of(Schema, Batches(), rows, truncate, vertical);
    }

    /// <summary>Prints the columns' types to the console, as Spark does.</summary>
    public void PrintSchema() => Console.Out.WriteLine(SchemaString());

    /// <summary>The columns' types in Spark's JSON.</summary>
    public string SchemaJson() => SparkSchema.ToJson(Schema);

    /// <summary>What <see cref="PrintSchema"/> prints.</summary>
    public string SchemaString() => SparkTypes.Tree(Schema);

    /// <summary>How many rows a batch holds that is made here.</summary>
    internal const int RowsPerBatch = 1024;

    private IEnumerable<RecordBatch> First(int rows)
    {
        if (rows == 0)
            yield break;
        foreach (RecordBatch batch in Batches())
        {
            yield return batch.Length <= rows ? batch : batch.Slice(0, rows);
            rows -= batch.Length;
            if (rows <= 0)
                yield break;
        }
    }
}
