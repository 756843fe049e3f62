using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.State;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.Nexus.V1;
using Temporalio.Api.WorkflowService.V1;
using Failure = Temporalio.Api.Failure.V1.Failure;

namespace Temporal.DevServer.Tests.History;

public sealed class NexusOperationTests
{
    [Fact]
    public async Task Call_ReachesTheWorkerWithEverythingItNeeds()
    {
        await using var server = await NexusSide.CallAsync(a => a.NexusHeader["Key"] = "value");

        var task = await server.PollNexusAsync();

        var start = task.Request.StartOperation;
        (start.Service, start.Operation, start.Payload.Data.ToStringUtf8()).ShouldBe(("service", "operation", "1"));
        task.Request.Endpoint.ShouldBe("ep");
        task.Request.Header["key"].ShouldBe("value");
        task.Request.Header["request-timeout"].ShouldBe("10000ms");
        start.RequestId.ShouldBe(Scheduled(await server.EventsAsync()).RequestId);
        start.Callback.ShouldBe("temporal://system");
        start.Links.Single().Url.ShouldEndWith(
            "/history?eventID=5&eventType=NexusOperationScheduled&referenceType=EventReference");
    }

    [Fact]
    public async Task SyncResult_CompletesTheOperation()
    {
        await using var server = await NexusSide.CallAsync();

        await server.AnswerAsync(await server.PollNexusAsync(), new StartOperationResponse
        {
            SyncSuccess = new() { Payload = new Payload { Data = Google.Protobuf.ByteString.CopyFromUtf8("2") } },
        });

        await server.WaitAsync(run => run.State.NexusOperations.Count == 0);
        (await server.TypesAsync(4)).ShouldBe("5:NexusOperationScheduled 6:NexusOperationCompleted 7:TaskScheduled");
        (await server.EventsAsync())[5].NexusOperationCompletedEventAttributes.Result.Data.ToStringUtf8().ShouldBe("2");
    }

    [Theory]
    [InlineData(CommandType.CompleteWorkflowExecution, EventType.NexusOperationCompleted)]
    [InlineData(CommandType.FailWorkflowExecution, EventType.NexusOperationFailed)]
    [InlineData(CommandType.CancelWorkflowExecution, EventType.NexusOperationCanceled)]
    public async Task AsyncOperation_EndsAsItsWorkflowDoes(CommandType end, EventType expected)
    {
        await using var server = await NexusSide.CallAsync();
        var task = await server.PollNexusAsync();
        await server.StartHandlerAsync(task);
        await server.StartedAsync(task);
        await server.WaitAsync(run => run.State.NexusOperations[5].Status == NexusOperationStatus.Started);
        (await server.DescribeAsync()).PendingNexusOperations.Single().OperationToken.ShouldBe("token");

        await server.CompleteAsync(await server.PollAsync("handler"), Closing(end));

        await server.WaitAsync(run => run.State.NexusOperations.Count == 0);
        var last = (await server.EventsAsync()).Single(NexusEvents.IsCompletion);
        last.EventType.ShouldBe(expected);
        NexusEvents.CompletedBy(last).ShouldBe(5);
        if (end == CommandType.FailWorkflowExecution)
        {
            last.NexusOperationFailedEventAttributes.Failure.Message.ShouldBe("nexus operation completed unsuccessfully");
            last.NexusOperationFailedEventAttributes.Failure.Cause.Message.ShouldBe("broken");
        }
    }

    [Theory]
    [InlineData(false, EventType.NexusOperationFailed)]
    [InlineData(true, EventType.NexusOperationCanceled)]
    public async Task UnsuccessfulAnswer_EndsTheOperation(bool canceled, EventType expected)
    {
        await using var server = await NexusSide.CallAsync();

        await server.AnswerAsync(await server.PollNexusAsync(), new StartOperationResponse
        {
            Failure = canceled
                ? new Failure { CanceledFailureInfo = new() }
                : new Failure { ApplicationFailureInfo = new() { Type = "Mine" } },
        });

        await server.WaitAsync(run => run.State.NexusOperations.Count == 0);
        (await server.EventsAsync())[5].EventType.ShouldBe(expected);
    }

