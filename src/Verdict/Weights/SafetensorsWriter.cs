using System.Buffers.Binary;
using System.Text.Json;
using Verdict.Files;
using Verdict.Tensors;

namespace Verdict.Weights;

/// <summary>Writes a safetensors file (https://huggingface.co/docs/safetensors): eight bytes of header length, a JSON header, the numbers side by side.</summary>
internal static class SafetensorsWriter
{
    /// <summary>Writes the tensors, sorted by name as Hugging Face's own writer has them; the header ends at a multiple of eight.</summary>
    public static void Write(string path, IEnumerable<StoredTensor> tensors)
    {
        StoredTensor[] sorted = [.. tensors.OrderBy(t => t.Name, StringComparer.Ordinal)];
        byte[] header = Header(sorted);
        AtomicFolder.WriteFile(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (StoredTensor tensor in sorted)
                stream.Write(tensor.Bytes.Span);
        });
    }

    private static byte[] Header(StoredTensor[] tensors)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            json.WriteEndObject();
            long offset = 0;
            foreach (StoredTensor tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type.ToString());
                json.WriteStartArray("shape");
                foreach (int dimension in tensor.Shape)
                    json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }
}
