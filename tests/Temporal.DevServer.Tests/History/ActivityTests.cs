using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.History;

public sealed class ActivityTests
{
    [Fact]
    public async Task Complete_WritesStartedJustBeforeIt()
    {
        await using var server = await WithActivityAsync();
        var task = await server.PollActivityAsync();
        (await server.TypesAsync(4)).ShouldBe("5:ActivityScheduled");

        await CompleteAsync(server, task.TaskToken);

        (await server.TypesAsync(4)).ShouldBe("5:ActivityScheduled 6:ActivityStarted 7:ActivityCompleted 8:TaskScheduled");
    }

    [Fact]
    public async Task Schedule_FillsTimeoutsAndRetryPolicy()
    {
        await using var server = await WithActivityAsync(a => a.HeartbeatTimeout = Seconds(99));

        var scheduled = (await server.EventsAsync())[4].ActivityTaskScheduledEventAttributes;

        scheduled.ScheduleToCloseTimeout.ShouldBe(new Duration());
        scheduled.ScheduleToStartTimeout.ShouldBe(new Duration());
        scheduled.HeartbeatTimeout.ShouldBe(Seconds(10));
        scheduled.RetryPolicy.ShouldBe(new RetryPolicy
        {
            InitialInterval = Seconds(1),
            BackoffCoefficient = 2,
            MaximumInterval = Seconds(100),
        });
    }

    [Fact]
    public async Task Fail_IsTriedAgainAfterTheBackoff_AndTheLastFailureIsKept()
    {
        await using var server = await WithActivityAsync();
        var first = await server.PollActivityAsync();
        await FailAsync(server, first.TaskToken, "once");
        (await server.PollActivityAsync(TimeSpan.FromSeconds(2))).TaskToken.IsEmpty.ShouldBeTrue();

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await server.PollActivityAsync();
        await CompleteAsync(server, second.TaskToken);

        second.Attempt.ShouldBe(2);
        var started = (await server.EventsAsync())[5].ActivityTaskStartedEventAttributes;
        started.Attempt.ShouldBe(2);
        started.LastFailure.Message.ShouldBe("once");
    }

    [Fact]
    public async Task Fail_AtLength_KeepsOfTheFailureWhatFits()
    {
        await using var server = await WithActivityAsync();
        var failure = new Failure
        {
            Message = new string('é', 1024),
            StackTrace = new string('s', 4096),
            Cause = new() { Message = "cause" },
            ApplicationFailureInfo = new() { Type = "Long" },
        };
        await FailAsync(server, (await server.PollActivityAsync()).TaskToken, failure);

        var kept = (await server.DescribeAsync()).PendingActivities.Single().LastFailure;
        kept.Message.ShouldBe("Failure exceeds size limit.");
        kept.ServerFailureInfo.NonRetryable.ShouldBeFalse();
        kept.Cause.Message.ShouldBe(failure.Message);
        kept.Cause.StackTrace.Length.ShouldBe(2048);
        kept.Cause.ApplicationFailureInfo.Type.ShouldBe("Long");
        kept.Cause.Cause.ShouldBeNull();
    }

