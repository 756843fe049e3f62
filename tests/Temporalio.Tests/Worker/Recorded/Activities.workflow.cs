using System.Text.Json;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Recorded;

[Workflow("oneActivity")]
public class OneActivity
{
    [WorkflowRun]
    public Task<object?> RunAsync(string name, JsonElement args = default, JsonElement options = default) =>
        Acts.OutcomeOf(() => Acts.Run(name, Acts.OnceWith(options), args));
}

[Workflow("oneActivityOrFail")]
public class OneActivityOrFail
{
    [WorkflowRun]
    public Task<JsonElement> RunAsync(string name, JsonElement args = default, JsonElement options = default) =>
        Acts.Run(
            name,
            new()
            {
                StartToCloseTimeout = TimeSpan.FromSeconds(10),
                CancellationType = ActivityCancellationType.WaitCancellationCompleted,
            },
            args);
}

[Workflow("activityWithExactOptions")]
public class ActivityWithExactOptions
{
    [WorkflowRun]
    public Task<object?> RunAsync(string name, JsonElement args, JsonElement options) =>
        Acts.OutcomeOf(() => Acts.Run(name, null, args));
}

[Workflow("activitiesInSequence")]
public class ActivitiesInSequence
{
    [WorkflowRun]
    public async Task<List<JsonElement>> RunAsync(JsonElement[] steps)
    {
        var results = new List<JsonElement>();
        foreach (var step in steps)
        {
            results.Add(await Acts.Echo(step));
        }
        return results;
    }
}

[Workflow("activitiesInParallel")]
public class ActivitiesInParallel
{
    [WorkflowRun]
    public async Task<int> RunAsync(int count)
    {
        var results = await Workflow.WhenAllAsync(Enumerable.Range(0, count).Select(i => Acts.Run("square", null, i)));
        return results.Sum(r => r.GetInt32());
    }
}

[Workflow("cancelActivityInScope")]
public class CancelActivityInScope
{
    private bool _stop;

    [WorkflowRun]
    public async Task<object?> RunAsync(string cancellationType, string onCancel)
    {
        using var scope = CancellationTokenSource.CreateLinkedTokenSource(Workflow.CancellationToken);
        var running = Acts.OutcomeOf(() => Acts.Run(
            "heartbeatUntilCancelled",
            new()
            {
                StartToCloseTimeout = TimeSpan.FromSeconds(20),
                HeartbeatTimeout = TimeSpan.FromSeconds(5),
                CancellationToken = scope.Token,
                CancellationType = cancellationType == "WAIT_CANCELLATION_COMPLETED"
                    ? ActivityCancellationType.WaitCancellationCompleted
                    : ActivityCancellationType.TryCancel,
            },
            onCancel));
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

[Workflow("cancelUnstartedActivity")]
public class CancelUnstartedActivity
{
    [WorkflowRun]
    public async Task<object?> RunAsync(string taskQueue)
    {
        using var scope = CancellationTokenSource.CreateLinkedTokenSource(Workflow.CancellationToken);
        var running = Acts.OutcomeOf(() => Acts.Run(
            "echo",
            new()
            {
                StartToCloseTimeout = TimeSpan.FromSeconds(20),
                TaskQueue = taskQueue,
                CancellationToken = scope.Token,
            },
            "never"));
        await Workflow.DelayAsync(200);
        scope.Cancel();
        return await running;
    }
}

[Workflow("asyncActivity")]
public class AsyncActivity
{
    [WorkflowRun]
    public Task<object?> RunAsync(JsonElement options = default) => Acts.OutcomeOf(() => Acts.Run(
        "completeElsewhere",
        new()
        {
            StartToCloseTimeout = TimeSpan.FromSeconds(20),
            ActivityId = options.ValueKind == JsonValueKind.Object && options.TryGetProperty("activityId", out var id)
                ? id.GetString()
                : null,
        }));
}

[Workflow("localActivities")]
public class LocalActivities
{
    [WorkflowRun]
    public async Task<object> RunAsync()
    {
        var options = new LocalActivityOptions
        {
            StartToCloseTimeout = TimeSpan.FromSeconds(1),
            RetryPolicy = new() { InitialInterval = TimeSpan.FromMilliseconds(50), MaximumAttempts = 5 },
        };
        var first = await Workflow.ExecuteLocalActivityAsync<JsonElement>("localStep", ["one"], options);
        var attempts = await Workflow.ExecuteLocalActivityAsync<JsonElement>("localFlaky", [2], options);
        var second = await Workflow.ExecuteLocalActivityAsync<JsonElement>("localStep", ["two"], options);
        return new { first, attempts, second };
    }
}

[Workflow("localActivityFails")]
public class LocalActivityFails
{
    [WorkflowRun]
    public Task<object?> RunAsync() => Acts.OutcomeOf(() => Workflow.ExecuteLocalActivityAsync<JsonElement>(
        "failWith",
        [],
        new() { StartToCloseTimeout = TimeSpan.FromSeconds(1), RetryPolicy = new() { MaximumAttempts = 1 } }));
}

[Workflow("namedActivity")]
public class NamedActivity
{
    [WorkflowRun]
    public Task<JsonElement> RunAsync() => Acts.Run(
        "echo",
        new() { StartToCloseTimeout = TimeSpan.FromSeconds(10), ActivityId = "my-own-id", Summary = "one echo" },
        "named");
}

[Workflow("pendingActivity")]
public class PendingActivity
{
    [WorkflowRun]
    public Task<JsonElement> RunAsync(string name, JsonElement args, JsonElement options) => Acts.Run(name, null, args);
}

[Workflow("remoteThenFinish")]
public class RemoteThenFinish
{
    private bool _finish;

    [WorkflowRun]
    public async Task<JsonElement[]> RunAsync()
    {
        var before = await Acts.Echo("before");
        await Workflow.WaitConditionAsync(() => _finish);
        return [before, await Acts.Echo("after")];
    }

    [WorkflowSignal("finish")]
    public Task FinishAsync()
    {
        _finish = true;
        return Task.CompletedTask;
    }
}
