using Temporalio.Activities;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Testing;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace Temporalio.Tests.Testing;

public class EnvironmentTests
{
    [Fact]
    public async Task TimeSkipping_MonthLongTimer_PassesAtOnce()
    {
        await using var env = await WorkflowEnvironment.StartTimeSkippingAsync();
        env.SupportsTimeSkipping.ShouldBeTrue();
        var before = await env.GetCurrentTimeAsync();
        using var worker = new TemporalWorker(env.Client, new TemporalWorkerOptions("q").AddWorkflow<Month>());
        await worker.ExecuteAsync(() => env.Client.ExecuteWorkflowAsync((Month wf) => wf.RunAsync(), new("w", "q")));
        (await env.GetCurrentTimeAsync() - before).ShouldBeGreaterThan(TimeSpan.FromDays(30));
    }

    [Fact]
    public async Task TimeSkipping_Delay_MovesTheClock()
    {
        await using var env = await WorkflowEnvironment.StartTimeSkippingAsync();
        var before = await env.GetCurrentTimeAsync();
        await env.DelayAsync(TimeSpan.FromDays(1));
        (await env.GetCurrentTimeAsync() - before).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task ActivityEnvironment_HeartbeatAndCancel_ReachTheActivity()
    {
        List<object?> heartbeats = [];
        var env = new ActivityEnvironment { Heartbeater = details => heartbeats.AddRange(details) };
        var running = env.RunAsync(async () =>
        {
            var context = ActivityExecutionContext.Current;
            context.Heartbeat(5);
            await Task.Delay(Timeout.Infinite, context.CancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return context.CancelReason;
        });
        env.Cancel(ActivityCancelReason.Paused);
        (await running).ShouldBe(ActivityCancelReason.Paused);
        heartbeats.ShouldBe([5]);
        ActivityExecutionContext.HasCurrent.ShouldBeFalse();
    }

    [Fact]
    public async Task StartLocal_ProgramAskedFor_IsRefused() =>
        await Should.ThrowAsync<NotSupportedException>(() => WorkflowEnvironment.StartLocalAsync(
            new() { DevServerOptions = new() { ExistingPath = "/bin/temporal" } }));

    [Fact]
    public async Task Client_AfterShutdown_CannotReachTheServer()
    {
        var env = await WorkflowEnvironment.StartLocalAsync();
        await env.ShutdownAsync();
        await Should.ThrowAsync<RpcException>(() => env.Client.WorkflowService.GetClusterInfoAsync(new()));
    }

    [Workflow]
    public class Month
    {
        [WorkflowRun]
        public Task RunAsync() => Workflow.DelayAsync(TimeSpan.FromDays(30));
    }
}
