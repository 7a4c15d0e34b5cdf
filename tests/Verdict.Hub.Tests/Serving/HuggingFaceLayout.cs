using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Verdict.Hub.Tests.Serving;

/// <summary>Makes a small hub with the layout of Hugging Face's: the model API, files by commit, large files by redirection.</summary>
internal sealed class HuggingFaceLayout
{
    public const string Name = "verdict-tests/tiny";

    /// <summary>The files that a classifier needs, in order.</summary>
    public static readonly string[] Needed = ["config.json", "model.safetensors", "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt"];

    public Dictionary<string, byte[]> Files { get; } = new()
    {
        [".gitattributes"] = "*.safetensors filter=lfs"u8.ToArray(),
        ["README.md"] = "# A card"u8.ToArray(),
        ["config.json"] = """{"architectures":["BertForSequenceClassification"]}"""u8.ToArray(),
        ["model.safetensors"] = SparkNlpLayout.Noise(300_000),
        ["modeling_custom.py"] = "print('never run')"u8.ToArray(),
        ["pytorch_model.bin"] = [0x80, 2],
        ["special_tokens_map.json"] = "{\n}"u8.ToArray(),
        ["tokenizer.json"] = "{}"u8.ToArray(),
        ["tokenizer_config.json"] = "{ }"u8.ToArray(),
        ["vocab.txt"] = "[PAD]\n"u8.ToArray(),
    };

    /// <summary>The commit that <c>main</c> means: it changes with the files.</summary>
    public string Commit => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Key + GitHash(f.Value))))))[..40];

    /// <summary>Whether the listing gives hashes.</summary>
    public bool ListsHashes { get; init; } = true;

    public static string Resolve(string commit, string file) => $"{Name}/resolve/{commit}/{file}";

    /// <summary>The path of the API's answer about a revision.</summary>
    public static string Api(string revision = "main") => $"api/models/{Name}/revision/{revision}";

    public static bool IsLarge(string file) => file.EndsWith(".safetensors", StringComparison.Ordinal) || file.EndsWith(".bin", StringComparison.Ordinal);

    /// <summary>Git's object id of a file.</summary>
    // The hub's format demands SHA-1.
#pragma warning disable CA5350
    public static string GitHash(byte[] bytes) => Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {bytes.Length}\0")), .. bytes]));
#pragma warning restore CA5350

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The hash that names a file's content in the cache.</summary>
    public string Blob(string file) => IsLarge(file) ? Sha256(Files[file]) : GitHash(Files[file]);

    /// <summary>The answer of the API.</summary>
    public string Listing()
    {
        var siblings = new JsonArray();
        foreach ((string path, byte[] bytes) in Files)
        {
            var item = new JsonObject { ["rfilename"] = path };
            if (ListsHashes)
            {
                item["size"] = bytes.Length;
                item["blobId"] = GitHash(bytes);
                if (IsLarge(path))
                    item["lfs"] = new JsonObject { ["sha256"] = Sha256(bytes), ["size"] = bytes.Length, ["pointerSize"] = 130 };
            }

            siblings.Add(item);
        }

        return new JsonObject { ["id"] = Name, ["sha"] = Commit, ["siblings"] = siblings }.ToJsonString();
    }

    /// <summary>Puts the present state on a server; large files are redirected to a second one, under <c>cdn/SHA256</c>.</summary>
    public void PublishOn(HubServer server, Dictionary<string, byte[]> content, string contentAddress, Dictionary<string, byte[]> contentOfCdn)
    {
        string commit = Commit, listing = Listing();
        Task Answer(HttpContext context)
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(listing, context.RequestAborted);
        }

        server.Routes[Api()] = Answer;
        server.Routes[Api(commit)] = Answer;
        foreach ((string file, byte[] bytes) in Files)
        {
            string path = Resolve(commit, file);
            if (IsLarge(file))
            {
                contentOfCdn[$"cdn/{Sha256(bytes)}"] = bytes;
                server.Routes[path] = context =>
                {
                    context.Response.StatusCode = 302;
                    context.Response.Headers["X-Repo-Commit"] = commit;
                    context.Response.Headers["X-Linked-Etag"] = $"\"{Sha256(bytes)}\"";
                    context.Response.Headers["X-Linked-Size"] = bytes.Length.ToString(CultureInfo.InvariantCulture);
                    context.Response.Headers.Location = $"{contentAddress}/cdn/{Sha256(bytes)}?signature=x";
                    return Task.CompletedTask;
                };
            }
            else
            {
                content[path] = bytes;
                server.Headers[path] = [("X-Repo-Commit", commit), ("X-Linked-Etag", $"\"{GitHash(bytes)}\"")];
            }
        }
    }
}
