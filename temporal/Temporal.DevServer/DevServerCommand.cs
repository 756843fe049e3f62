using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Npgsql;
using Temporal.DevServer.Hosting;

namespace Temporal.DevServer;

/// <summary>The server as a program: <c>./sagas temporal …</c>.</summary>
public static class DevServerCommand
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int WrongUsage = 2;

    /// <summary>Runs the server until SIGTERM, Ctrl-C or <paramref name="stop"/>; then drains and returns.</summary>
    /// <param name="args">The options; <c>--help</c> lists them.</param>
    /// <param name="stop">Ends the server as SIGTERM does.</param>
    /// <returns>The exit code: 0 stopped, 1 could not start, 2 wrong options.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken stop)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            await Console.Out.WriteLineAsync(CommandLine.Help).ConfigureAwait(false);
            return Done;
        }

        using var logs = LoggerFactory.Create(log => log.AddSimpleConsole(c => c.SingleLine = true)
            .SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning));
        try
        {
            var options = CommandLine.Parse(args, Environment.GetEnvironmentVariable);
            return await ServeAsync(options with { Logs = logs }, stop).ConfigureAwait(false) ? Done : Failed;
        }
        catch (UsageException e)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return WrongUsage;
        }
        catch (PostgresException e)
        {
            await Console.Error.WriteLineAsync(
                $"The database refuses the server: {e.MessageText} ({e.SqlState}). Check --database or DATABASE_URL.")
                .ConfigureAwait(false);
            return Failed;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AccessDenied)
        {
            await Console.Error.WriteLineAsync($"The server cannot listen there: {e.Message}. Check --ip and the ports.")
                .ConfigureAwait(false);
            return Failed;
        }
        catch (AddressInUseException e)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return Failed;
        }
    }

    private static async Task<bool> ServeAsync(DevServerOptions options, CancellationToken stop)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        void OnSignal(PosixSignalContext signal)
        {
            signal.Cancel = true; // we end by ourselves, after draining
            stopping.Cancel();
        }

        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        DevServerHost host;
        try
        {
            host = await DevServerHost.StartAsync(options, stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return true; // told to stop while starting
        }

        await using (host.ConfigureAwait(false))
        {
            return await host.WaitForEndAsync(stopping.Token).ConfigureAwait(false);
        }
    }
}
