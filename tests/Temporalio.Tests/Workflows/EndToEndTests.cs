using System.Diagnostics;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Worker;

namespace Temporalio.Tests.Workflows;

[Collection(EndToEndCollection.Name)]
public class EndToEndTests(EndToEndFixture server)
{
    private readonly EndToEndActivities _activities = new();

    [Fact]
    public async Task Workflow_WithActivity_ReturnsItsResult()
    {
        var result = await server.WithWorkerAsync(All, queue => server.Client.ExecuteWorkflowAsync(
            (GreetingWorkflow wf) => wf.RunAsync("Temporal"), EndToEndFixture.Options(queue)));
        result.ShouldBe("Hello, Temporal!");
    }

    [Fact]
    public async Task Activity_FailsThenSucceedsThenRefuses_WorkflowSeesEach()
    {
        var result = await server.WithWorkerAsync(All, queue => server.Client.ExecuteWorkflowAsync(
            (RetriesWorkflow wf) => wf.RunAsync(3), EndToEndFixture.Options(queue)));
        result.ShouldBe("3 Refused no 7 NonRetryableFailure");
    }

    [Fact]
    public Task Messages_SignalsQueriesUpdates_AreHandled() => server.WithWorkerAsync(All, async queue =>
    {
        var handle = await server.Client.StartWorkflowAsync(
            (CounterWorkflow wf) => wf.RunAsync(1), EndToEndFixture.Options(queue));
        await handle.SignalAsync(wf => wf.AddAsync(10));
        (await handle.QueryAsync(wf => wf.Count())).ShouldBe(11);
        (await handle.QueryAsync(wf => wf.CountProperty)).ShouldBe(11);
        (await handle.ExecuteUpdateAsync(wf => wf.AddSlowlyAsync(100))).ShouldBe(111);

        var rejected = await Should.ThrowAsync<WorkflowUpdateFailedException>(
            () => handle.ExecuteUpdateAsync(wf => wf.AddSlowlyAsync(-1)));
        rejected.InnerException.ShouldBeOfType<ApplicationFailureException>().ErrorType.ShouldBe("Negative");
        var failed = await Should.ThrowAsync<WorkflowUpdateFailedException>(
            () => handle.ExecuteUpdateAsync(wf => wf.FailAsync()));
        failed.InnerException.ShouldBeOfType<ApplicationFailureException>().ErrorType.ShouldBe("UpdateFailed");
        var broken = await Should.ThrowAsync<WorkflowQueryFailedException>(
            () => handle.QueryAsync(wf => wf.Broken()));
        broken.Message.ShouldBe("broken query");
        var unknown = await Should.ThrowAsync<WorkflowQueryFailedException>(
            () => handle.QueryAsync<string>("Unknown", []));
        unknown.Message.ShouldEndWith("known queries: [Broken Count CountProperty]");

        await handle.SignalAsync(wf => wf.FinishAsync());
        (await handle.GetResultAsync()).ShouldBe(111);
        (await handle.QueryAsync(wf => wf.Count())).ShouldBe(111);
    });

    [Theory]
    [InlineData("timer")]
    [InlineData("activity")]
    public Task Cancel_UnhandledByWorkflow_EndsAsCancelled(string mode) => server.WithWorkerAsync(All, async queue =>
    {
        var handle = await server.Client.StartWorkflowAsync(
            (CancellationWorkflow wf) => wf.RunAsync(mode), EndToEndFixture.Options(queue));
        await handle.CancelAsync();
        var error = await Should.ThrowAsync<WorkflowFailedException>(() => handle.GetResultAsync());
        error.InnerException.ShouldBeOfType<CanceledFailureException>();
    });

    [Fact]
    public Task Cancel_HandledByWorkflow_CleansUpAndCompletes() => server.WithWorkerAsync(All, async queue =>
    {
        var handle = await server.Client.StartWorkflowAsync(
            (CancellationWorkflow wf) => wf.RunAsync("cleanup"), EndToEndFixture.Options(queue));
        await handle.CancelAsync();
        (await handle.GetResultAsync()).ShouldBe("cleaned up");
    });

    [Theory]
    [InlineData("result", "Hello, child!")]
    [InlineData("signal", "3")]
    [InlineData("cancel", "child cancelled")]
    [InlineData("unknown", "Unable to cancel external workflow because not found")]
    public async Task ChildAndExternalWorkflows_EachKindOfCall_Works(string mode, string expected)
    {
        var result = await server.WithWorkerAsync(All, queue => server.Client.ExecuteWorkflowAsync(
            (ParentWorkflow wf) => wf.RunAsync(mode), EndToEndFixture.Options(queue)));
        result.ShouldBe(expected);
    }

    [Fact]
    public async Task ContinueAsNew_ThreeTimes_ResultComesFromTheLastRun()
    {
        var result = await server.WithWorkerAsync(All, queue => server.Client.ExecuteWorkflowAsync(
            (ContinuingWorkflow wf) => wf.RunAsync(2, 0), EndToEndFixture.Options(queue)));
        result.ShouldBe(3);
    }

