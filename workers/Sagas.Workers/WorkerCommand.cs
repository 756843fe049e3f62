using System.Collections;
using Sagas.Storage;
using Sagas.Workers.Configuration;
using Sagas.Workers.Hosting;

namespace Sagas.Workers;

/// <summary>The worker as a process: `--role all|bookings|events|payments|notifications`, the rest by environment.</summary>
public static class WorkerCommand
{
    private const int Stopped = 0;
    private const int CannotStart = 1;
    private const int WrongSettings = 2;
    private const int GaveUp = 3;

    /// <summary>Works until <paramref name="stop"/>, then drains. 0 = stopped, 1 = could not start, 2 = wrong settings, 3 = gave up.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(args);
        WorkerSettings settings;
        try
        {
            settings = WorkerSettingsReader.Read(args, Variables());
        }
        catch (SettingsException error)
        {
            await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            return WrongSettings;
        }

        try
        {
            await using var host = await WorkerHost.StartAsync(settings, stop).ConfigureAwait(false);
            return await host.WaitAsync(stop).ConfigureAwait(false) ? Stopped : GaveUp;
        }
        catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"Port {settings.Port} is in use: end what listens there, or set SAGAS_WORKER_PORT.").ConfigureAwait(false);
            return CannotStart;
        }
        catch (MigrationException error)
        {
            await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            return CannotStart;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Stopped;
        }
    }

    private static Dictionary<string, string?> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value, StringComparer.Ordinal);
}
