using System.Globalization;
using Spectre.Console;

namespace Verdict.Cli.Terminal;

/// <summary>How far a job has come.</summary>
/// <param name="Text">What is done, and how fast, in words.</param>
/// <param name="Fraction">The part of the whole that is done, from 0 to 1, or <see langword="null"/> where the whole is not known.</param>
internal readonly record struct ProgressFigures(string Text, double? Fraction);

/// <summary>
/// Shows progress, rate and time to go on standard error: from two seconds on, and only where a person looks at it and results do not
/// scroll by on the same screen. Disposing clears it.
/// </summary>
internal sealed class Progress : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _end = new();
    private readonly Task _display;

    private Progress(Func<ProgressFigures> figures) => _display = Task.Run(() => ShowAsync(figures, _end.Token));

    /// <summary>Begins to watch a job, or does nothing where nobody would see it.</summary>
    /// <param name="streams">Where to show it.</param>
    /// <param name="figures">Asked five times a second, from a thread of its own.</param>
    /// <param name="outputIsQuiet">Whether nothing goes to standard output meanwhile.</param>
    public static IAsyncDisposable Watch(Streams streams, Func<ProgressFigures> figures, bool outputIsQuiet) =>
        streams.ErrorIsTerminal && (outputIsQuiet || !streams.OutputIsTerminal) ? new Progress(figures) : Nothing.Instance;

    /// <summary>Rows and rate as a person reads them.</summary>
    public static string Describe(long rows, TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture, $"{rows:N0} rows, {(elapsed > TimeSpan.Zero ? rows / elapsed.TotalSeconds : 0):N0} rows/s");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        try
        {
            await _display.ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // Ended before it began, or the terminal has gone; the job itself is well.
        }

        _end.Dispose();
    }

    private static async Task ShowAsync(Func<ProgressFigures> figures, CancellationToken end)
    {
        await Task.Delay(Patience, end).ConfigureAwait(false);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        bool known = figures().Fraction is not null;
        ProgressColumn[] columns = known
            ? [new ProgressBarColumn { Width = Math.Clamp(console.Profile.Width - 60, 10, 40) }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new RemainingTimeColumn()]
            : [new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }];
        await console.Progress().AutoClear(true).Columns(columns).StartAsync(async context =>
        {
            ProgressTask task = context.AddTask(Markup.Escape(figures().Text), maxValue: 1);
            task.IsIndeterminate = !known;
            while (!end.IsCancellationRequested)
            {
                ProgressFigures now = figures();
                task.Value = Math.Min(now.Fraction ?? 0, 0.9999);
                task.Description = Markup.Escape(now.Text);
                await Task.Delay(Step, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }).ConfigureAwait(false);
    }

    private sealed class Nothing : IAsyncDisposable
    {
        public static Nothing Instance { get; } = new();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