    [Theory]
    [InlineData(0, RetryState.Timeout)]
    [InlineData(200, RetryState.InProgress)]
    public async Task Fail_WithADelayOfItsOwn_IsNotBoundByTheMaximumInterval(int seconds, RetryState expected)
    {
        await using var server = await WithActivityAsync();
        var failure = new Failure { ApplicationFailureInfo = new() { NextRetryDelay = Seconds(seconds) } };

        await FailAsync(server, (await server.PollActivityAsync()).TaskToken, failure);

        if (expected == RetryState.InProgress)
        {
            (await server.DescribeAsync()).PendingActivities.Single().CurrentRetryInterval.ShouldBe(Seconds(seconds));
        }
        else
        {
            (await server.EventsAsync())[6].ActivityTaskFailedEventAttributes.RetryState.ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData(false, "", RetryState.MaximumAttemptsReached)]
    [InlineData(true, "", RetryState.NonRetryableFailure)]
    [InlineData(false, "Fatal", RetryState.NonRetryableFailure)]
    public async Task Fail_ForGood_RecordsWhy(bool nonRetryable, string type, RetryState expected)
    {
        await using var server = await WithActivityAsync(a => a.RetryPolicy = new()
        {
            MaximumAttempts = nonRetryable || type.Length > 0 ? 5 : 1,
            NonRetryableErrorTypes = { "Fatal" },
        });
        var task = await server.PollActivityAsync();

        await FailAsync(server, task.TaskToken, "bad", nonRetryable, type);

        (await server.EventsAsync())[6].ActivityTaskFailedEventAttributes.RetryState.ShouldBe(expected);
    }

    [Fact]
    public async Task ScheduleToStart_WithoutWorker_TimesOutWithoutStarted()
    {
        await using var server = await WithActivityAsync(a => a.ScheduleToStartTimeout = Seconds(3));

        await server.AdvanceAsync(TimeSpan.FromSeconds(3), events: 7);

        (await server.TypesAsync(4)).ShouldBe("5:ActivityScheduled 6:ActivityTimedOut 7:TaskScheduled");
        var timedOut = (await server.EventsAsync())[5].ActivityTaskTimedOutEventAttributes;
        timedOut.Failure.Message.ShouldBe("activity ScheduleToStart timeout");
        timedOut.RetryState.ShouldBe(RetryState.Timeout);
        timedOut.StartedEventId.ShouldBe(0);
    }

    [Fact]
    public async Task StartToClose_WithOneAttempt_TimesOut()
    {
        await using var server = await WithActivityAsync(a => a.RetryPolicy = new() { MaximumAttempts = 1 });
        await server.PollActivityAsync();

        await server.AdvanceAsync(TimeSpan.FromSeconds(10), events: 7);

        var timedOut = (await server.EventsAsync())[6].ActivityTaskTimedOutEventAttributes;
        timedOut.Failure.TimeoutFailureInfo.TimeoutType.ShouldBe(TimeoutType.StartToClose);
        timedOut.RetryState.ShouldBe(RetryState.MaximumAttemptsReached);
    }

    [Fact]
    public async Task ScheduleToClose_TooShortForARetry_EndsAtOnce()
    {
        await using var server = await WithActivityAsync(a =>
        {
            a.StartToCloseTimeout = Seconds(4);
            a.ScheduleToCloseTimeout = Seconds(5);
            a.RetryPolicy = new() { InitialInterval = Seconds(60), MaximumInterval = Seconds(60) };
        });
        await server.PollActivityAsync();

        await server.AdvanceAsync(TimeSpan.FromSeconds(4), events: 7);

        var failure = (await server.EventsAsync())[6].ActivityTaskTimedOutEventAttributes.Failure;
        failure.Message.ShouldBe(
            "Not enough time to schedule next retry before activity ScheduleToClose timeout, giving up retrying");
        failure.TimeoutFailureInfo.TimeoutType.ShouldBe(TimeoutType.ScheduleToClose);
        failure.Cause.ShouldBeNull("no attempt before this one failed");
    }

    [Fact]
    public async Task ScheduleToClose_DuringALaterAttempt_NamesTheFailureOfTheOneBefore()
    {
        await using var server = await WithActivityAsync(a => a.ScheduleToCloseTimeout = Seconds(5));
        await FailAsync(server, (await server.PollActivityAsync()).TaskToken, "once");
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await server.PollActivityAsync();

        await server.AdvanceAsync(TimeSpan.FromSeconds(4), events: 7);

        var timedOut = (await server.EventsAsync())[6].ActivityTaskTimedOutEventAttributes;
        timedOut.RetryState.ShouldBe(RetryState.Timeout);
        timedOut.Failure.Message.ShouldStartWith("Not enough time to schedule next retry");
        timedOut.Failure.Cause.Message.ShouldBe("once");
    }

    [Fact]
    public async Task ScheduleToClose_AfterACancelRequest_SaysThatThereWasOne()
    {
        await using var server = await WithActivityAsync(a => a.ScheduleToCloseTimeout = Seconds(5));
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await server.PollActivityAsync();
        await server.SignalAsync();
        await server.CompleteAsync(await server.PollAsync(), Server.CancelActivity(5));

        await server.AdvanceAsync(TimeSpan.FromSeconds(4), events: 12);

        var timedOut = (await server.EventsAsync())[11].ActivityTaskTimedOutEventAttributes;
        timedOut.RetryState.ShouldBe(RetryState.CancelRequested);
        timedOut.Failure.Message.ShouldBe("activity ScheduleToClose timeout");
    }

    [Fact]
    public async Task Heartbeat_RestartsItsTimer_AndDetailsReachTheNextAttempt()
    {
        await using var server = await WithActivityAsync(a => a.HeartbeatTimeout = Seconds(2));
        var task = await server.PollActivityAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var alive = await HeartbeatAsync(server, task.TaskToken, "half");
        alive.CancelRequested.ShouldBeFalse();

        server.Clock.Advance(TimeSpan.FromSeconds(2));
        await server.WaitAsync(run => run.State.Activities[5].Attempt == 2);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await server.PollActivityAsync();

        second.HeartbeatDetails.Payloads_[0].Data.ToStringUtf8().ShouldBe("half");
        var late = await Should.ThrowAsync<RpcException>(() => CompleteAsync(server, task.TaskToken));
        late.Message.ShouldBe("invalid activityID or activity already timed out or invoking workflow is completed");
    }

    [Fact]
    public async Task Heartbeat_OfAnEarlierAttempt_StaysOnRecordAndDoesNotCountForTheNext()
    {
        await using var server = await WithActivityAsync(a => a.HeartbeatTimeout = Seconds(2));
        var first = await server.PollActivityAsync();
        await HeartbeatAsync(server, first.TaskToken, "half");
        await FailAsync(server, first.TaskToken, "once");
        server.Clock.Advance(TimeSpan.FromSeconds(1.5));
        var second = await server.PollActivityAsync();

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var pending = (await server.DescribeAsync()).PendingActivities.Single();
        await CompleteAsync(server, second.TaskToken);

        pending.LastHeartbeatTime.ShouldBeLessThan(pending.LastStartedTime);
        (await server.TypesAsync(5)).ShouldStartWith("6:ActivityStarted 7:ActivityCompleted");
    }

    [Fact]
    public async Task Cancel_OfAnUnstartedActivity_IsDoneAtOnceBehindAllCommands()
    {
        await using var server = await WithActivityAsync();
        await server.SignalAsync();

        await server.CompleteAsync(await server.PollAsync(), Server.CancelActivity(5), Server.Timer());

        (await server.TypesAsync(9)).ShouldBe(
            "10:ActivityCancelRequested 11:TimerStarted 12:ActivityCanceled 13:TaskScheduled");
        var canceled = (await server.EventsAsync())[11].ActivityTaskCanceledEventAttributes;
        canceled.Details.Payloads_[0].Data.ToStringUtf8().ShouldBe("\"ACTIVITY_ID_NOT_STARTED\"");
        canceled.Identity.ShouldBe(Server.Worker);
    }

    [Fact]
    public async Task Cancel_OfAStartedActivity_IsToldByHeartbeatAndConfirmedByTheWorker()
    {
        await using var server = await WithActivityAsync();
        var task = await server.PollActivityAsync();
        var early = await Should.ThrowAsync<RpcException>(() => CancelAsync(server, task.TaskToken));
        await server.SignalAsync();
        await server.CompleteAsync(await server.PollAsync(), Server.CancelActivity(5));

        (await HeartbeatAsync(server, task.TaskToken, "x")).CancelRequested.ShouldBeTrue();
        await CancelAsync(server, task.TaskToken);

        early.Message.ShouldBe("unable to mark activity as canceled without activity being request canceled first");
        (await server.TypesAsync(9)).ShouldBe(
            "10:ActivityCancelRequested 11:ActivityStarted 12:ActivityCanceled 13:TaskScheduled");
    }

    [Fact]
    public async Task Completion_DuringATask_IsReorderedBehindSignalsAndTimers()
    {
        await using var server = await WithActivityAsync();
        var activity = await server.PollActivityAsync();
        await server.SignalAsync("first");
        var task = await server.PollAsync();
        await CompleteAsync(server, activity.TaskToken);
        await server.SignalAsync("second");

        await server.CompleteAsync(task);

        (await server.TypesAsync(9)).ShouldBe("10:ActivityStarted 11:RunSignaled 12:ActivityCompleted 13:TaskScheduled");
        (await server.EventsAsync())[11].ActivityTaskCompletedEventAttributes.StartedEventId.ShouldBe(10);
    }

    [Fact]
    public async Task CompleteById_BeforeAnyWorkerTookIt_MakesUpAStart()
    {
        await using var server = await WithActivityAsync();

        await server.CallAsync<RespondActivityTaskCompletedByIdResponse>(
            "RespondActivityTaskCompletedById", new RespondActivityTaskCompletedByIdRequest
            {
                Namespace = "default",
                WorkflowId = "w",
                ActivityId = "a",
                Identity = "outside",
            });

        (await server.EventsAsync())[5].ActivityTaskStartedEventAttributes.Identity.ShouldBe("outside");
        (await server.PollActivityAsync(TimeSpan.FromSeconds(2))).TaskToken.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task EagerActivity_IsHandedBackWithTheCompletion()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();

        var response = await server.CompleteAsync(
            await server.PollAsync(), Server.Activity(change: a => a.RequestEagerExecution = true));
        await CompleteAsync(server, response.ActivityTasks[0].TaskToken);

        (await server.TypesAsync(4)).ShouldBe("5:ActivityScheduled 6:ActivityStarted 7:ActivityCompleted 8:TaskScheduled");
    }

    [Theory]
    [InlineData("", "activityId is not set")]
    [InlineData("a", "a valid StartToClose or ScheduleToCloseTimeout is not set on ScheduleActivityTaskCommand. "
        + "ActivityId=a ActivityType=activity")]
    public async Task Schedule_Malformed_FailsTheTaskWithTheCauseInTheText(string id, string text)
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        var task = await server.PollAsync();

        var error = await Should.ThrowAsync<RpcException>(() => server.CompleteAsync(
            task, Server.Timer(), Server.Activity(id, a => a.StartToCloseTimeout = id.Length == 0 ? Seconds(1) : null)));

        error.Message.ShouldBe("BadScheduleActivityAttributes: " + text);
        (await server.EventsAsync())[3].WorkflowTaskFailedEventAttributes.Failure.Message.ShouldBe(error.Message);
    }

