using System.Text.Json;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Recorded;

[Workflow("echo")]
public class Echo
{
    [WorkflowRun]
    public Task<JsonElement> RunAsync(JsonElement first, JsonElement second = default, JsonElement third = default) =>
        Task.FromResult(first);
}

[Workflow("sleeper")]
public class Sleeper
{
    [WorkflowRun]
    public async Task<string> RunAsync(int ms)
    {
        await Workflow.DelayAsync(ms);
        return "slept";
    }
}

[Workflow("forever")]
public class Forever
{
    [WorkflowQuery("state")]
    public string State => "waiting";

    [WorkflowRun]
    public Task RunAsync() => Workflow.WaitConditionAsync(() => false);
}

[Workflow("waitsForever")]
public class WaitsForever
{
    [WorkflowRun]
    public Task RunAsync() => Workflow.WaitConditionAsync(() => false);
}

[Workflow("untilFinished")]
public class UntilFinished
{
    private bool _finished;

    [WorkflowRun]
    public async Task<string> RunAsync(string result = "finished")
    {
        await Workflow.WaitConditionAsync(() => _finished);
        return result;
    }

    [WorkflowSignal("finish")]
    public Task FinishAsync()
    {
        _finished = true;
        return Task.CompletedTask;
    }

    [WorkflowQuery("state")]
    public string State() => _finished ? "finished" : "waiting";
}

[Workflow("infoOf")]
public class InfoOf
{
    [WorkflowRun]
    public Task<object> RunAsync() => Task.FromResult<object>(new
    {
        workflowId = Workflow.Info.WorkflowId,
        attempt = Workflow.Info.Attempt,
        historyLength = Workflow.CurrentHistoryLength,
    });
}

[Workflow("memoAndAttributes")]
public class MemoAndAttributes
{
    private bool _finished;

    [WorkflowRun]
    public async Task<int> RunAsync()
    {
        Workflow.UpsertMemo(
            MemoUpdate.ValueSet("added", "x"),
            MemoUpdate.ValueSet("replaced", "new"),
            MemoUpdate.ValueUnset("removed"));
        Workflow.UpsertTypedSearchAttributes(
            SearchAttributeKey.CreateLong("ConfInt").ValueSet(2),
            SearchAttributeKey.CreateKeyword("ConfKeyword").ValueSet("from-workflow"));
        await Workflow.WaitConditionAsync(() => _finished);
        return Workflow.Memo.Count;
    }

    [WorkflowSignal("finish")]
    public Task FinishAsync()
    {
        _finished = true;
        return Task.CompletedTask;
    }
}
