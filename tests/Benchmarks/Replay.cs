using BenchmarkDotNet.Attributes;
using Temporalio.Common;
using Temporalio.Worker;

namespace Benchmarks;

/// <summary>Replay of one history, recorded first. Events per second = events / time.</summary>
[MemoryDiagnoser]
public class Replay
{
    private readonly WorkflowReplayer _replayer = new(
        new WorkflowReplayerOptions { DisableWorkflowTracingEventListener = true }.AddWorkflow<NoOpWorkflow>());

    private WorkflowHistory _history = null!;

    /// <summary>Activities one after the other; each makes about six events.</summary>
    [Params(200)]
    public int Activities { get; set; }

    [Benchmark]
    public Task Whole() => _replayer.ReplayWorkflowAsync(_history);

    // Not async: the toolchain that measures in this process does not wait for it.
    [GlobalSetup]
    public void SetUp() => SetUpAsync().GetAwaiter().GetResult();

    private async Task SetUpAsync()
    {
        await using var stage = await Stage.StartAsync();
        var handle = await stage.Client.StartWorkflowAsync(
            (NoOpWorkflow wf) => wf.RunAsync(Activities), Stage.NewRun());
        await handle.GetResultAsync();
        _history = await handle.FetchHistoryAsync();
        Console.WriteLine($"// {_history.Events.Count} events");
    }
}