    [Fact]
    public async Task Schedule_SameIdTwice_IsRefusedAndNothingIsApplied()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        var task = await server.PollAsync();

        var error = await Should.ThrowAsync<RpcException>(() => server.CompleteAsync(
            task, Server.Activity(), Server.Activity()));

        error.Message.ShouldBe("ScheduleActivityDuplicateId: invalid history builder state for action: "
            + "add-activitytask-scheduled-event, ActivityID: a");
        (await server.DescribeAsync()).PendingActivities.ShouldBeEmpty();
    }

    [Fact]
    public async Task Describe_ShowsTheWaitThatWouldFollow_AndWhatAClosedRunLeftOpen()
    {
        await using var server = await WithActivityAsync(a => a.RetryPolicy = new() { InitialInterval = Seconds(3) });

        var scheduled = (await server.DescribeAsync()).PendingActivities.ShouldHaveSingleItem();
        await server.PollActivityAsync();
        await server.SignalAsync();
        await server.CompleteAsync(await server.PollAsync(), Server.Done());

        scheduled.CurrentRetryInterval.ShouldBe(Seconds(3));
        var closed = await server.DescribeAsync();
        closed.WorkflowExecutionInfo.Status.ShouldBe(WorkflowExecutionStatus.Completed);
        var left = closed.PendingActivities.ShouldHaveSingleItem();
        (left.State, left.CurrentRetryInterval).ShouldBe((PendingActivityState.Started, null));
    }

    private static async Task<Server> WithActivityAsync(
        Action<Temporalio.Api.Command.V1.ScheduleActivityTaskCommandAttributes>? change = null)
    {
        var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync(), Server.Activity(change: change));
        return server;
    }

    private static Duration Seconds(double seconds) => Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));

    private static Task CompleteAsync(Server server, ByteString token) =>
        server.CallAsync<RespondActivityTaskCompletedResponse>("RespondActivityTaskCompleted",
            new RespondActivityTaskCompletedRequest { Namespace = "default", TaskToken = token, Identity = Server.Worker });

    private static Task CancelAsync(Server server, ByteString token) =>
        server.CallAsync<RespondActivityTaskCanceledResponse>("RespondActivityTaskCanceled",
            new RespondActivityTaskCanceledRequest { Namespace = "default", TaskToken = token });

    private static Task FailAsync(
        Server server, ByteString token, string message, bool nonRetryable = false, string type = "") =>
        FailAsync(server, token, new Failure
        {
            Message = message,
            ApplicationFailureInfo = new() { NonRetryable = nonRetryable, Type = type },
        });

    private static Task FailAsync(Server server, ByteString token, Failure failure) =>
        server.CallAsync<RespondActivityTaskFailedResponse>("RespondActivityTaskFailed",
            new RespondActivityTaskFailedRequest { Namespace = "default", TaskToken = token, Failure = failure });

    private static Task<RecordActivityTaskHeartbeatResponse> HeartbeatAsync(
        Server server, ByteString token, string details) =>
        server.CallAsync<RecordActivityTaskHeartbeatResponse>("RecordActivityTaskHeartbeat",
            new RecordActivityTaskHeartbeatRequest
            {
                Namespace = "default",
                TaskToken = token,
                Details = new Payloads { Payloads_ = { new Payload { Data = ByteString.CopyFromUtf8(details) } } },
            });
}
