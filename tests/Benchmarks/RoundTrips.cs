using BenchmarkDotNet.Attributes;
using Temporalio.Client;

namespace Benchmarks;

/// <summary>One call after the other against one open workflow.</summary>
[MemoryDiagnoser]
public class RoundTrips
{
    private Stage _stage = null!;
    private WorkflowHandle<OpenWorkflow> _handle = null!;

    // Not async: the toolchain that measures in this process does not wait for it.
    [GlobalSetup]
    public void SetUp() => SetUpAsync().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void CleanUp() => _stage.DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>From the call to the server's answer; the workflow handles it later.</summary>
    [Benchmark]
    public Task Signal() => _handle.SignalAsync(wf => wf.AddAsync());

    /// <summary>From the call to the workflow's answer, through a workflow task.</summary>
    [Benchmark]
    public Task Update() => _handle.ExecuteUpdateAsync(wf => wf.IncrementAsync());

    [Benchmark]
    public Task Query() => _handle.QueryAsync(wf => wf.Count);

    /// <summary>From the call to the server's answer that the workflow is started; it runs and ends meanwhile.</summary>
    [Benchmark]
    public Task Start() => _stage.Client.StartWorkflowAsync((NoOpWorkflow wf) => wf.RunAsync(0), Stage.NewRun());

    /// <summary>From the start to the result, through one workflow task.</summary>
    [Benchmark]
    public Task StartToResult() => _stage.Client.ExecuteWorkflowAsync(
        (NoOpWorkflow wf) => wf.RunAsync(0), Stage.NewRun());

    /// <summary>The same with the first task in the answer to the start.</summary>
    [Benchmark]
    public Task EagerStartToResult()
    {
        var options = Stage.NewRun();
        options.RequestEagerStart = true;
        return _stage.Client.ExecuteWorkflowAsync((NoOpWorkflow wf) => wf.RunAsync(0), options);
    }

    private async Task SetUpAsync()
    {
        _stage = await Stage.StartAsync();
        _handle = await _stage.Client.StartWorkflowAsync((OpenWorkflow wf) => wf.RunAsync(), Stage.NewRun());
        await _handle.QueryAsync(wf => wf.Count);
    }
}
