using System.Diagnostics;
using Xunit;

namespace Verdict.Reports.Tests.Html;

/// <summary>A Chromium without a window and without a network, for tests that look at a page as a reader would.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private readonly string _program;
    private readonly string _profile = Directory.CreateTempSubdirectory("browser").FullName;

    private Browser(string program) => _program = program;

    /// <summary>The browser that is installed; the test that asks is skipped, saying why, where there is none.</summary>
    public static Browser Find()
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => s_names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, $"needs a Chromium in PATH ({string.Join(", ", s_names)}), and there is none");
        return new Browser(program);
    }

    /// <summary>Runs the browser over a page and gives back what it wrote to its two streams.</summary>
    public async Task<(string Output, string Log)> RunAsync(string page, params string[] switches)
    {
        ProcessStartInfo start = new(_program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND",
            "--enable-logging=stderr", $"--user-data-dir={_profile}", .. switches, new Uri(page).AbsoluteUri])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token), log = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (await output, await log);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // The browser's helpers may still write into it; it is a temporary folder.
        }
    }
}