    [Fact]
    public async Task UnsuccessfulAnswerOfAnOldWorker_KeepsTheFailureInIt()
    {
        await using var server = await NexusSide.CallAsync();

#pragma warning disable CS0612 // Old workers send the deprecated field.
        await server.AnswerAsync(await server.PollNexusAsync(), new StartOperationResponse
        {
            OperationError = new()
            {
                OperationState = "failed",
                Failure = new()
                {
                    Message = "broken",
                    Metadata = { ["type"] = "temporal.api.failure.v1.Failure" },
                    Details = Google.Protobuf.ByteString.CopyFromUtf8("""{"applicationFailureInfo":{"type":"Mine"}}"""),
                },
            },
        });
#pragma warning restore CS0612

        await server.WaitAsync(run => run.State.NexusOperations.Count == 0);
        var cause = (await server.EventsAsync())[5].NexusOperationFailedEventAttributes.Failure.Cause;
        (cause.Message, cause.ApplicationFailureInfo.Type).ShouldBe(("broken", "Mine"));
    }

    [Fact]
    public async Task RetryableRefusal_IsTriedAgainAfterAWait()
    {
        await using var server = await NexusSide.CallAsync();
        await server.RefuseAsync(await server.PollNexusAsync(), "UNAVAILABLE");
        await server.WaitAsync(run => run.State.NexusOperations[5].Status == NexusOperationStatus.BackingOff);
        var pending = (await server.DescribeAsync()).PendingNexusOperations.Single();
        (pending.State, pending.Attempt).ShouldBe((PendingNexusOperationState.BackingOff, 1));
        pending.LastAttemptFailure.NexusHandlerFailureInfo.Type.ShouldBe("UNAVAILABLE");

        server.Clock.Advance(TimeSpan.FromSeconds(1));

        await server.AnswerAsync(await server.PollNexusAsync(), new StartOperationResponse { SyncSuccess = new() });
        await server.WaitAsync(run => run.State.NexusOperations.Count == 0);
        (await server.TypesAsync(4)).ShouldBe("5:NexusOperationScheduled 6:NexusOperationCompleted 7:TaskScheduled");
    }

    [Theory]
    [InlineData("BAD_REQUEST")]
    [InlineData("NOT_FOUND")]
    public async Task FinalRefusal_FailsTheOperation(string type)
    {
        await using var server = await NexusSide.CallAsync();

        await server.RefuseAsync(await server.PollNexusAsync(), type);

        await server.WaitAsync(run => run.State.NexusOperations.Count == 0);
        (await server.EventsAsync())[5].NexusOperationFailedEventAttributes.Failure.Cause.NexusHandlerFailureInfo.Type
            .ShouldBe(type);
    }

