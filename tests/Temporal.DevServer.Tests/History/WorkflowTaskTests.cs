using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.History;

public sealed class WorkflowTaskTests
{
    [Fact]
    public async Task Start_OneTask_WritesTheHistoryOfARealServer()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        var task = await server.PollAsync();

        await server.CompleteAsync(task, Server.Done());

        (await server.TypesAsync()).ShouldBe("1:RunStarted 2:TaskScheduled 3:TaskStarted 4:TaskCompleted 5:RunCompleted");
        task.StartedEventId.ShouldBe(3);
        task.PreviousStartedEventId.ShouldBe(0);
        task.History.Events.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Signal_WhileTaskIsScheduled_IsWrittenBehindItWithoutAnotherTask()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();

        await server.SignalAsync();
        var task = await server.PollAsync();

        (await server.TypesAsync()).ShouldBe("1:RunStarted 2:TaskScheduled 3:RunSignaled 4:TaskStarted");
        task.StartedEventId.ShouldBe(4);
    }

    [Fact]
    public async Task Signal_WhileTaskIsStarted_WaitsUntilItsCommandsAreWritten()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        var task = await server.PollAsync();

        await server.SignalAsync();
        (await server.TypesAsync()).ShouldEndWith("3:TaskStarted");
        await server.CompleteAsync(task, Server.Timer());

        (await server.TypesAsync(3)).ShouldBe("4:TaskCompleted 5:TimerStarted 6:RunSignaled 7:TaskScheduled");
    }

    [Fact]
    public async Task Close_WithUnseenSignal_FailsTheTaskAndLosesNothing()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        var task = await server.PollAsync();
        await server.SignalAsync();

        var error = await Should.ThrowAsync<RpcException>(() => server.CompleteAsync(task, Server.Done()));

        error.Code.ShouldBe(RpcCode.InvalidArgument);
        error.Message.ShouldBe("UnhandledCommand");
        (await server.TypesAsync(3)).ShouldBe("4:TaskFailed 5:RunSignaled 6:TaskScheduled");
        (await server.PollAsync()).Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Fail_Twice_LeavesOnlyTheFirstFailureAndAttachesTheTransientTask()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await server.FailAsync(await server.PollAsync());

        var second = await server.PollAsync();
        await server.FailAsync(second);
        var third = await server.PollAsync();
        await server.CompleteAsync(third, Server.Timer());

        second.Attempt.ShouldBe(2);
        second.History.Events.Select(e => e.EventId).ShouldBe([1, 2, 3, 4, 5, 6]);
        third.Attempt.ShouldBe(3);
        (await server.TypesAsync(3)).ShouldBe(
            "4:TaskFailed 5:TaskScheduled 6:TaskStarted 7:TaskCompleted 8:TimerStarted");
        (await server.EventsAsync())[4].WorkflowTaskScheduledEventAttributes.Attempt.ShouldBe(3);
    }

    [Fact]
    public async Task Signal_WhileTransientTaskIsScheduled_MakesItAFirstAttempt()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await server.FailAsync(await server.PollAsync());
        await server.SignalAsync();

        var task = await server.PollAsync();

        task.Attempt.ShouldBe(1);
        (await server.TypesAsync(3)).ShouldBe("4:TaskFailed 5:RunSignaled 6:TaskScheduled 7:TaskStarted");
    }

    [Fact]
    public async Task Timeout_OfAStartedTask_IsRecordedAndTheOldTokenIsRefused()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        var task = await server.PollAsync();

        await server.AdvanceAsync(TimeSpan.FromSeconds(10), events: 4);

        (await server.EventsAsync())[3].WorkflowTaskTimedOutEventAttributes.TimeoutType.ShouldBe(TimeoutType.StartToClose);
        var error = await Should.ThrowAsync<RpcException>(() => server.CompleteAsync(task, Server.Done()));
        error.Message.ShouldBe("Workflow task not found.");
        (await server.PollAsync()).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task StickyTask_GoesToTheStickyQueueWithTheNewEventsOnly()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await CompleteStickyAsync(server, await server.PollAsync());
        var poll = server.PollAsync("sticky");

        await server.SignalAsync();
        var task = await poll;

        task.History.Events.Select(e => e.EventId).ShouldBe([4, 5, 6, 7]);
        task.PreviousStartedEventId.ShouldBe(3);
        (await server.EventsAsync())[5].WorkflowTaskScheduledEventAttributes.TaskQueue.Kind.ShouldBe(TaskQueueKind.Sticky);
    }

    [Fact]
    public async Task StickyTask_WithoutPoller_GoesToTheNormalQueueWithTheWholeHistory()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await CompleteStickyAsync(server, await server.PollAsync());
        await server.SignalAsync();

        var task = await server.PollAsync();

        task.History.Events[0].EventId.ShouldBe(1);
        task.History.Events[^1].EventId.ShouldBe(7);
    }

    [Fact]
    public async Task StickyTask_NotTakenInTime_TimesOutOnceAndMovesToTheNormalQueue()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await CompleteStickyAsync(server, await server.PollAsync());
        (await server.PollAsync("sticky", TimeSpan.FromSeconds(2))).TaskToken.IsEmpty.ShouldBeTrue();
        await server.SignalAsync();

        await server.AdvanceAsync(TimeSpan.FromSeconds(10), events: 8);

        (await server.TypesAsync(4)).ShouldBe("5:RunSignaled 6:TaskScheduled 7:TaskTimedOut 8:TaskScheduled");
        var events = await server.EventsAsync();
        events[6].WorkflowTaskTimedOutEventAttributes.TimeoutType.ShouldBe(TimeoutType.ScheduleToStart);
        (await server.PollAsync()).Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Complete_AskingForANewTask_ReturnsItInline()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        var task = await server.PollAsync();

        var response = await server.CompleteAsync(task, r =>
        {
            r.ForceCreateNewWorkflowTask = true;
            r.ReturnNewWorkflowTask = true;
        });

        response.WorkflowTask.StartedEventId.ShouldBe(6);
        response.WorkflowTask.History.Events.Select(e => e.EventId).ShouldBe([4, 5, 6]);
        (await server.EventsAsync())[5].WorkflowTaskStartedEventAttributes.RequestId
            .ShouldBe("request-from-RespondWorkflowTaskCompleted");
    }

    [Fact]
    public async Task BufferOverLimit_FailsTheTaskAndKeepsEverySignal()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await server.PollAsync();

        for (var i = 0; i <= Limits.BufferedEventsMax; i++)
        {
            await server.SignalAsync();
        }

        var events = await server.EventsAsync();
        events[3].WorkflowTaskFailedEventAttributes.Cause.ShouldBe(WorkflowTaskFailedCause.ForceCloseCommand);
        events.Count(e => e.EventType == EventType.WorkflowExecutionSignaled).ShouldBe(Limits.BufferedEventsMax + 1);
        var task = await server.PollAsync();
        task.Attempt.ShouldBe(1);
        task.History.Events[^2].EventType.ShouldBe(EventType.WorkflowTaskScheduled);
    }

    [Fact]
    public async Task TaskTimeout_FromTheFourthAttemptOn_Grows()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        var spans = new List<double>();
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            var task = await server.PollAsync();
            task.Attempt.ShouldBe(attempt);
            spans.Add(task.History.Events[^2].WorkflowTaskScheduledEventAttributes.StartToCloseTimeout.ToTimeSpan().TotalSeconds);
            await server.FailAsync(task);
        }

        spans.ShouldBe([10, 10, 10, 15, 20]);
    }

    internal static Task<RespondWorkflowTaskCompletedResponse> CompleteStickyAsync(
        Server server, PollWorkflowTaskQueueResponse task) => server.CompleteAsync(task, r => r.StickyAttributes = new()
        {
            WorkerTaskQueue = new() { Name = "sticky", Kind = TaskQueueKind.Sticky, NormalName = Server.Queue },
            ScheduleToStartTimeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)),
        });
}
