namespace Verdict.Hub.Tests.Serving;

/// <summary>A hub and the other host that its large files lie on.</summary>
internal sealed class HuggingFaceServers : IAsyncDisposable
{
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly Dictionary<string, byte[]> _contentFiles = [];

    private HuggingFaceServers(HuggingFaceLayout layout) => Layout = layout;

    public HuggingFaceLayout Layout { get; }

    public HubServer Hub { get; private set; } = null!;

    public HubServer Content { get; private set; } = null!;

    /// <summary>The path of the weights on the other host.</summary>
    public string Weights => $"cdn/{HuggingFaceLayout.Sha256(Layout.Files["model.safetensors"])}";

    public static async Task<HuggingFaceServers> StartAsync(HuggingFaceLayout? layout = null)
    {
        var servers = new HuggingFaceServers(layout ?? new HuggingFaceLayout());
        servers.Hub = await HubServer.OverAsync(servers._files);
        servers.Content = await HubServer.OverAsync(servers._contentFiles);
        servers.Publish();
        return servers;
    }

    /// <summary>Publishes the layout's present state as a new commit.</summary>
    public void Publish() => Layout.PublishOn(Hub, _files, Content.Address, _contentFiles);

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        await Content.DisposeAsync();
    }
}
