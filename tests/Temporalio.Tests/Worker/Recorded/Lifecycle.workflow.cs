using System.Text.Json;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Recorded;

[Workflow("countdown")]
public class Countdown
{
    [WorkflowRun]
    public Task<string> RunAsync(int n) => n == 0
        ? Task.FromResult("lift-off")
        : throw Workflow.CreateContinueAsNewException((Countdown wf) => wf.RunAsync(n - 1));
}

[Workflow("continueWith")]
public class ContinueWith
{
    [WorkflowRun]
    public Task<int> RunAsync(int generation, JsonElement options) => generation >= 2
        ? Task.FromResult(Workflow.Memo.Count)
        : throw Workflow.CreateContinueAsNewException((ContinueWith wf) => wf.RunAsync(generation + 1, options));
}

[Workflow("flakyWorkflow")]
public class FlakyWorkflow
{
    [WorkflowRun]
    public Task<int> RunAsync(int times, JsonElement spec = default) => Workflow.Info.Attempt <= times
        ? throw new ApplicationFailureException($"run {Workflow.Info.Attempt} failed", "RunFailed")
        : Task.FromResult(Workflow.Info.Attempt);
}

[Workflow("resettable")]
public class Resettable
{
    private readonly List<JsonElement> _items = [];
    private bool _finished;

    [WorkflowRun]
    public async Task<int> RunAsync()
    {
        await Acts.Echo("first");
        await Workflow.WaitConditionAsync(() => _finished);
        await Acts.Echo("second");
        return _items.Count;
    }

    [WorkflowSignal("add")]
    public Task AddAsync(JsonElement item)
    {
        _items.Add(item);
        return Task.CompletedTask;
    }

    [WorkflowSignal("finish")]
    public Task FinishAsync()
    {
        _finished = true;
        return Task.CompletedTask;
    }

    [WorkflowQuery("items")]
    public List<JsonElement> Items() => _items;
}
