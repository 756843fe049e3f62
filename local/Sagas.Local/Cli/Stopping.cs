using System.Runtime.InteropServices;

namespace Sagas.Local.Cli;

/// <summary>Turns Ctrl-C, SIGTERM and a closed terminal into a cancelled token; the verb then ends in good order.</summary>
internal sealed class Stopping : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations;

    public Stopping() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop),
    ];

    public CancellationTokenSource Source { get; } = new();

    public CancellationToken Token => Source.Token;

    // The source itself is left alone: a second signal may be on its way to it, and it lives as long as the process.
    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        Source.Cancel();
    }
}
