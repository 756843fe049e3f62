using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.History;

public sealed class LifecycleTests
{
    [Theory]
    [InlineData(WorkflowIdReusePolicy.AllowDuplicate, true, true)]
    [InlineData(WorkflowIdReusePolicy.AllowDuplicate, false, true)]
    [InlineData(WorkflowIdReusePolicy.AllowDuplicateFailedOnly, true, false)]
    [InlineData(WorkflowIdReusePolicy.AllowDuplicateFailedOnly, false, true)]
    [InlineData(WorkflowIdReusePolicy.RejectDuplicate, true, false)]
    [InlineData(WorkflowIdReusePolicy.RejectDuplicate, false, false)]
    public async Task Start_AfterAClosedRun_FollowsTheReusePolicy(
        WorkflowIdReusePolicy policy, bool succeeded, bool allowed)
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync(), succeeded ? Server.Done() : Failed("x"));

        var start = () => server.StartWorkflowAsync(change: r => r.WorkflowIdReusePolicy = policy);

        if (allowed)
        {
            (await start()).ShouldNotBeEmpty();
        }
        else
        {
            (await Should.ThrowAsync<RpcException>(start)).Code.ShouldBe(RpcCode.AlreadyExists);
        }
    }

    [Fact]
    public async Task Start_WhileRunning_FailsWithTheDetailClientsNeed()
    {
        await using var server = await Server.StartAsync();
        var runId = await server.StartWorkflowAsync();

        var error = await Should.ThrowAsync<RpcException>(() => server.StartWorkflowAsync());

        error.Message.ShouldBe($"Workflow execution is already running. WorkflowId: w, RunId: {runId}.");
        error.Detail.ShouldBeOfType<WorkflowExecutionAlreadyStartedFailure>().RunId.ShouldBe(runId);
    }

    [Fact]
    public async Task Start_SameRequestIdTwice_IsOneRun()
    {
        await using var server = await Server.StartAsync();
        var first = await server.StartWorkflowAsync(change: r => r.RequestId = "same");

        (await server.StartWorkflowAsync(change: r => r.RequestId = "same")).ShouldBe(first);
    }

    [Fact]
    public async Task Start_TerminatingTheExistingRun_EndsItInTheSameCommit()
    {
        await using var server = await Server.StartAsync();
        var old = await server.StartWorkflowAsync();

        var fresh = await server.StartWorkflowAsync(
            change: r => r.WorkflowIdConflictPolicy = WorkflowIdConflictPolicy.TerminateExisting);

        var end = (await server.EventsAsync(runId: old))[^1].WorkflowExecutionTerminatedEventAttributes;
        end.Reason.ShouldBe("TerminateIfRunning WorkflowIdReusePolicy");
        end.Details.Payloads_[0].Data.ToStringUtf8().ShouldBe($"\"terminated by new runID: {fresh}\"");
    }

    [Fact]
    public async Task StartDelay_HoldsTheFirstTaskBack_AndASignalDoesNotEndIt()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync(change: r => r.WorkflowStartDelay = Seconds(60));
        await server.SignalAsync();
        (await server.TypesAsync()).ShouldBe("1:RunStarted 2:RunSignaled");

        await server.AdvanceAsync(TimeSpan.FromSeconds(60), events: 3);

        (await server.TypesAsync()).ShouldBe("1:RunStarted 2:RunSignaled 3:TaskScheduled");
    }

    [Fact]
    public async Task SignalWithStart_OnNothing_WritesTheSignalBeforeTheTask()
    {
        await using var server = await Server.StartAsync();

        var response = await server.CallAsync<SignalWithStartWorkflowExecutionResponse>(
            "SignalWithStartWorkflowExecution", new SignalWithStartWorkflowExecutionRequest
            {
                Namespace = "default",
                WorkflowId = "w",
                WorkflowType = new() { Name = "type" },
                TaskQueue = new() { Name = Server.Queue },
                SignalName = "hello",
            });

        response.Started.ShouldBeTrue();
        (await server.TypesAsync()).ShouldBe("1:RunStarted 2:RunSignaled 3:TaskScheduled");
    }

    [Fact]
    public async Task Signal_SameRequestIdTwice_IsRecordedOnce_AlsoWhenItWasLongAgo()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        for (var i = 0; i < 40; i++)
        {
            await server.SignalAsync(requestId: $"r{i}");
        }

        await server.SignalAsync(requestId: "r0");
        await server.SignalAsync(requestId: "r39");

        (await server.EventsAsync()).Count(e => e.EventType == EventType.WorkflowExecutionSignaled).ShouldBe(40);
    }

    [Fact]
    public async Task Cancel_Twice_IsRecordedOnce_AndOnAClosedRunIgnored()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await CancelAsync(server);
        await CancelAsync(server);
        await server.CompleteAsync(await server.PollAsync(), Server.Done());
        await CancelAsync(server);

        (await server.TypesAsync()).ShouldBe(
            "1:RunStarted 2:TaskScheduled 3:RunCancelRequested 4:TaskStarted 5:TaskCompleted 6:RunCompleted");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Describe_OfATerminatedRun_ShowsTheTaskThatNobodyTook(bool taken)
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        if (taken)
        {
            await server.PollAsync();
        }

        await server.CallAsync<TerminateWorkflowExecutionResponse>("TerminateWorkflowExecution",
            new TerminateWorkflowExecutionRequest { Namespace = "default", WorkflowExecution = new() { WorkflowId = "w" } });

        var task = (await server.DescribeAsync()).PendingWorkflowTask;
        (task?.State, task?.Attempt).ShouldBe(taken ? (null, null) : (PendingWorkflowTaskState.Scheduled, 1));
    }

    [Fact]
    public async Task Terminate_WithAStartedTask_FailsItFirstAndWritesTheBuffer()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await server.PollAsync();
        await server.SignalAsync();

        await server.CallAsync<TerminateWorkflowExecutionResponse>("TerminateWorkflowExecution",
            new TerminateWorkflowExecutionRequest { Namespace = "default", WorkflowExecution = new() { WorkflowId = "w" } });

        (await server.TypesAsync(3)).ShouldBe("4:TaskFailed 5:RunSignaled 6:RunTerminated");
        var end = (await server.EventsAsync())[5].WorkflowExecutionTerminatedEventAttributes;
        end.Reason.ShouldBe("terminated by user via frontend");
        (await Should.ThrowAsync<RpcException>(() => server.SignalAsync())).Message
            .ShouldBe("workflow execution already completed");
    }

    [Fact]
    public async Task RunTimeout_WithRetries_IsFollowedByTheNextAttempt()
    {
        await using var server = await Server.StartAsync();
        var first = await server.StartWorkflowAsync(change: r =>
        {
            r.WorkflowRunTimeout = Seconds(5);
            r.RetryPolicy = new() { MaximumAttempts = 2 };
        });
        await server.PollAsync();

        server.Clock.Advance(TimeSpan.FromSeconds(5));
        await server.WaitAsync(run => run.State.Attempt == 2);

        var end = (await server.EventsAsync(runId: first))[^1].WorkflowExecutionTimedOutEventAttributes;
        end.RetryState.ShouldBe(RetryState.InProgress);
        var next = (await server.EventsAsync())[0].WorkflowExecutionStartedEventAttributes;
        next.ContinuedExecutionRunId.ShouldBe(first);
        next.FirstExecutionRunId.ShouldBe(first);
        next.Initiator.ShouldBe(ContinueAsNewInitiator.Retry);
        next.ContinuedFailure.TimeoutFailureInfo.TimeoutType.ShouldBe(TimeoutType.StartToClose);
        next.FirstWorkflowTaskBackoff.ShouldBe(Seconds(1));
    }

    [Fact]
    public async Task Fail_WithRetries_EndsWithTheReasonWhenTheyAreUsedUp()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync(change: r => r.RetryPolicy = new() { MaximumAttempts = 2 });
        await server.CompleteAsync(await server.PollAsync(), Failed("one"));
        await server.AdvanceAsync(TimeSpan.FromSeconds(1), events: 2);

        await server.CompleteAsync(await server.PollAsync(), Failed("two"));

        (await server.EventsAsync())[^1].WorkflowExecutionFailedEventAttributes.RetryState
            .ShouldBe(RetryState.MaximumAttemptsReached);
    }

    [Theory]
    [InlineData(200, null, 900)] // a run lives for a second at least
    [InlineData(2000, null, 2000)]
    [InlineData(2000, 60_000, 60_000)]
    [InlineData(2000, 900_000, 200_000)] // no failure delays more than the maximum interval
    [InlineData(2000, 0, 200_000)]
    public async Task Fail_WithRetries_WaitsAsLongAsPolicyAndFailureSay(int initial, int? own, int expected)
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync(change: r => r.RetryPolicy = new()
        {
            InitialInterval = Seconds(initial / 1000.0),
            MaximumInterval = Seconds(200),
        });
        var task = await server.PollAsync();
        server.Clock.Advance(TimeSpan.FromMilliseconds(100));
        var failed = Failed("one");
        failed.FailWorkflowExecutionCommandAttributes.Failure.ApplicationFailureInfo = new()
        {
            NextRetryDelay = own is { } delay ? Seconds(delay / 1000.0) : null,
        };

        await server.CompleteAsync(task, failed);

        (await server.EventsAsync())[0].WorkflowExecutionStartedEventAttributes.FirstWorkflowTaskBackoff
            .ShouldBe(Seconds(expected / 1000.0));
    }

    [Fact]
    public async Task Fail_WithRetries_BeginsAgainWithTheMemoOfTheStart()
    {
        await using var server = await Server.StartAsync();
        var given = new Payload { Data = ByteString.CopyFromUtf8("given") };
        await server.StartWorkflowAsync(change: r =>
        {
            r.RetryPolicy = new();
            r.Memo = new() { Fields = { ["key"] = given } };
            r.UserMetadata = new() { Summary = given };
        });
        var upsert = new Command
        {
            CommandType = CommandType.ModifyWorkflowProperties,
            ModifyWorkflowPropertiesCommandAttributes = new()
            {
                UpsertedMemo = new() { Fields = { ["key"] = new Payload { Data = ByteString.CopyFromUtf8("changed") } } },
            },
        };

        await server.CompleteAsync(await server.PollAsync(), upsert, Failed("one"));

        var next = (await server.EventsAsync())[0];
        next.WorkflowExecutionStartedEventAttributes.Memo.Fields["key"].ShouldBe(given);
        next.UserMetadata.ShouldBeNull();
    }

    [Fact]
    public async Task Cron_WhoseNextMatchIsBeyondTheExecutionTimeout_IsFollowedByARunThatTimesOut()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync(change: r =>
        {
            r.CronSchedule = "@every 10s";
            r.WorkflowExecutionTimeout = Seconds(15);
        });
        await server.AdvanceAsync(TimeSpan.FromSeconds(10), events: 2);
        await server.CompleteAsync(await server.PollAsync(), Server.Done());

        await server.AdvanceAsync(TimeSpan.FromSeconds(5), events: 2);

        (await server.TypesAsync()).ShouldBe("1:RunStarted 2:RunTimedOut");
        (await server.EventsAsync())[1].WorkflowExecutionTimedOutEventAttributes.RetryState.ShouldBe(RetryState.Timeout);
    }

    [Fact]
    public async Task Cron_AfterACompletion_StartsTheNextRunAtTheNextMatch()
    {
        await using var server = await Server.StartAsync();
        var first = await server.StartWorkflowAsync(change: r => r.CronSchedule = "*/5 * * * *");
        await server.AdvanceAsync(TimeSpan.FromMinutes(5), events: 2);

        await server.CompleteAsync(await server.PollAsync(), Server.Done());

        (await server.EventsAsync(runId: first))[^1].WorkflowExecutionCompletedEventAttributes.NewExecutionRunId
            .ShouldNotBeEmpty();
        var next = (await server.EventsAsync())[0].WorkflowExecutionStartedEventAttributes;
        next.Initiator.ShouldBe(ContinueAsNewInitiator.CronSchedule);
        next.FirstWorkflowTaskBackoff.ShouldBe(Seconds(300));
    }

    [Fact]
    public async Task ContinueAsNew_OfAYoungRun_WaitsOutTheFirstSecond()
    {
        await using var server = await Server.StartAsync();
        var first = await server.StartWorkflowAsync();
        server.Clock.Advance(TimeSpan.FromMilliseconds(200));

        await server.CompleteAsync(await server.PollAsync(), new Command
        {
            CommandType = CommandType.ContinueAsNewWorkflowExecution,
            ContinueAsNewWorkflowExecutionCommandAttributes = new(),
        });

        var next = (await server.EventsAsync())[0].WorkflowExecutionStartedEventAttributes;
        next.ContinuedExecutionRunId.ShouldBe(first);
        next.FirstWorkflowTaskBackoff.ToTimeSpan().ShouldBe(TimeSpan.FromMilliseconds(800));
        next.Initiator.ShouldBe(ContinueAsNewInitiator.Workflow);
        (await server.TypesAsync()).ShouldBe("1:RunStarted");
    }

    [Fact]
    public async Task Timers_DueTogether_FireInOrderWithOneTask()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await server.CompleteAsync(
            await server.PollAsync(), Server.Timer("late", 3), Server.Timer("early", 1), Server.Timer("gone", 2),
            Server.CancelTimer("gone"));

        await server.AdvanceAsync(TimeSpan.FromSeconds(3), events: 11);

        (await server.TypesAsync(8)).ShouldBe("9:TimerFired 10:TimerFired 11:TaskScheduled");
        (await server.EventsAsync())[8].TimerFiredEventAttributes.TimerId.ShouldBe("early");
    }

    [Fact]
    public async Task CancelTimer_WhoseFiringIsBuffered_TakesItBack()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync(), Server.Timer());
        await server.SignalAsync();
        var task = await server.PollAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        await server.WaitAsync(run => run.State.Buffer.Count == 1);

        await server.CompleteAsync(task, Server.CancelTimer());

        (await server.TypesAsync(8)).ShouldBe("9:TaskCompleted 10:TimerCanceled");
    }

    [Fact]
    public async Task CancelTimer_WhoseFiringIsAllThatIsBuffered_LetsTheRunClose()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync(), Server.Timer());
        await server.SignalAsync();
        var task = await server.PollAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        await server.WaitAsync(run => run.State.Buffer.Count == 1);

        await server.CompleteAsync(task, Server.CancelTimer(), Server.Done());

        (await server.TypesAsync(8)).ShouldBe("9:TaskCompleted 10:TimerCanceled 11:RunCompleted");
    }

    [Fact]
    public async Task Reset_ToTheFirstTask_StartsOverAndReappliesSignals()
    {
        await using var server = await Server.StartAsync();
        var first = await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync(), Server.Activity());
        await server.SignalAsync("later");

        var response = await server.CallAsync<ResetWorkflowExecutionResponse>("ResetWorkflowExecution",
            new ResetWorkflowExecutionRequest
            {
                Namespace = "default",
                WorkflowExecution = new() { WorkflowId = "w" },
                WorkflowTaskFinishEventId = 4,
                RequestId = "r",
                Reason = "again",
            });

        (await server.TypesAsync(runId: response.RunId)).ShouldBe(
            "1:RunStarted 2:TaskScheduled 3:TaskStarted 4:TaskFailed 5:RunSignaled 6:TaskScheduled");
        (await server.EventsAsync(runId: first))[^1].WorkflowExecutionTerminatedEventAttributes.Reason.ShouldBe("again");
    }

    [Fact]
    public async Task Restart_WithPendingWork_HandsItOutAgain()
    {
        await using var before = await Server.StartAsync();
        await before.StartWorkflowAsync("scheduled");
        await before.StartWorkflowAsync("activity");
        await before.PollAsync();
        await before.CompleteAsync(await before.PollAsync(), Server.Activity(), Server.Timer());

        await using var after = await Server.StartAsync(before.Store, before.Clock);
        var activity = await after.PollActivityAsync();
        await after.AdvanceAsync(TimeSpan.FromSeconds(10), events: 8, id: "activity");

        activity.WorkflowExecution.WorkflowId.ShouldBe("activity");
        (await after.TypesAsync(4, "activity")).ShouldStartWith("5:ActivityScheduled 6:TimerStarted 7:TimerFired");
        (await after.TypesAsync(id: "scheduled")).ShouldBe(
            "1:RunStarted 2:TaskScheduled 3:TaskStarted 4:TaskTimedOut 5:TaskScheduled");
    }

    private static Duration Seconds(double seconds) => Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));

    private static Command Failed(string message) => new()
    {
        CommandType = CommandType.FailWorkflowExecution,
        FailWorkflowExecutionCommandAttributes = new()
        {
            Failure = new Failure { Message = message, ApplicationFailureInfo = new() },
        },
    };

    private static Task CancelAsync(Server server) => server.CallAsync<RequestCancelWorkflowExecutionResponse>(
        "RequestCancelWorkflowExecution", new RequestCancelWorkflowExecutionRequest
        {
            Namespace = "default",
            WorkflowExecution = new() { WorkflowId = "w" },
        });
}
