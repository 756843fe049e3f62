using Temporalio.Client;

namespace Benchmarks;

/// <summary>What one open, cached workflow keeps in memory, in the worker and in the server together.</summary>
internal static class CachedMemory
{
    private const int Workflows = 5_000;

    public static async Task RunAsync()
    {
        await using var stage = await Stage.StartAsync();
        await OpenAsync(stage.Client, 100);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await OpenAsync(stage.Client, Workflows);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine($"{(after - before) / Workflows / 1024.0:F1} kB per open, cached workflow (worker and server)");
    }

    private static Task OpenAsync(ITemporalClient client, int count) => Parallel.ForAsync(
        0,
        count,
        new ParallelOptions { MaxDegreeOfParallelism = 32 },
        async (_, _) =>
        {
            var handle = await client.StartWorkflowAsync((OpenWorkflow wf) => wf.RunAsync(), Stage.NewRun());
            // Only a query says that the first task is over and the workflow is cached.
            await handle.QueryAsync(wf => wf.Count);
        });
}
