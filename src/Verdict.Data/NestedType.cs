using Apache.Arrow;
using Parquet;
using Parquet.Schema;
using ArrowField = Apache.Arrow.Field;
using ArrowSchema = Apache.Arrow.Schema;
using ParquetField = Parquet.Schema.Field;

namespace Verdict.Data;

/// <summary>
/// How a column of lists, structs or maps lies in Parquet and Arrow files; between files its values are JSON. Immutable; may be shared by
/// threads. There is one: that of Spark NLP's annotations, in <c>Verdict.SparkNlp</c>.
/// </summary>
public abstract class NestedType
{
    private protected NestedType()
    {
    }

    /// <summary>The column as Arrow has it.</summary>
    internal abstract ArrowField ToArrow(string name);

    /// <summary>The column as Parquet has it.</summary>
    internal abstract ParquetField ToParquet(string name);

    /// <summary>What a Parquet file's description says besides, given all its columns.</summary>
    internal abstract IReadOnlyDictionary<string, string> ParquetNotes(ArrowSchema columns);

    /// <summary>What a Parquet file with such a column is written through, and what to call when only the file's end is still to come; it is disposed then.</summary>
    internal abstract (Stream Stream, Action EndComes) AroundParquet(Stream stream);

    /// <summary>An Arrow column of the given values.</summary>
    internal abstract IArrowArray Build(IReadOnlyList<string?> json);

    /// <summary>Writes the given values into a row group.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="leaves">The columns that this one has in the file, in order.</param>
    /// <param name="json">The values, one a row.</param>
    internal abstract Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<DataField> leaves, IReadOnlyList<string?> json);
}
