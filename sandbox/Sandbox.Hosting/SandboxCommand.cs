namespace Sandbox.Hosting;

/// <summary>Runs one sandbox as a process: arguments in, exit code out.</summary>
public static class SandboxCommand
{
    private const int UsageFault = 2;

    /// <summary>Runs until <paramref name="stop"/>. 0 = stopped, 1 = could not start, 2 = wrong arguments.</summary>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args,
        int defaultPort,
        Func<SandboxArguments, ISandbox> create,
        CancellationToken stop)
    {
        if (!SandboxArguments.TryParse(args, defaultPort, out var arguments, out var fault))
        {
            await Console.Error.WriteLineAsync(fault);
            return UsageFault;
        }

        try
        {
            await using var server = await SandboxServer.StartAsync(
                create(arguments), arguments.Port, quiet: false, stop);
            await WaitAsync(stop);
            return 0;
        }
        catch (SandboxStartException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task WaitAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(stopped.SetResult);
        await stopped.Task;
    }
}
