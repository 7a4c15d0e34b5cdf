using System.Runtime.InteropServices;
using Verdict.Cli;
using Verdict.Cli.Terminal;

// Ctrl-C asks once, politely; the second time the system ends the process.
using var cancellation = new CancellationTokenSource();
void Cancel(PosixSignalContext context)
{
    context.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}

using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
using Streams streams = Streams.OfProcess(cancellation.Token);
return await CommandLine.RunAsync(args, streams, cancellation.Token).ConfigureAwait(false);
