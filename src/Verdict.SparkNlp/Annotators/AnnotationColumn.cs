using Apache.Arrow;
using Apache.Arrow.Types;

namespace Verdict.SparkNlp;

/// <summary>
/// Annotations in an Arrow column: <c>list&lt;struct&lt;annotatorType, begin, end, result, metadata: map, embeddings&gt;&gt;</c>. The column's
/// kind stands in its field's metadata under <c>annotatorType</c>, which is how stages find their inputs.
/// </summary>
internal static class AnnotationColumn
{
    private const string KindKey = "annotatorType";

    private static readonly MapType MetadataType = new(new Field("key", StringType.Default, false), new Field("value", StringType.Default, true));
    private static readonly ListType EmbeddingsType = new(new Field("element", FloatType.Default, false));

    private static readonly StructType ElementType = new(
    [
        new Field("annotatorType", StringType.Default, true),
        new Field("begin", Int32Type.Default, false),
        new Field("end", Int32Type.Default, false),
        new Field("result", StringType.Default, true),
        new Field("metadata", MetadataType, true),
        new Field("embeddings", EmbeddingsType, true),
    ]);

    private static readonly ListType ColumnType = new(new Field("element", ElementType, true));

    /// <summary>A column's field.</summary>
    public static Field Field(string name, string annotatorType) =>
        new(name, ColumnType, true, new Dictionary<string, string> { [KindKey] = annotatorType });

    /// <summary>Whether a type is that of annotations, whatever the names of list elements and map entries.</summary>
    public static bool IsAnnotations(IArrowType type) =>
        type is ListType { ValueDataType: StructType { Fields.Count: 6 } fields } &&
        fields.Fields.Select(f => f.Name).SequenceEqual(ElementType.Fields.Select(f => f.Name)) &&
        fields.Fields[1].DataType is Int32Type && fields.Fields[2].DataType is Int32Type &&
        fields.Fields[4].DataType is MapType && fields.Fields[5].DataType is ListType { ValueDataType: FloatType };

    /// <summary>The kind of annotations that a column holds, or <see langword="null"/> where it holds none or does not say.</summary>
    public static string? TypeOf(Schema schema, string column)
    {
        Field? field = schema.FieldsList.FirstOrDefault(f => f.Name == column);
        return field is not null && IsAnnotations(field.DataType) && field.Metadata?.TryGetValue(KindKey, out string? type) == true ? type : null;
    }

    /// <summary>A column's annotations, row by row.</summary>
    public static IReadOnlyList<Annotation>[] Read(IArrowArray array)
    {
        var list = (ListArray)array;
        var elements = (StructArray)list.Values;
        var types = (StringArray)elements.Fields[0];
        var begins = (Int32Array)elements.Fields[1];
        var ends = (Int32Array)elements.Fields[2];
        var results = (StringArray)elements.Fields[3];
        var metadata = (MapArray)elements.Fields[4];
        var embeddings = (ListArray)elements.Fields[5];
        var rows = new IReadOnlyList<Annotation>[list.Length];
        string kind = "";
        for (int row = 0; row < rows.Length; row++)
        {
            int start = list.ValueOffsets[row];
            var annotations = new Annotation[list.IsNull(row) ? 0 : list.ValueOffsets[row + 1] - start];
            for (int i = 0; i < annotations.Length; i++)
            {
                int at = start + i;
                string type = types.GetString(at) ?? "";
                kind = type == kind ? kind : type;
                annotations[i] = new Annotation(
                    kind, begins.GetValue(at) ?? 0, ends.GetValue(at) ?? 0, results.GetString(at) ?? "", ReadMap(metadata, at), ReadVector(embeddings, at));
            }

            rows[row] = annotations;
        }

        return rows;
    }

    /// <summary>A map's entries in order.</summary>
    public static IReadOnlyDictionary<string, string?>? ReadMap(MapArray maps, int index)
    {
        if (maps.IsNull(index))
            return null;
        var keys = (StringArray)maps.Keys;
        var values = (StringArray)maps.Values;
        int start = maps.ValueOffsets[index], end = maps.ValueOffsets[index + 1];
        if (end == start + 1 && keys.GetString(start) == Metadata.Sentence && int.TryParse(values.GetString(start), out int sentence) && sentence is >= 0 and < 64)
            return Metadata.OfSentence(sentence);
        var map = new OrderedDictionary<string, string?>(end - start);
        for (int i = start; i < end; i++)
            map[keys.GetString(i)] = values.GetString(i);
        return map;
    }

    /// <summary>Makes a column of rows of annotations.</summary>
    public static ListArray Build(ReadOnlySpan<IReadOnlyList<Annotation>> rows)
    {
        var offsets = new ArrowBuffer.Builder<int>(rows.Length + 1);
        var types = new StringArray.Builder();
        var begins = new Int32Array.Builder();
        var ends = new Int32Array.Builder();
        var results = new StringArray.Builder();
        var metadata = new MapBuilder();
        var vectorOffsets = new ArrowBuffer.Builder<int>();
        var vectors = new FloatArray.Builder();
        int count = 0, floats = 0;
        offsets.Append(0);
        vectorOffsets.Append(0);
        foreach (IReadOnlyList<Annotation> row in rows)
        {
            foreach (Annotation annotation in row)
            {
                types.Append(annotation.AnnotatorType);
                begins.Append(annotation.Begin);
                ends.Append(annotation.End);
                results.Append(annotation.Result);
                metadata.Append(annotation.Metadata);
                foreach (float value in annotation.Embeddings)
                    vectors.Append(value);
                floats += annotation.Embeddings.Count;
                vectorOffsets.Append(floats);
                count++;
            }

            offsets.Append(count);
        }

        var embeddings = new ListArray(EmbeddingsType, count, vectorOffsets.Build(), vectors.Build(), ArrowBuffer.Empty);
        var elements = new StructArray(
            ElementType, count, [types.Build(), begins.Build(), ends.Build(), results.Build(), metadata.Build(MetadataType), embeddings], ArrowBuffer.Empty);
        return new ListArray(ColumnType, rows.Length, offsets.Build(), elements, ArrowBuffer.Empty);
    }

    private static float[]? ReadVector(ListArray lists, int index)
    {
        int start = lists.ValueOffsets[index], end = lists.ValueOffsets[index + 1];
        return lists.IsNull(index) || start == end ? null : ((FloatArray)lists.Values).Values[start..end].ToArray();
    }
}