    [Theory]
    [InlineData(nameof(NexusOperationStatus.Scheduled), TimeoutType.ScheduleToClose)]
    [InlineData(nameof(NexusOperationStatus.Scheduled), TimeoutType.ScheduleToStart)]
    [InlineData(nameof(NexusOperationStatus.BackingOff), TimeoutType.ScheduleToStart)]
    [InlineData(nameof(NexusOperationStatus.Started), TimeoutType.StartToClose)]
    public async Task Timeout_EndsTheOperation(string from, TimeoutType type)
    {
        await using var server = await NexusSide.CallAsync(a =>
        {
            a.ScheduleToCloseTimeout = type == TimeoutType.ScheduleToClose ? NexusSide.Seconds(30) : null;
            a.ScheduleToStartTimeout = type == TimeoutType.ScheduleToStart ? NexusSide.Seconds(30) : null;
            a.StartToCloseTimeout = type == TimeoutType.StartToClose ? NexusSide.Seconds(30) : null;
        });
        var status = System.Enum.Parse<NexusOperationStatus>(from);
        var task = await server.PollNexusAsync();
        await (status switch
        {
            NexusOperationStatus.BackingOff => server.RefuseAsync(task, "INTERNAL"),
            NexusOperationStatus.Started => server.StartedAsync(task),
            _ => Task.CompletedTask,
        });
        await server.WaitAsync(run => run.State.NexusOperations[5].Status == status);

        server.Clock.Advance(TimeSpan.FromSeconds(30));

        await server.WaitAsync(run => run.State.NexusOperations.Count == 0);
        var last = (await server.EventsAsync()).Single(NexusEvents.IsCompletion);
        last.NexusOperationTimedOutEventAttributes.Failure.Cause.TimeoutFailureInfo.TimeoutType.ShouldBe(type);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReportOfTheEnd_OvertakingTheAnswer_StartsTheOperationFirst(bool backingOff)
    {
        await using var server = await NexusSide.CallAsync();
        var task = await server.PollNexusAsync();
        await server.StartHandlerAsync(task);
        if (backingOff)
        {
            await server.RefuseAsync(task, "INTERNAL");
            await server.WaitAsync(run => run.State.NexusOperations[5].Status == NexusOperationStatus.BackingOff);
        }

        await server.CompleteAsync(await server.PollAsync("handler"), Server.Done());

        await server.WaitAsync(run => run.State.NexusOperations.Count == 0);
        (await server.TypesAsync(4)).ShouldBe(
            "5:NexusOperationScheduled 6:NexusOperationStarted 7:NexusOperationCompleted 8:TaskScheduled");
        var started = (await server.EventsAsync())[5];
        started.NexusOperationStartedEventAttributes.OperationToken.ShouldBe("token");
        started.Links.Single().WorkflowEvent.WorkflowId.ShouldBe("handler");
    }

    [Fact]
    public async Task Result_WhileATaskIsStarted_ComesBehindTheSignals()
    {
        await using var server = await NexusSide.CallAsync();
        await server.SignalAsync();
        var busy = await server.PollAsync();
        await server.AnswerAsync(await server.PollNexusAsync(), new StartOperationResponse { SyncSuccess = new() });
        await server.WaitAsync(run => run.State.Buffer.Count == 1);
        await server.SignalAsync();

        await server.CompleteAsync(busy);

        (await server.TypesAsync(8)).ShouldBe("9:TaskCompleted 10:RunSignaled 11:NexusOperationCompleted 12:TaskScheduled");
    }

    [Theory]
    [InlineData("nowhere", "endpoint \"nowhere\" not found")]
    [InlineData("ep", "ScheduleNexusOperationCommandAttributes.NexusHeader contains a disallowed header key: \"request-timeout\"")]
    public async Task Schedule_Wrong_FailsTheTask(string endpoint, string message)
    {
        await using var server = await NexusSide.WithEndpointAsync();
        await server.StartWorkflowAsync();
        var task = await server.PollAsync();

        var error = await Should.ThrowAsync<RpcException>(() => server.CompleteAsync(task, NexusSide.Schedule(a =>
        {
            a.Endpoint = endpoint;
            a.NexusHeader["Request-Timeout"] = "1s";
        })));

        error.Message.ShouldBe($"BadScheduleNexusOperationAttributes: {message}");
    }

    [Fact]
    public async Task Schedule_TooMany_FailsTheTask()
    {
        await using var server = await NexusSide.WithEndpointAsync();
        await server.StartWorkflowAsync();
        var task = await server.PollAsync();
        Command[] commands = [.. Enumerable.Range(0, Limits.PendingNexusOperationsMax + 1).Select(_ => NexusSide.Schedule())];

        var error = await Should.ThrowAsync<RpcException>(() => server.CompleteAsync(task, commands));

        error.Message.ShouldBe("PendingNexusOperationsLimitExceeded: workflow has reached the pending nexus operation limit of "
            + "30 for this namespace");
    }

    [Fact]
    public async Task Reset_BeforeTheResult_HasTheResultAgain()
    {
        await using var server = await NexusSide.CallAsync();
        await server.AnswerAsync(await server.PollNexusAsync(), new StartOperationResponse { SyncSuccess = new() });
        await server.WaitAsync(run => run.State.NexusOperations.Count == 0);
        await server.CompleteAsync(await server.PollAsync(), Server.Timer());

        await server.CallAsync<ResetWorkflowExecutionResponse>("ResetWorkflowExecution", new ResetWorkflowExecutionRequest
        {
            Namespace = "default",
            WorkflowExecution = new WorkflowExecution { WorkflowId = "w" },
            WorkflowTaskFinishEventId = 9,
            RequestId = "reset",
        });

        (await server.TypesAsync(4)).ShouldBe("5:NexusOperationScheduled 6:NexusOperationCompleted 7:TaskScheduled "
            + "8:TaskStarted 9:TaskFailed 10:TaskScheduled");
    }

    private static NexusOperationScheduled Scheduled(IEnumerable<Temporalio.Api.History.V1.HistoryEvent> events) => new(
        events.Single(e => e.EventType == EventType.NexusOperationScheduled)
            .NexusOperationScheduledEventAttributes.RequestId);

    private static Command Closing(CommandType type) => type switch
    {
        CommandType.FailWorkflowExecution => new Command
        {
            CommandType = type,
            FailWorkflowExecutionCommandAttributes = new() { Failure = new Failure { Message = "broken" } },
        },
        CommandType.CancelWorkflowExecution => new Command
        {
            CommandType = type,
            CancelWorkflowExecutionCommandAttributes = new(),
        },
        _ => Server.Done(),
    };

    private sealed record NexusOperationScheduled(string RequestId);
}
