using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.State;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.History;

/// <summary>Moves that no ordinary course of events makes.</summary>
public sealed class RareTransitionTests
{
    [Theory]
    [InlineData(nameof(ActivityStatus.Scheduled))]
    [InlineData(nameof(ActivityStatus.Backoff))]
    [InlineData(nameof(ActivityStatus.Paused))]
    public async Task CompleteById_OfAnUnstartedActivity_ClosesIt(string from)
    {
        await using var server = await InStateAsync(System.Enum.Parse<ActivityStatus>(from));

        await server.CallAsync<RespondActivityTaskCompletedByIdResponse>("RespondActivityTaskCompletedById",
            new RespondActivityTaskCompletedByIdRequest { Namespace = "default", WorkflowId = "w", ActivityId = "a" });

        (await server.EventsAsync()).ShouldContain(e => e.EventType == EventType.ActivityTaskCompleted);
    }

    [Theory]
    [InlineData(nameof(ActivityStatus.Scheduled))]
    [InlineData(nameof(ActivityStatus.Backoff))]
    [InlineData(nameof(ActivityStatus.Paused))]
    [InlineData(nameof(ActivityStatus.CancelRequested))]
    [InlineData(nameof(ActivityStatus.PauseRequested))]
    public async Task ScheduleToClose_EndsAnActivityInAnyState(string from)
    {
        await using var server = await InStateAsync(System.Enum.Parse<ActivityStatus>(from));

        server.Clock.Advance(TimeSpan.FromSeconds(60));
        await server.WaitAsync(run => run.State.Activities.Count == 0);

        (await server.EventsAsync()).ShouldContain(e => e.EventType == EventType.ActivityTaskTimedOut);
    }

    [Theory]
    [InlineData(nameof(ActivityStatus.Backoff), true)]
    [InlineData(nameof(ActivityStatus.Paused), true)]
    [InlineData(nameof(ActivityStatus.PauseRequested), false)]
    public async Task RequestCancel_ClosesWhatNobodyWorksOn(string from, bool closed)
    {
        await using var server = await InStateAsync(System.Enum.Parse<ActivityStatus>(from));
        await server.SignalAsync();

        await server.CompleteAsync(await server.PollAsync(), Server.CancelActivity(5));

        (await server.EventsAsync()).Any(e => e.EventType == EventType.ActivityTaskCanceled).ShouldBe(closed);
    }

    [Theory]
    [InlineData(nameof(ActivityStatus.CancelRequested), false)]
    [InlineData(nameof(ActivityStatus.CancelRequested), true)]
    [InlineData(nameof(ActivityStatus.PauseRequested), false)]
    [InlineData(nameof(ActivityStatus.PauseRequested), true)]
    public async Task Report_OnAnActivityThatIsAskedToStop_IsTaken(string from, bool fails)
    {
        await using var server = await InStateAsync(System.Enum.Parse<ActivityStatus>(from));
        var token = server.LastActivity!.TaskToken;

        await (fails ? FailAsync(server, token, nonRetryable: true) : CompleteAsync(server, token));

        (await server.EventsAsync()).ShouldContain(
            e => e.EventType == (fails ? EventType.ActivityTaskFailed : EventType.ActivityTaskCompleted));
    }

