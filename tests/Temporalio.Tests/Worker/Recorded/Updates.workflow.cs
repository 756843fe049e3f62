using System.Text.Json;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Recorded;

[Workflow("updatable")]
public class Updatable
{
    private readonly List<JsonElement> _log = [];
    private int _waiting;
    private int _released;
    private bool _finished;

    [WorkflowRun]
    public async Task<int> RunAsync(JsonElement initial = default)
    {
        await Workflow.WaitConditionAsync(() => _finished);
        await Workflow.WaitConditionAsync(() => Workflow.AllHandlersFinished);
        return _log.Count;
    }

    [WorkflowUpdate("append")]
    public async Task<int> AppendAsync(JsonElement item)
    {
        _log.Add(item);
        // The recording worker accepts all updates of a task before it completes one.
        await Workflow.RunTaskAsync(() => Task.CompletedTask);
        return _log.Count;
    }

    [WorkflowUpdateValidator(nameof(AppendAsync))]
    public void ValidateAppend(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.String || item.GetString() == string.Empty)
        {
            throw new ApplicationFailureException("only non-empty text", "BadItem");
        }
    }

    [WorkflowUpdate("appendWhenReleased")]
    public async Task<string> AppendWhenReleasedAsync(JsonElement item)
    {
        var ticket = ++_waiting;
        await Workflow.WaitConditionAsync(() => _released >= ticket);
        _log.Add(item);
        return "released";
    }

    [WorkflowUpdate("viaActivity")]
    public async Task<JsonElement> ViaActivityAsync(JsonElement item)
    {
        var value = await Acts.Echo(item);
        _log.Add(value);
        return value;
    }

    [WorkflowUpdate("viaTimer")]
    public async Task<string> ViaTimerAsync(int ms)
    {
        await Workflow.DelayAsync(ms);
        return "timer fired";
    }

    [WorkflowUpdate("fails")]
    public Task FailsAsync() => throw new ApplicationFailureException("the update failed", "UpdateProblem", true);

    [WorkflowUpdate("nothing")]
    public Task NothingAsync() => Task.CompletedTask;

    [WorkflowSignal("release")]
    public Task ReleaseAsync(int n)
    {
        _released = Math.Max(_released, n);
        return Task.CompletedTask;
    }

    [WorkflowSignal("finish")]
    public Task FinishAsync()
    {
        _finished = true;
        return Task.CompletedTask;
    }

    [WorkflowQuery("log")]
    public List<JsonElement> Log() => _log;
}

[Workflow("endsBeforeUpdate")]
public class EndsBeforeUpdate
{
    private bool _finished;

    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        await Workflow.WaitConditionAsync(() => _finished);
        return "ended";
    }

    [WorkflowUpdate("never")]
    public Task NeverAsync() => Workflow.WaitConditionAsync(() => false);

    [WorkflowSignal("finish")]
    public Task FinishAsync()
    {
        _finished = true;
        return Task.CompletedTask;
    }
}
