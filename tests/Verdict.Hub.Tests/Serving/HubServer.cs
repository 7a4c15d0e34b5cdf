using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Verdict.Hub.Tests.Serving;

/// <summary>A real web server on the loopback address, over files in memory or a folder, which misbehaves on request.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> _faults = new();
    private readonly Func<string, byte[]?> _find;

    private HubServer(Func<string, byte[]?> find)
    {
        _find = find;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>The server's address.</summary>
    public string Address => _app.Urls.First();

    /// <summary>Every request so far.</summary>
    public ConcurrentQueue<(string Method, string Path, string? Authorization, string? Range, string? IfRange)> Requests { get; } = new();

    /// <summary>Answers by path before files are looked up; the test's own routes.</summary>
    public ConcurrentDictionary<string, Func<HttpContext, Task>> Routes { get; } = new();

    /// <summary>Headers by path that go with a file.</summary>
    public ConcurrentDictionary<string, (string Name, string Value)[]> Headers { get; } = new();

    /// <summary>Serves a folder.</summary>
    public static Task<HubServer> OverAsync(string folder) =>
        OverAsync(path => Path.Combine(folder, path) is var file && File.Exists(file) ? File.ReadAllBytes(file) : null);

    /// <summary>Serves files in memory.</summary>
    public static Task<HubServer> OverAsync(IReadOnlyDictionary<string, byte[]> files) => OverAsync(files.GetValueOrDefault);

    private static async Task<HubServer> OverAsync(Func<string, byte[]?> find)
    {
        var server = new HubServer(find);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Makes the next answers to a path go wrong, one after the other.</summary>
    public void Fail(string path, params Fault[] faults)
    {
        ConcurrentQueue<Fault> queue = _faults.GetOrAdd(path, _ => new());
        foreach (Fault fault in faults)
            queue.Enqueue(fault);
    }

    /// <summary>How often a path was asked for.</summary>
    public int Count(string path) => Requests.Count(r => r.Path == path);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!.TrimStart('/');
        IHeaderDictionary asked = context.Request.Headers;
        Requests.Enqueue((context.Request.Method, path, asked.Authorization, asked.Range, asked.IfRange));
        Fault? fault = _faults.TryGetValue(path, out ConcurrentQueue<Fault>? queue) && queue.TryDequeue(out Fault? next) ? next : null;
        if (fault?.Status is { } status)
        {
            context.Response.StatusCode = status;
            foreach ((string name, string value) in fault.Headers)
                context.Response.Headers[name] = value;
            return;
        }

        if (Routes.TryGetValue(path, out Func<HttpContext, Task>? route))
        {
            await route(context);
            return;
        }

        if (_find(path) is not { } bytes)
        {
            context.Response.StatusCode = 404;
            return;
        }

        foreach ((string name, string value) in Headers.GetValueOrDefault(path) ?? [])
            context.Response.Headers[name] = value;
        if (fault is null)
            await Results.File(bytes, enableRangeProcessing: true, entityTag: Tag(bytes)).ExecuteAsync(context);
        else
            await MisbehaveAsync(context, fault, bytes);
    }

    /// <summary>The ETag of a file.</summary>
    public static EntityTagHeaderValue Tag(byte[] bytes) => new($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"");

    private static async Task MisbehaveAsync(HttpContext context, Fault fault, byte[] bytes)
    {
        int from = 0;
        if (fault.HonoursRange && RangeHeaderValue.TryParse(context.Request.Headers.Range.ToString(), out RangeHeaderValue? range))
        {
            from = (int)range.Ranges.First().From!.Value;
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from + fault.RangeShift}-{bytes.Length - 1}/{bytes.Length}";
        }

        context.Response.Headers.ETag = Tag(bytes).ToString();
        byte[] body = [.. bytes[from..]];
        if (fault.FlipByte is { } flip)
            body[flip] ^= 0x20;
        body = [.. body, .. new byte[fault.Extra]];
        context.Response.ContentLength = fault.Chunked ? null : body.Length;
        for (int i = 0; fault.Drips && i < body.Length; i++)
        {
            await context.Response.Body.WriteAsync(body.AsMemory(i, 1), context.RequestAborted);
            await Task.Delay(50, context.RequestAborted);
        }

        int end = Math.Min(fault.CutAt ?? body.Length, body.Length);
        await context.Response.Body.WriteAsync(body.AsMemory(0, end), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (fault.Stalls)
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        if (fault.CutAt is null || fault.EndsQuietly)
            return;
        await Task.Delay(100); // a reset throws away what the other side has not read yet
        context.Abort();
    }
}
