using System.Net.Sockets;
using Npgsql;

namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>Tells a database that is away for a while from one that refuses, and waits for it to come back.</summary>
internal sealed class Outage(ILogger log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(1);
    private int _announced;

    /// <summary>True when the same call can succeed later without any change.</summary>
    public static bool IsTransient(Exception e) => e switch
    {
        // Connection faults, resources used up, shutdown and start-up of the server.
        PostgresException postgres => postgres.SqlState is { Length: 5 } state
            && (state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal)
                || state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("58", StringComparison.Ordinal)
                || state is "40001" or "40P01" or "25006"),
        NpgsqlException or SocketException or IOException or TimeoutException => true,
        _ => e.InnerException is { } inner && IsTransient(inner),
    };

    /// <summary>Runs a call again and again until the database answers or <paramref name="stop"/> fires.</summary>
    public async Task<T> RideOutAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken stop)
    {
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            try
            {
                var result = await call(stop).ConfigureAwait(false);
                Over();
                return result;
            }
            catch (Exception e) when (IsTransient(e) && !stop.IsCancellationRequested)
            {
                await WaitAsync(e, pause, stop).ConfigureAwait(false);
            }
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < PauseMax ? pause * 2 : PauseMax;

    private async Task WaitAsync(Exception e, TimeSpan pause, CancellationToken stop)
    {
        if (Interlocked.Exchange(ref _announced, 1) == 0)
        {
            Logs.DatabaseAway(log, e.Message);
        }

        await Task.Delay(pause, stop).ConfigureAwait(false);
    }

    private void Over()
    {
        if (Volatile.Read(ref _announced) == 1 && Interlocked.Exchange(ref _announced, 0) == 1)
        {
            Logs.DatabaseBack(log);
        }
    }
}
