using Npgsql;
using Temporalio.Exceptions;

namespace Sagas.Api.Sweeping;

/// <summary>
/// Looks again and again for what was left lying. Every API process sweeps, so what one finds another may find too. While
/// PostgreSQL or Temporal is away nothing is found; the next sweep finds it.
/// </summary>
internal abstract class Sweep(TimeSpan every, TimeProvider clock, ILogger logger) : BackgroundService
{
    protected TimeProvider Clock { get; } = clock;

    protected ILogger Logger { get; } = logger;

    internal abstract Task SweepAsync(CancellationToken stop);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, Clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception error) when (error is NpgsqlException or TemporalException or TimeoutException)
            {
                Logger.SweepFailed(error.Message);
            }
        }
    }
}
