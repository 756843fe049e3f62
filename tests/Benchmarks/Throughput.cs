using System.Diagnostics;
using Temporalio.Client;

namespace Benchmarks;

/// <summary>Workflows per second from start to result, with many clients at once.</summary>
internal static class Throughput
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(bool tracing)
    {
        await using var stage = await Stage.StartAsync(tracing);
        foreach (var activities in new[] { 0, 1, 5 })
        {
            foreach (var concurrency in new[] { 1, 64 })
            {
                await LoadAsync(stage.Client, activities, concurrency, WarmUp);
                var cpu = Environment.CpuUsage.TotalTime;
                var (runs, time) = await LoadAsync(stage.Client, activities, concurrency, Measured);
                var cpuMs = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / runs;
                Console.WriteLine(
                    $"{activities} activities, {concurrency,3} at once: {runs / time.TotalSeconds,8:F0} workflows/s, " +
                    $"{cpuMs:F2} ms of CPU each (client, worker and server){(tracing ? ", tracing" : string.Empty)}");
            }
        }
    }

    private static async Task<(int Runs, TimeSpan Time)> LoadAsync(
        ITemporalClient client, int activities, int concurrency, TimeSpan duration)
    {
        var runs = 0;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(began) < duration)
            {
                await client.ExecuteWorkflowAsync((NoOpWorkflow wf) => wf.RunAsync(activities), Stage.NewRun());
                Interlocked.Increment(ref runs);
            }
        })));
        return (runs, Stopwatch.GetElapsedTime(began));
    }
}