    [Fact]
    public Task Upserts_OfWorkflow_ShowInDescription() => server.WithWorkerAsync(All, async queue =>
    {
        var handle = await server.Client.StartWorkflowAsync(
            (UpsertingWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue));
        (await handle.GetResultAsync()).ShouldBe("set by workflowFalsestarted");
        var description = await handle.DescribeAsync();
        description.TypedSearchAttributes.Get(UpsertingWorkflow.Keyword).ShouldBe("set by workflow");
        description.TypedSearchAttributes.ContainsKey(UpsertingWorkflow.Number).ShouldBeFalse();
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Cache_TooSmallForTheWorkflows_StateIsRebuilt(int cached)
    {
        var results = await server.WithWorkerAsync(
            options =>
            {
                All(options);
                options.MaxCachedWorkflows = cached;
            },
            async queue =>
            {
                var handles = new List<WorkflowHandle<CounterWorkflow, int>>();
                for (var i = 0; i < 4; i++)
                {
                    handles.Add(await server.Client.StartWorkflowAsync(
                        (CounterWorkflow wf) => wf.RunAsync(0), EndToEndFixture.Options(queue)));
                }
                for (var round = 0; round < 3; round++)
                {
                    foreach (var handle in handles)
                    {
                        await handle.ExecuteUpdateAsync(wf => wf.AddSlowlyAsync(1));
                    }
                }
                foreach (var handle in handles)
                {
                    await handle.SignalAsync(wf => wf.FinishAsync());
                }
                return await Task.WhenAll(handles.Select(h => h.GetResultAsync()));
            });
        results.ShouldBe([3, 3, 3, 3]);
    }

    [Fact]
    public Task Bug_InWorkflowCode_FailsTheTaskUntilItIsFixed() => server.WithWorkerAsync(All, async queue =>
    {
        var handle = await server.Client.StartWorkflowAsync(
            (BuggyWorkflow wf) => wf.RunAsync(),
            new($"wf-{Guid.NewGuid():N}", queue) { TaskTimeout = TimeSpan.FromSeconds(1) });
        await WaitForEventAsync(handle, EventType.WorkflowTaskFailed);
        BuggyWorkflow.IsFixed = true;
        (await handle.GetResultAsync()).ShouldBe("fixed");
    });

    [Fact]
    public Task Deadlock_InWorkflowCode_FailsTheTaskWhileOthersGoOn() => server.WithWorkerAsync(All, async queue =>
    {
        var handle = await server.Client.StartWorkflowAsync(
            (DeadlockedWorkflow wf) => wf.RunAsync(),
            new($"wf-{Guid.NewGuid():N}", queue) { TaskTimeout = TimeSpan.FromSeconds(3) });
        var failed = await WaitForEventAsync(handle, EventType.WorkflowTaskFailed);
        failed.WorkflowTaskFailedEventAttributes.Failure.Message
            .ShouldBe($"[TMPRL1101] Workflow with run ID {handle.ResultRunId} deadlocked after 00:00:02");
        var other = await server.Client.ExecuteWorkflowAsync(
            (GreetingWorkflow wf) => wf.RunAsync("still alive"), EndToEndFixture.Options(queue));
        other.ShouldBe("Hello, still alive!");
        DeadlockedWorkflow.Released.Set();
        await handle.GetResultAsync();
    });

    [Fact]
    public Task RecordedHere_Histories_Replay() => server.WithWorkerAsync(All, async queue =>
    {
        var handle = await server.Client.StartWorkflowAsync(
            (ParentWorkflow wf) => wf.RunAsync("signal"), EndToEndFixture.Options(queue));
        await handle.GetResultAsync();
        var replayer = new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow<ParentWorkflow>());
        await replayer.ReplayWorkflowAsync(await handle.FetchHistoryAsync());
    });

    [Fact]
    public async Task Worker_Stopped_EndsQuickly()
    {
        var options = new TemporalWorkerOptions($"queue-{Guid.NewGuid():N}");
        All(options);
        using var worker = new TemporalWorker(server.Client, options);
        using var stop = new CancellationTokenSource();
        var running = worker.ExecuteAsync(stop.Token);
        var clock = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Workers_StoppedWhileTasksComeIn_LoseNone()
    {
        const int Workers = 10;
        var queue = $"queue-{Guid.NewGuid():N}";
        var handles = new List<WorkflowHandle>();
        for (var i = 0; i < Workers; i++)
        {
            // The task is on its way to a poll of the worker when the worker is told to stop.
            await server.WithWorkerAsync(
                All,
                async _ =>
                {
                    handles.Add(await server.Client.StartWorkflowAsync(
                        (GreetingWorkflow wf) => wf.RunAsync("Temporal"), EndToEndFixture.Options(queue)));
                    return true;
                },
                queue);
        }
        await server.WithWorkerAsync(
            All,
            async _ => await Task.WhenAll(handles.Select(h => h.GetResultAsync<string>())),
            queue);
        foreach (var handle in handles)
        {
            (await handle.FetchHistoryAsync()).Events.ShouldNotContain(
                e => e.EventType == EventType.WorkflowTaskTimedOut && e.WorkflowTaskTimedOutEventAttributes.TimeoutType ==
                    TimeoutType.StartToClose);
        }
    }

    internal static async Task<Api.History.V1.HistoryEvent> WaitForEventAsync(WorkflowHandle handle, EventType type)
    {
        await foreach (var e in handle.FetchHistoryEventsAsync(new() { WaitNewEvent = true }))
        {
            if (e.EventType == type)
            {
                return e;
            }
        }
        throw new InvalidOperationException($"Workflow closed without {type}");
    }

    private void All(TemporalWorkerOptions options) => options
        .AddAllActivities(_activities)
        .AddWorkflow<GreetingWorkflow>()
        .AddWorkflow<RetriesWorkflow>()
        .AddWorkflow<CounterWorkflow>()
        .AddWorkflow<CancellationWorkflow>()
        .AddWorkflow<ParentWorkflow>()
        .AddWorkflow<ContinuingWorkflow>()
        .AddWorkflow<UpsertingWorkflow>()
        .AddWorkflow<DeadlockedWorkflow>()
        .AddWorkflow<BuggyWorkflow>();
}
