using System.Globalization;
using Sagas.Local.State;
using Sagas.Storage;

namespace Sagas.Local.Bench;

/// <summary>
/// Drives bookings through the HTTP API of a running system and measures what they cost; then does the same with plain
/// code, as the yardstick of this machine at this moment.
/// </summary>
internal sealed class BenchCommand(BenchOptions options)
{
    private const int Sections = 20;

    private const int WarmUpConcurrency = 16;

    public async Task<int> RunAsync(CancellationToken stop)
    {
        await using var stack = await BenchStack.FindOrStartAsync(options.State, stop);
        await using var meters = new Meters(stack.Running, stack.State);
        if (options.WarmUpAt(WarmUpConcurrency) is var warmUp and > 0)
        {
            await WarmUpAsync(stack, warmUp, stop);
        }

        var results = new List<BenchResult>();
        foreach (var concurrency in options.Concurrency)
        {
            var result = await MeasureAsync(stack, meters, concurrency, stop);
            results.Add(result);
            Print(result);
        }

        if (options.JsonFile is not null)
        {
            JsonFile.Write(Path.GetFullPath(options.JsonFile), results);
        }

        return results.All(result => result.Wrong == 0) ? 0 : 1;
    }

    private async Task WarmUpAsync(BenchStack stack, int count, CancellationToken stop)
    {
        Console.WriteLine($"Warming up with {count} bookings…");
        await LoadAsync(stack, count, WarmUpConcurrency, stop);
        if (options.Baseline)
        {
            await PlainAsync(stack, count, WarmUpConcurrency, stop);
        }
    }

    private async Task<BenchResult> MeasureAsync(BenchStack stack, Meters meters, int concurrency, CancellationToken stop)
    {
        if (options.RunInAt(concurrency) is var runIn and > 0)
        {
            await LoadAsync(stack, runIn, concurrency, stop);
        }

        var count = options.CountAt(concurrency);
        var mix = await SeedAsync(stack, count, stop);
        var before = await meters.ReadAsync(stop);
        var api = new ApiLoad(stack.Running, mix);
        var load = await LoadRun.RunAsync(count, concurrency, api.CreateClient, stop);
        var after = await meters.ReadAsync(stop);
        Complain(load);
        var baseline = options.Baseline ? await PlainAsync(stack, count, concurrency, stop) : null;
        return BenchResult.Of(concurrency, load, before, after, baseline);
    }

    private static async Task LoadAsync(BenchStack stack, int count, int concurrency, CancellationToken stop)
    {
        var api = new ApiLoad(stack.Running, await SeedAsync(stack, count, stop));
        Complain(await LoadRun.RunAsync(count, concurrency, api.CreateClient, stop));
    }

    private static async Task<LoadResult> PlainAsync(BenchStack stack, int count, int concurrency, CancellationToken stop)
    {
        await using var plain = new PlainCode(stack.Running, await SeedAsync(stack, count, stop));
        var load = await LoadRun.RunAsync(count, concurrency, plain.CreateClient, stop);
        Complain(load);
        return load;
    }

    /// <summary>An event of its own per run, so that no run finds its seats sold by another.</summary>
    private static async Task<Mix> SeedAsync(BenchStack stack, int count, CancellationToken stop)
    {
        var run = "bench-" + Guid.CreateVersion7().ToString("N");
        await using var database = SagasDatabase.Open(stack.Running.Urls.Database, "sagas-bench-seed", poolMax: 1);
        await DemoSeed.SeedEventAsync(
            database, new EventSeed(run, "Benchmark", Sections, ((count - 1) / Sections) + 1), stop);
        return new Mix(run, Sections, run);
    }

    private static void Complain(LoadResult load)
    {
        foreach (var (fault, times) in load.Wrong)
        {
            Console.WriteLine($"  not as expected, {times} times: {fault}");
        }
    }

    private static void Print(BenchResult result)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"""
             concurrency {result.Concurrency}: {result.SagasPerSecond:0.0} sagas/s   ({result.Bookings} bookings)
               p50 {result.P50Ms:0.0} ms   p95 {result.P95Ms:0.0} ms   p99 {result.P99Ms:0.0} ms
               commits/saga {result.CommitsPerSaga:0.00}
               CPU ms/saga {result.CpuMsPerSaga:0.00}: {List(result.CpuMsPerSagaByProcess)}
               allocated kB/saga {result.AllocatedKbPerSaga:0}: {List(result.AllocatedKbPerSagaByProcess)}
             """);
        Console.WriteLine(text);
        if (result.PercentOfBaseline is { } percent)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  plain code {result.BaselinePerSecond:0.0}/s, p50 {result.BaselineP50Ms:0.0} ms; sagas: {percent:0.0} % of it"));
        }
    }

    private static string List(IReadOnlyDictionary<string, double> byProcess) =>
        string.Join("  ", byProcess.OrderByDescending(role => role.Value)
            .Select(role => string.Create(CultureInfo.InvariantCulture, $"{role.Key} {role.Value:0.00}")));
}
