using Temporalio.Activities;
using Temporalio.Client;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

internal record Held(DateTime Start, DateTime End);

internal record LockRequest(string Initiator, string AcquiredSignal, TimeSpan? Timeout = null);

/// <summary>Makes sure that a lock's workflow runs and has the request: only a client can do both in one.</summary>
internal class LockActivities(ITemporalClient client)
{
    [Activity]
    public Task RequestLockAsync(string resource, LockRequest request)
    {
        var options = new WorkflowOptions($"lock-{resource}", ActivityExecutionContext.Current.Info.TaskQueue)
        {
            IdConflictPolicy = Api.Enums.V1.WorkflowIdConflictPolicy.UseExisting,
        };
        options.SignalWithStart((LockWorkflow wf) => wf.RequestAsync(request));
        return client.StartWorkflowAsync((LockWorkflow wf) => wf.RunAsync(new List<LockRequest>()), options);
    }
}

[Workflow]
internal class LockWorkflow
{
    private readonly Queue<LockRequest> _requests = new();

    [WorkflowRun]
    public async Task RunAsync(IReadOnlyList<LockRequest> rest)
    {
        foreach (var request in rest)
        {
            _requests.Enqueue(request);
        }
        while (_requests.TryDequeue(out var request))
        {
            var released = false;
            var release = $"release-{Workflow.NewGuid()}";
            Workflow.Signals[release] = WorkflowSignalDefinition.CreateWithoutAttribute(
                release,
                () =>
                {
                    released = true;
                    return Task.CompletedTask;
                });
            try
            {
                await Workflow.GetExternalWorkflowHandle(request.Initiator)
                    .SignalAsync(request.AcquiredSignal, [release]);
                await Workflow.WaitConditionAsync(() => released, request.Timeout ?? TimeSpan.FromMinutes(5));
            }
            finally
            {
                Workflow.Signals.Remove(release);
            }
        }
    }

    [WorkflowSignal]
    public async Task RequestAsync(LockRequest request) => _requests.Enqueue(request);
}

/// <summary>Does something that nobody else may do at the same time.</summary>
[Workflow]
internal class LockedWorkflow
{
    private string? _release;

    [WorkflowRun]
    public async Task<Held> RunAsync(string resource)
    {
        await Workflow.ExecuteActivityAsync(
            (LockActivities a) => a.RequestLockAsync(
                resource, new(Workflow.Info.WorkflowId, "acquired", TimeSpan.FromSeconds(20))),
            new() { StartToCloseTimeout = TimeSpan.FromSeconds(30) });
        await Workflow.WaitConditionAsync(() => _release != null);
        var start = Workflow.UtcNow;
        await Workflow.DelayAsync(100);
        var end = Workflow.UtcNow;
        await Workflow.GetExternalWorkflowHandle<LockWorkflow>($"lock-{resource}").SignalAsync(_release!, []);
        return new(start, end);
    }

    [WorkflowSignal("acquired")]
    public async Task AcquiredAsync(string release) => _release = release;
}
