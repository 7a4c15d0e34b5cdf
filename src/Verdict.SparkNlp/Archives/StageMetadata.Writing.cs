using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Verdict.Files;

namespace Verdict.SparkNlp.Archives;

/// <content>Writing.</content>
internal sealed partial record StageMetadata
{
    /// <summary>Writes <c>metadata/part-00000</c> and <c>_SUCCESS</c> into a stage's folder.</summary>
    public void Write(string stageFolder)
    {
        string folder = Path.Combine(stageFolder, "metadata");
        AtomicFolder.WriteFile(Path.Combine(folder, "part-00000"), ToLine());
        AtomicFolder.WriteFile(Path.Combine(folder, "_SUCCESS"), []);
    }

    /// <summary>The line, as Spark writes it: no spaces, values as they were read.</summary>
    internal byte[] ToLine()
    {
        var line = new StringBuilder();
        line.Append("{\"class\":").Append(Quote(ClassName));
        line.Append(System.Globalization.CultureInfo.InvariantCulture, $",\"timestamp\":{Timestamp}");
        line.Append(",\"sparkVersion\":").Append(Quote(SparkVersion)).Append(",\"uid\":").Append(Quote(Uid));
        AppendMap(",\"paramMap\":{", Params.Set);
        AppendMap(",\"defaultParamMap\":{", Params.Defaults);
        return Encoding.UTF8.GetBytes(line.Append("}\n").ToString());

        void AppendMap(string head, OrderedDictionary<string, JsonElement> map)
        {
            line.Append(head);
            string comma = string.Empty;
            foreach ((string name, JsonElement value) in map)
            {
                line.Append(comma).Append(Quote(name)).Append(':').Append(Compact(value));
                comma = ",";
            }

            line.Append('}');
        }
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>A value on one line; texts and numbers keep their spelling.</summary>
    private static string Compact(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Compact))}]",
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().Select(p => $"{Quote(p.Name)}:{Compact(p.Value)}"))}}}",
        _ => value.GetRawText(),
    };
}
