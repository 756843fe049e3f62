using Temporalio.Activities;
using Temporalio.Api.Enums.V1;
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
    public async Task TimeSkipping_DelayShorterThanATimer_DoesNotFireIt()
    {
        await using var env = await WorkflowEnvironment.StartTimeSkippingAsync();
        using var worker = new TemporalWorker(env.Client, new TemporalWorkerOptions("q").AddWorkflow<Month>());
        await worker.ExecuteAsync(async () =>
        {
            var handle = await env.Client.StartWorkflowAsync((Month wf) => wf.RunAsync(), new("short", "q"));
            await handle.QueryAsync(wf => wf.IsWaiting());
            await env.DelayAsync(TimeSpan.FromHours(2));
            (await handle.DescribeAsync()).Status.ShouldBe(WorkflowExecutionStatus.Running);
        });
    }

    [Fact]
    public async Task TimeSkipping_DelayInAnActivity_LetsItsHeartbeatTimeOut()
    {
        await using var env = await WorkflowEnvironment.StartTimeSkippingAsync();
        using var worker = new TemporalWorker(
            env.Client,
            new TemporalWorkerOptions("q").AddActivity(new Sleeper(env).SleepAsync).AddWorkflow<SleeperCaller>());
        await worker.ExecuteAsync(async () =>
        {
            var failed = await Should.ThrowAsync<WorkflowFailedException>(() => env.Client.ExecuteWorkflowAsync(
                (SleeperCaller wf) => wf.RunAsync(), new("heartbeat", "q")));
            failed.InnerException!.InnerException.ShouldBeOfType<TimeoutFailureException>()
                .TimeoutType.ShouldBe(TimeoutType.Heartbeat);
        });
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
        env.Cancel(ActivityCancelReason.Timeout);
        (await running).ShouldBe(ActivityCancelReason.Paused);
        heartbeats.ShouldBe([5]);
        ActivityExecutionContext.HasCurrent.ShouldBeFalse();
    }

    [Fact]
    public async Task StartLocal_ProgramAskedFor_IsRefused() =>
        await Should.ThrowAsync<NotSupportedException>(() => WorkflowEnvironment.StartLocalAsync(
            new() { DevServerOptions = new() { ExistingPath = "/bin/temporal" } }));

    [Fact]
    public async Task StartLocal_ArgumentsOfTheOfficialServer_AreUnderstood()
    {
        await using var env = await WorkflowEnvironment.StartLocalAsync(new()
        {
            DevServerOptions = new()
            {
                ExtraArgs =
                [
                    "--dynamic-config-value", "frontend.enableUpdateWorkflowExecution=true", "--headless",
                    "--search-attribute", "Mine=Keyword", "--namespace=second",
                ],
            },
        });
        await env.Client.WorkflowService.DescribeNamespaceAsync(new() { Namespace = "second" });
        var attributes = await env.Client.Connection.OperatorService.ListSearchAttributesAsync(
            new() { Namespace = env.Client.Options.Namespace });
        attributes.CustomAttributes["Mine"].ShouldBe(Api.Enums.V1.IndexedValueType.Keyword);
    }

    [Theory]
    [InlineData("--unknown", "x", typeof(NotSupportedException))]
    [InlineData("--namespace", null, typeof(ArgumentException))]
    [InlineData("--search-attribute", "Mine=Nothing", typeof(ArgumentException))]
    public async Task StartLocal_OtherArguments_AreRefused(string name, string? value, Type error) =>
        (await Should.ThrowAsync<Exception>(() => WorkflowEnvironment.StartLocalAsync(new()
        {
            DevServerOptions = new() { ExtraArgs = value == null ? [name] : [name, value] },
        }))).ShouldBeOfType(error);

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

        [WorkflowQuery]
        public bool IsWaiting() => true;
    }

    public class Sleeper(WorkflowEnvironment env)
    {
        [Activity]
        public Task SleepAsync() => env.DelayAsync(ActivityExecutionContext.Current.Info.HeartbeatTimeout!.Value * 2);
    }

    [Workflow]
    public class SleeperCaller
    {
        [WorkflowRun]
        public Task RunAsync() => Workflow.ExecuteActivityAsync(
            (Sleeper sleeper) => sleeper.SleepAsync(),
            new()
            {
                ScheduleToCloseTimeout = TimeSpan.FromSeconds(1000),
                HeartbeatTimeout = TimeSpan.FromSeconds(20),
                RetryPolicy = new() { MaximumAttempts = 1 },
            });
    }
}
