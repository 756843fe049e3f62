using System.Text.Json;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Recorded;

[Workflow("childEcho")]
public class ChildEcho
{
    [WorkflowRun]
    public Task<object> RunAsync(JsonElement value) =>
        Task.FromResult<object>(new { value, parent = Workflow.Info.Parent?.WorkflowId });
}

[Workflow("childFails")]
public class ChildFails
{
    [WorkflowRun]
    public Task RunAsync(JsonElement spec) => throw Acts.Failure(spec);
}

[Workflow("childWaits")]
public class ChildWaits
{
    private bool _finished;

    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        await Workflow.WaitConditionAsync(() => _finished);
        return "child finished";
    }

    [WorkflowSignal("finish")]
    public Task FinishAsync()
    {
        _finished = true;
        return Task.CompletedTask;
    }
}

[Workflow("childTimesOut")]
public class ChildTimesOut
{
    [WorkflowRun]
    public Task RunAsync() => Workflow.DelayAsync(TimeSpan.FromHours(1));
}

[Workflow("parentOf")]
public class ParentOf
{
    [WorkflowRun]
    public Task<object?> RunAsync(string type, JsonElement args, JsonElement options) => Acts.OutcomeOf(() =>
        Workflow.ExecuteChildWorkflowAsync<JsonElement>(
            type, [args], new() { Id = options.GetProperty("workflowId").GetString() }));
}

[Workflow("parentFailsWithChild")]
public class ParentFailsWithChild
{
    [WorkflowRun]
    public Task<JsonElement> RunAsync(string type, JsonElement args, JsonElement options) =>
        Workflow.ExecuteChildWorkflowAsync<JsonElement>(
            type, [args], new() { Id = options.GetProperty("workflowId").GetString() });
}

[Workflow("parentWithPolicy")]
public class ParentWithPolicy
{
    private bool _finished;

    [WorkflowRun]
    public async Task<string> RunAsync(string childId, string policy)
    {
        var child = await Workflow.StartChildWorkflowAsync("childWaits", [], new() { Id = childId });
        await Workflow.WaitConditionAsync(() => _finished);
        return child.Id;
    }

    [WorkflowSignal("finish")]
    public Task FinishAsync()
    {
        _finished = true;
        return Task.CompletedTask;
    }
}

[Workflow("parentCancelsChild")]
public class ParentCancelsChild
{
    private bool _stop;

    [WorkflowRun]
    public async Task<object?> RunAsync(string childId, string cancellationType)
    {
        using var scope = CancellationTokenSource.CreateLinkedTokenSource(Workflow.CancellationToken);
        var running = Acts.OutcomeOf(() => Workflow.ExecuteChildWorkflowAsync<JsonElement>(
            "childWaits", [], new() { Id = childId, CancellationToken = scope.Token }));
        await Workflow.WaitConditionAsync(() => _stop);
        scope.Cancel();
        return await running;
    }

    [WorkflowSignal("stop")]
    public Task StopAsync()
    {
        _stop = true;
        return Task.CompletedTask;
    }
}

[Workflow("parentWithConflict")]
public class ParentWithConflict
{
    [WorkflowRun]
    public async Task<string> RunAsync(string childId)
    {
        var first = await Workflow.StartChildWorkflowAsync("childWaits", [], new() { Id = childId });
        var second = await Acts.OutcomeOf(async () =>
            (await Workflow.StartChildWorkflowAsync("childWaits", [], new() { Id = childId })).Id);
        await first.SignalAsync("finish", []);
        return await first.GetResultAsync<string>() + second;
    }
}

[Workflow("parentOfMany")]
public class ParentOfMany
{
    [WorkflowRun]
    public async Task<int> RunAsync(string prefix, int n)
    {
        var results = await Workflow.WhenAllAsync(Enumerable.Range(0, n).Select(i =>
            Workflow.ExecuteChildWorkflowAsync<JsonElement>("childEcho", [i], new() { Id = $"{prefix}-{i}" })));
        return results.Length;
    }
}
