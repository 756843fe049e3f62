using System.Runtime.InteropServices;
using Sagas.Workers;

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true; // Stop in our own time: what is in hand is finished first.
    stop.Cancel();
}

using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
return await WorkerCommand.RunAsync(args, stop.Token);
