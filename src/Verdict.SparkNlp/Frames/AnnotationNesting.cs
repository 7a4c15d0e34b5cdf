using Apache.Arrow;
using Parquet;
using Parquet.Schema;
using Verdict.Data;
using Verdict.SparkNlp.Frames.Parquet;
using ArrowField = Apache.Arrow.Field;
using ArrowSchema = Apache.Arrow.Schema;
using ParquetField = Parquet.Schema.Field;

namespace Verdict.SparkNlp.Frames;

/// <summary>The annotation column of bulk jobs: the same as that of frames, by the same means.</summary>
internal sealed class AnnotationNesting : NestedType
{
    internal override ArrowField ToArrow(string name) => AnnotationColumn.Field(name, AnnotatorType.Category);

    internal override ParquetField ToParquet(string name) => ParquetTypes.ToParquet(ToArrow(name));

    internal override IReadOnlyDictionary<string, string> ParquetNotes(ArrowSchema columns) => new Dictionary<string, string> { [SparkSchema.ParquetKey] = SparkSchema.ToJson(columns) };

    internal override (Stream Stream, Action EndComes) AroundParquet(Stream stream)
    {
        var around = new FooterStream(stream);
        return (around, around.Hold);
    }

    internal override IArrowArray Build(IReadOnlyList<string?> json) => AnnotationColumn.Build([.. json.Select(row => row is null ? [] : AnnotationJson.Read(row))]);

    internal override async Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<DataField> leaves, IReadOnlyList<string?> json)
    {
        List<LeafWriter> writers = [];
        var shredder = new Shredder(ToArrow("annotations"), writers);
        using (IArrowArray array = Build(json))
        {
            for (int row = 0; row < json.Count; row++)
                shredder.Append(array, row);
        }

        for (int i = 0; i < writers.Count; i++)
            await writers[i].FlushAsync(group, leaves[i]).ConfigureAwait(false);
    }
}
