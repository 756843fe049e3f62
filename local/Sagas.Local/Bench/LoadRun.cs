using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sagas.Local.Bench;

/// <summary>What a load came to.</summary>
/// <param name="Wrong">Answers that were not the expected outcome, with how often they came.</param>
internal sealed record LoadResult(TimeSpan Took, double[] SortedMs, IReadOnlyDictionary<string, int> Wrong)
{
    public double PerSecond => SortedMs.Length / Took.TotalSeconds;

    public double Percentile(double share) =>
        SortedMs.Length == 0 ? 0 : SortedMs[Math.Min(SortedMs.Length - 1, (int)(SortedMs.Length * share))];
}

/// <summary>Runs N bookings with a fixed number of clients, each with one booking in flight.</summary>
internal static class LoadRun
{
    /// <param name="count">Bookings in all.</param>
    /// <param name="concurrency">Clients.</param>
    /// <param name="createClient">
    /// Makes one client: a function that carries out booking number i and returns null, or what was wrong with it.
    /// </param>
    /// <param name="stop">Ends the run early.</param>
    public static async Task<LoadResult> RunAsync(
        int count, int concurrency, Func<Func<int, CancellationToken, Task<string?>>> createClient, CancellationToken stop)
    {
        var latencies = new double[count];
        var wrong = new ConcurrentDictionary<string, int>();
        var next = -1;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(ClientAsync, stop)));
        clock.Stop();
        Array.Sort(latencies);
        return new LoadResult(clock.Elapsed, latencies, wrong);

        async Task ClientAsync()
        {
            var client = createClient();
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                var start = Stopwatch.GetTimestamp();
                if (await client(i, stop) is { } fault)
                {
                    wrong.AddOrUpdate(fault, 1, (_, seen) => seen + 1);
                }

                latencies[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }
    }
}
