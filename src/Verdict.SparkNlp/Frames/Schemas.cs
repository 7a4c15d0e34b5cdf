using Apache.Arrow;

namespace Verdict.SparkNlp.Frames;

/// <summary>Changes to schemas and record batches, which are immutable themselves.</summary>
internal static class Schemas
{
    /// <summary>A schema with one more field; a field of the same name is replaced where it stands.</summary>
    public static Schema With(Schema schema, Field field)
    {
        List<Field> fields = [.. schema.FieldsList];
        int at = fields.FindIndex(f => f.Name == field.Name);
        if (at < 0)
            fields.Add(field);
        else
            fields[at] = field;
        return new Schema(fields, schema.Metadata);
    }

    /// <summary>A batch with one more column, which a schema made by the other method describes.</summary>
    public static RecordBatch With(RecordBatch batch, Schema schema, string name, IArrowArray column) =>
        new(schema, schema.FieldsList.Select(f => f.Name == name ? column : batch.Column(f.Name)), batch.Length);

    /// <summary>A field's position, or an error that lists those there are.</summary>
    public static int IndexOf(Schema schema, string name)
    {
        for (int i = 0; i < schema.FieldsList.Count; i++)
        {
            if (schema.FieldsList[i].Name == name)
                return i;
        }

        throw new ArgumentException($"Cannot resolve column name \"{name}\" among ({string.Join(", ", schema.FieldsList.Select(f => f.Name))})");
    }
}
