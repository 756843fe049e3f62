using Temporalio.Activities;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

public static class MyContext
{
    public static readonly AsyncLocal<string> UserId = new();
}

/// <summary>Says who called, in every place where something of the workflow runs.</summary>
[Workflow]
public class ContextWorkflow
{
    private readonly List<string> _seen = [];

    [WorkflowRun]
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        _seen.Add($"run {MyContext.UserId.Value}");
        var options = new ActivityOptions { StartToCloseTimeout = TimeSpan.FromSeconds(30) };
        _seen.Add(await Workflow.ExecuteActivityAsync(() => WhoCalls("activity"), options));
        _seen.Add(await Workflow.ExecuteLocalActivityAsync(
            () => WhoCalls("local"), new() { StartToCloseTimeout = TimeSpan.FromSeconds(30) }));
        _seen.Add(await Workflow.ExecuteChildWorkflowAsync((ContextChild wf) => wf.RunAsync()));
        await Workflow.WaitConditionAsync(() => _seen.Count >= 6);
        return _seen;
    }

    [WorkflowSignal]
    public async Task SignalAsync() => _seen.Add($"signal {MyContext.UserId.Value}");

    [WorkflowUpdate]
    public async Task UpdateAsync() => _seen.Add($"update {MyContext.UserId.Value}");

    [WorkflowQuery]
    public string Query() => $"query {MyContext.UserId.Value}";

    [Activity]
    public static string WhoCalls(string where) => $"{where} {MyContext.UserId.Value}";
}

[Workflow]
public class ContextChild
{
    [WorkflowRun]
    public async Task<string> RunAsync() => $"child {MyContext.UserId.Value}";
}
