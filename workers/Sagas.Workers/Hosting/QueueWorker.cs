using System.Diagnostics;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Worker;

namespace Sagas.Workers.Hosting;

/// <summary>
/// The worker of one task queue. A Temporal server that is away is waited for: a worker that gives up is begun again, with
/// growing pauses, so that the process outlives any outage.
/// </summary>
internal sealed class QueueWorker(ITemporalClient client, TemporalWorkerOptions options, ILogger<QueueWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    /// <summary>A worker that lasted this long did not fail at its start: the next failure is a new outage.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = PauseMin;
        while (!stoppingToken.IsCancellationRequested)
        {
            var lasted = Stopwatch.StartNew();
            try
            {
                await client.Connection.ConnectAsync().ConfigureAwait(false);
                using var worker = new TemporalWorker(client, options);
                await worker.ExecuteAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is RpcException or InvalidOperationException or HttpRequestException)
            {
                pause = lasted.Elapsed > Settled ? PauseMin : pause;
                logger.WorkerEnded(options.TaskQueue!, error.Message, pause);
            }

            await Task.Delay(pause, CancellationToken.None).WaitAsync(stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
        }
    }
}
