using System.Diagnostics;

namespace Sagas.Local.Supervision;

/// <summary>
/// One life of one part, from start to exit. The child holds the read end of a pipe whose write end is here, so it
/// learns of this process's death, however sudden, by end-of-file (see <see cref="ParentWatch"/>).
/// </summary>
internal sealed class PartProcess : IDisposable
{
    private readonly Process _process;
    private readonly Part _part;

    private PartProcess(Process process, Part part)
    {
        _process = process;
        _part = part;
        Exited = process.WaitForExitAsync(CancellationToken.None);
    }

    public int Pid => _process.Id;

    public Task Exited { get; }

    public static PartProcess Start(Part part)
    {
        // sh sends the output straight to the log file, and setsid takes the child out of the terminal's group, so that
        // Ctrl-C reaches only the supervisor and the order of stopping is its own. Both exec: the process id stays.
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, WorkingDirectory = "/" };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("log=$1; shift; exec setsid \"$@\" >>\"$log\" 2>&1");
        start.ArgumentList.Add(part.Role);
        start.ArgumentList.Add(part.LogFile);
        foreach (var argument in part.Command)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in part.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment[ParentWatch.Variable] = "1";
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{part.Role} did not start.");
        return new PartProcess(process, part);
    }

    /// <summary>True when ready; false when the process ended first.</summary>
    public async Task<bool> UntilReadyAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (!Exited.IsCompleted)
        {
            if (await _part.IsReadyAsync(stop))
            {
                return true;
            }

            await timer.WaitForNextTickAsync(stop);
        }

        return false;
    }

    /// <summary>Asks for an orderly end, and after <see cref="Part.StopWithin"/> insists.</summary>
    public async Task StopAsync()
    {
        if (Exited.IsCompleted)
        {
            return;
        }

        Native.Signal(Pid, _part.StopSignal);
        if (await Task.WhenAny(Exited, Task.Delay(_part.StopWithin)) != Exited)
        {
            Native.Signal(Pid, Native.SignalKill);
            await Exited;
        }
    }

    /// <summary>"exit code 1" or "signal 9", for messages.</summary>
    public string HowItEnded() =>
        _process.ExitCode > 128 ? $"signal {_process.ExitCode - 128}" : $"exit code {_process.ExitCode}";

    public void Dispose() => _process.Dispose();
}
