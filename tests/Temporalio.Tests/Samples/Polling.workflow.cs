using Temporalio.Activities;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

/// <summary>A service that is ready at the fourth call.</summary>
public class SlowService
{
    private int _calls;

    public string GetStatus() =>
        Interlocked.Increment(ref _calls) >= 4 ? "OK" : throw new InvalidOperationException("service is down");
}

public class PollingActivities(SlowService service)
{
    [Activity]
    public async Task<string> PollFrequentlyAsync()
    {
        var context = ActivityExecutionContext.Current;
        while (true)
        {
            try
            {
                return service.GetStatus();
            }
            catch (InvalidOperationException)
            {
                // Asked again below.
            }
            context.Heartbeat();
            await Task.Delay(20, context.CancellationToken);
        }
    }

    [Activity]
    public Task<string> PollOnceAsync() => Task.FromResult(service.GetStatus());
}

[Workflow]
public class FrequentPollingWorkflow
{
    [WorkflowRun]
    public Task<string> RunAsync() => Workflow.ExecuteActivityAsync(
        (PollingActivities a) => a.PollFrequentlyAsync(),
        new() { StartToCloseTimeout = TimeSpan.FromSeconds(60), HeartbeatTimeout = TimeSpan.FromSeconds(2) });
}

[Workflow]
public class InfrequentPollingWorkflow
{
    [WorkflowRun]
    public Task<string> RunAsync() => Workflow.ExecuteActivityAsync(
        (PollingActivities a) => a.PollOnceAsync(),
        new()
        {
            StartToCloseTimeout = TimeSpan.FromSeconds(2),
            RetryPolicy = new() { BackoffCoefficient = 1, InitialInterval = TimeSpan.FromSeconds(60) },
        });
}

[Workflow]
public class PeriodicPollingWorkflow
{
    [WorkflowRun]
    public Task<string> RunAsync(int everySeconds) => Workflow.ExecuteChildWorkflowAsync(
        (PeriodicPollingChild wf) => wf.RunAsync(everySeconds), new() { Id = $"{Workflow.Info.WorkflowId}-poll" });
}

[Workflow]
public class PeriodicPollingChild
{
    private const int AttemptsPerRun = 2;

    [WorkflowRun]
    public async Task<string> RunAsync(int everySeconds)
    {
        for (var i = 0; i < AttemptsPerRun; i++)
        {
            try
            {
                return await Workflow.ExecuteActivityAsync(
                    (PollingActivities a) => a.PollOnceAsync(),
                    new()
                    {
                        StartToCloseTimeout = TimeSpan.FromSeconds(4),
                        RetryPolicy = new() { MaximumAttempts = 1 },
                    });
            }
            catch (ActivityFailureException)
            {
                await Workflow.DelayAsync(TimeSpan.FromSeconds(everySeconds));
            }
        }
        throw Workflow.CreateContinueAsNewException((PeriodicPollingChild wf) => wf.RunAsync(everySeconds));
    }
}