    [Fact]
    public async Task Unpause_OfARunningActivity_LetsItGoOn_AndAFailureWhilePausedWaits()
    {
        await using var server = await InStateAsync(ActivityStatus.PauseRequested);
        await UnpauseAsync(server);
        (await server.DescribeAsync()).PendingActivities[0].State.ShouldBe(PendingActivityState.Started);
        await PauseAsync(server);

        await FailAsync(server, server.LastActivity!.TaskToken, nonRetryable: false);
        (await server.DescribeAsync()).PendingActivities[0].State.ShouldBe(PendingActivityState.Paused);
        await UnpauseAsync(server);

        (await server.PollActivityAsync()).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task LastAttempt_FailsWhilePaused_WaitsForAnother()
    {
        await using var server = await InStateAsync(ActivityStatus.PauseRequested, attemptsMax: 1);

        await FailAsync(server, server.LastActivity!.TaskToken, nonRetryable: false);
        (await server.DescribeAsync()).PendingActivities[0].State.ShouldBe(PendingActivityState.Paused);
        await UnpauseAsync(server);

        (await server.PollActivityAsync()).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task Pause_DuringBackoff_KeepsTheActivityFromItsNextAttempt()
    {
        await using var server = await InStateAsync(ActivityStatus.Backoff);

        await PauseAsync(server);

        (await server.DescribeAsync()).PendingActivities[0].State.ShouldBe(PendingActivityState.Paused);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TransientTask_TimesOutOrEndsWithItsRunWithoutEvents(bool terminate)
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await server.FailAsync(await server.PollAsync());
        await server.PollAsync();

        if (terminate)
        {
            await TerminateAsync(server);
            (await server.TypesAsync(3)).ShouldBe("4:TaskFailed 5:RunTerminated");
        }
        else
        {
            server.Clock.Advance(TimeSpan.FromSeconds(10));
            await server.WaitAsync(run => run.State.Task.Attempt == 3);
            await TerminateAsync(server);
            (await server.TypesAsync(3)).ShouldBe("4:TaskFailed 5:RunTerminated");
        }
    }

    [Fact]
    public async Task SpeculativeTask_NobodyTakes_BecomesANormalOne()
    {
        await using var server = await MessageTests.IdleAsync();
        var update = MessageTests.UpdateAsync(server, "u");
        await server.WaitAsync(run => run.State.Task.Status == WorkflowTaskStatus.SpeculativeScheduled);

        await server.AdvanceAsync(TimeSpan.FromSeconds(5), events: 7);
        await MessageTests.AnswerAsync(server, await server.PollAsync(), "u");

        (await server.TypesAsync(4)).ShouldStartWith("5:TaskScheduled 6:TaskTimedOut 7:TaskScheduled 8:TaskStarted");
        (await update).Outcome.Success.ShouldNotBeNull();
    }

    [Fact]
    public async Task Update_AdmittedOrAcceptedWhenTheRunEnds_IsToldSo()
    {
        await using var server = await MessageTests.IdleAsync();
        var admitted = MessageTests.UpdateAsync(server, "u");
        await server.WaitAsync(run => run.State.Task.Status == WorkflowTaskStatus.SpeculativeScheduled);
        await TerminateAsync(server);
        await Should.ThrowAsync<RpcException>(() => admitted);

        await using var other = await MessageTests.IdleAsync();
        var accepted = MessageTests.UpdateAsync(other, "u");
        await other.CompleteAsync(await other.PollAsync(), r =>
        {
            r.Messages.Add(MessageTests.Accept("u"));
            r.Commands.Add(MessageTests.Place("u/accept"));
            r.Commands.Add(Server.Done());
        });
        (await accepted).Outcome.Failure.ShouldNotBeNull();
    }

    [Fact]
    public async Task Update_AcceptedInOneTaskAndCompletedInTheNext_HasItsOutcome()
    {
        await using var server = await MessageTests.IdleAsync();
        var update = MessageTests.UpdateAsync(server, "u");
        await server.CompleteAsync(await server.PollAsync(), r =>
        {
            r.Messages.Add(MessageTests.Accept("u"));
            r.Commands.Add(MessageTests.Place("u/accept"));
        });
        await server.SignalAsync();

        await server.CompleteAsync(await server.PollAsync(), r =>
        {
            r.Messages.Add(MessageTests.Complete("u"));
            r.Commands.Add(MessageTests.Place("u/complete"));
        });

        (await update).Outcome.Success.ShouldNotBeNull();
    }

    [Fact]
    public async Task CancelWorkflow_ClosesTheRunAsCanceled()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();

        await server.CompleteAsync(await server.PollAsync(), new Command
        {
            CommandType = CommandType.CancelWorkflowExecution,
            CancelWorkflowExecutionCommandAttributes = new(),
        });

        (await server.DescribeAsync()).WorkflowExecutionInfo.Status.ShouldBe(WorkflowExecutionStatus.Canceled);
    }

    [Fact]
    public async Task Terminate_WithAScheduledTask_JustEnds()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();

        await TerminateAsync(server);

        (await server.TypesAsync()).ShouldBe("1:RunStarted 2:TaskScheduled 3:RunTerminated");
    }

    [Fact]
    public async Task Retention_RemovesWhatWasClosedLongEnoughAgo()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await TerminateAsync(server);
        (await server.Inner.Retention.SweepAsync()).ShouldBe(0);

        server.Clock.Advance(TimeSpan.FromDays(2));

        (await server.Inner.Retention.SweepAsync()).ShouldBe(1);
        (await Should.ThrowAsync<RpcException>(() => server.DescribeAsync())).Message
            .ShouldBe("workflow not found for ID: w");
    }

    private static async Task<Server> InStateAsync(ActivityStatus status, int attemptsMax = 0)
    {
        var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync(), Server.Activity(change: a =>
        {
            a.ScheduleToCloseTimeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(60));
            a.StartToCloseTimeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(60));
            a.RetryPolicy = new()
            {
                InitialInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(30)),
                BackoffCoefficient = 1,
                MaximumAttempts = attemptsMax,
            };
        }));
        if (status is ActivityStatus.Backoff or ActivityStatus.CancelRequested or ActivityStatus.PauseRequested)
        {
            // So that schedule-to-close ends before the attempt does.
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            server.LastActivity = await server.PollActivityAsync();
        }

        switch (status)
        {
            case ActivityStatus.Backoff:
                await FailAsync(server, server.LastActivity!.TaskToken, nonRetryable: false);
                break;
            case ActivityStatus.CancelRequested:
                await server.SignalAsync();
                await server.CompleteAsync(await server.PollAsync(), Server.CancelActivity(5));
                break;
            case ActivityStatus.Paused or ActivityStatus.PauseRequested:
                await PauseAsync(server);
                break;
        }

        return server;
    }

    private static Task PauseAsync(Server server) => server.CallAsync<PauseActivityResponse>("PauseActivity",
        new PauseActivityRequest { Namespace = "default", Execution = new() { WorkflowId = "w" }, Id = "a" });

    private static Task UnpauseAsync(Server server) => server.CallAsync<UnpauseActivityResponse>("UnpauseActivity",
        new UnpauseActivityRequest { Namespace = "default", Execution = new() { WorkflowId = "w" }, Id = "a" });

    private static Task TerminateAsync(Server server) => server.CallAsync<TerminateWorkflowExecutionResponse>(
        "TerminateWorkflowExecution",
        new TerminateWorkflowExecutionRequest { Namespace = "default", WorkflowExecution = new() { WorkflowId = "w" } });

    private static Task CompleteAsync(Server server, ByteString token) =>
        server.CallAsync<RespondActivityTaskCompletedResponse>("RespondActivityTaskCompleted",
            new RespondActivityTaskCompletedRequest { Namespace = "default", TaskToken = token });

    private static Task FailAsync(Server server, ByteString token, bool nonRetryable) =>
        server.CallAsync<RespondActivityTaskFailedResponse>("RespondActivityTaskFailed",
            new RespondActivityTaskFailedRequest
            {
                Namespace = "default",
                TaskToken = token,
                Failure = new Failure { ApplicationFailureInfo = new() { NonRetryable = nonRetryable } },
            });
}
