using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.Protocol.V1;
using Temporalio.Api.Query.V1;
using Temporalio.Api.Update.V1;
using Temporalio.Api.WorkflowService.V1;
using Stage = Temporalio.Api.Enums.V1.UpdateWorkflowExecutionLifecycleStage;

namespace Temporal.DevServer.Tests.History;

public sealed class MessageTests
{
    [Fact]
    public async Task Update_AcceptedAndCompleted_WritesTheTaskAndBothEvents()
    {
        await using var server = await IdleAsync();
        var update = UpdateAsync(server, "u");
        var task = await server.PollAsync();
        (await server.TypesAsync(4)).ShouldBe("5:TaskScheduled 6:TaskStarted");
        (await server.DescribeAsync()).WorkflowExecutionInfo.HistoryLength.ShouldBe(4);

        await AnswerAsync(server, task, "u");

        var response = await update;
        response.Stage.ShouldBe(Stage.Completed);
        response.Outcome.Success.ShouldNotBeNull();
        (await server.TypesAsync(4)).ShouldBe(
            "5:TaskScheduled 6:TaskStarted 7:TaskCompleted 8:RunUpdateAccepted 9:RunUpdateCompleted");
        task.Messages[0].EventId.ShouldBe(5);
        (await server.EventsAsync())[7].WorkflowExecutionUpdateAcceptedEventAttributes.AcceptedRequest.ShouldNotBeNull();
    }

    [Fact]
    public async Task Update_Rejected_LeavesNoTraceAndRollsTheWorkerBack()
    {
        await using var server = await IdleAsync();
        var update = UpdateAsync(server, "u");
        var task = await server.PollAsync();

        var completion = await server.CompleteAsync(task, r => r.Messages.Add(Reject("u")));

        (await update).Outcome.Failure.Message.ShouldBe("no");
        completion.ResetHistoryEventId.ShouldBe(3);
        (await server.TypesAsync()).ShouldBe("1:RunStarted 2:TaskScheduled 3:TaskStarted 4:TaskCompleted");
    }

    [Fact]
    public async Task Update_WhoseTaskFails_IsDeliveredAgain()
    {
        await using var server = await IdleAsync();
        var update = UpdateAsync(server, "u");
        await server.FailAsync(await server.PollAsync());

        var again = await server.PollAsync();
        await AnswerAsync(server, again, "u");

        again.Messages[0].Id.ShouldBe("u/request");
        (await update).Stage.ShouldBe(Stage.Completed);
    }

    [Fact]
    public async Task Update_SameIdAfterItsEnd_IsAnsweredFromTheHistory_AlsoAfterARestart()
    {
        await using var server = await IdleAsync();
        var update = UpdateAsync(server, "u");
        await AnswerAsync(server, await server.PollAsync(), "u");
        await update;

        (await UpdateAsync(server, "u")).Outcome.Success.ShouldNotBeNull();
        await using var after = await Server.StartAsync(server.Store, server.Clock);
        (await UpdateAsync(after, "u")).Outcome.Success.ShouldNotBeNull();
    }

    [Fact]
    public async Task Update_NotAnsweredByTheWorker_IsRejectedByTheServer()
    {
        await using var server = await IdleAsync();
        var update = UpdateAsync(server, "u");

        await server.CompleteAsync(await server.PollAsync(), Server.Timer());

        (await update).Outcome.Failure.ApplicationFailureInfo.Type.ShouldBe("UnprocessedUpdate");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Update_WhenTheRunCloses_EndsByItsState(bool accepted)
    {
        await using var server = await IdleAsync();
        var update = UpdateAsync(server, "u");
        var task = await server.PollAsync();
        if (accepted)
        {
            await server.CompleteAsync(task, r =>
            {
                r.Messages.Add(Accept("u"));
                r.Commands.Add(Place("u/accept"));
            });
        }

        await server.CallAsync<TerminateWorkflowExecutionResponse>("TerminateWorkflowExecution",
            new TerminateWorkflowExecutionRequest { Namespace = "default", WorkflowExecution = new() { WorkflowId = "w" } });

        if (accepted)
        {
            (await update).Outcome.Failure.ApplicationFailureInfo.Type.ShouldBe("AcceptedUpdateCompletedWorkflow");
        }
        else
        {
            (await Should.ThrowAsync<RpcException>(() => update)).Message
                .ShouldBe("workflow update was aborted by closing workflow");
        }
    }

    [Fact]
    public async Task Updates_OverTheLimitThatAreNotAccepted_WaitForRoom()
    {
        await using var server = await IdleAsync();
        var waiting = Enumerable.Range(0, Limits.UpdatesInFlightMax).Select(i => UpdateAsync(server, $"u{i}")).ToArray();
        var late = UpdateAsync(server, "more");

        var task = await server.PollAsync();
        task.Messages.Count.ShouldBe(Limits.UpdatesInFlightMax);
        await server.CompleteAsync(task, r => r.Messages.Add(task.Messages.Select(m => Reject(m.ProtocolInstanceId))));
        (await Task.WhenAll(waiting)).ShouldAllBe(r => r.Outcome.Failure.Message == "no");

        await AnswerAsync(server, await server.PollAsync(), "more");
        (await late).Stage.ShouldBe(Stage.Completed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Updates_OverTheLimitThatAreAccepted_AreRefused(bool restarted)
    {
        await using var server = await IdleAsync();
        foreach (var id in Enumerable.Range(0, Limits.UpdatesInFlightMax).Select(i => $"u{i}"))
        {
            var update = UpdateAsync(server, id, Stage.Accepted);
            await server.CompleteAsync(await server.PollAsync(), r =>
            {
                r.Messages.Add(Accept(id));
                r.Commands.Add(Place(id + "/accept"));
            });
            await update;
        }

        await using var after = restarted ? await Server.StartAsync(server.Store, server.Clock) : null;

        var error = await Should.ThrowAsync<RpcException>(() => UpdateAsync(after ?? server, "more"));

        error.Code.ShouldBe(RpcCode.ResourceExhausted);
        error.Message.ShouldBe("limit on number of concurrent in-flight updates has been reached (10)");
    }

    [Fact]
    public async Task Update_WhoseRunIsFollowedByCron_GoesToTheNextRun()
    {
        await using var server = await Server.StartAsync();
        var first = await server.StartWorkflowAsync(change: r => r.CronSchedule = "@every 5s");
        await server.AdvanceAsync(TimeSpan.FromSeconds(5), events: 2);
        var task = await server.PollAsync();
        var update = UpdateAsync(server, "u", Stage.Accepted);
        await server.WaitAsync(run => run.Updates.HasUnsent);
        await server.CompleteAsync(task, Server.Done());

        await AnswerAsync(server, await server.PollAsync(), "u");

        (await update).UpdateRef.WorkflowExecution.RunId.ShouldNotBe(first);
    }

    [Fact]
    public async Task Update_AcceptedAfterTheServerForgotIt_IsTakenFromTheWorkersAnswer()
    {
        await using var server = await IdleAsync();
        await server.SignalAsync();
        var task = await server.PollAsync();
        var acceptance = Accept("u");
        acceptance.Body = Any.Pack(new Acceptance
        {
            AcceptedRequestMessageId = "u/request",
            AcceptedRequestSequencingEventId = 5,
            AcceptedRequest = new() { Meta = new() { UpdateId = "u" }, Input = new() { Name = "update" } },
        });

        await server.CompleteAsync(task, r =>
        {
            r.Messages.Add(acceptance);
            r.Commands.Add(Place("u/accept"));
        });

        (await server.EventsAsync())[^1].WorkflowExecutionUpdateAcceptedEventAttributes.AcceptedRequest.Input.Name
            .ShouldBe("update");
    }

    [Fact]
    public async Task Response_BeforeAcceptance_FailsTheTask()
    {
        await using var server = await IdleAsync();
        var update = UpdateAsync(server, "u");
        var task = await server.PollAsync();

        var error = await Should.ThrowAsync<RpcException>(() => server.CompleteAsync(task, r =>
        {
            r.Messages.Add(Complete("u"));
            r.Commands.Add(Place("u/complete"));
        }));

        error.Message.ShouldBe("BadUpdateWorkflowExecutionMessage: invalid state transition attempted for Update u: "
            + "received *update.Response message while in state Sent");
        (await Should.ThrowAsync<RpcException>(() => update)).Code.ShouldBe(RpcCode.FailedPrecondition);
    }

    [Fact]
    public async Task Query_OfAnIdleRun_IsAskedDirectlyWithTheWholeHistory()
    {
        await using var server = await IdleAsync();
        var query = QueryAsync(server);

        var task = await server.PollAsync();
        await AnswerQueryAsync(server, task);

        task.Query.QueryType.ShouldBe("q");
        task.StartedEventId.ShouldBe(0);
        task.PreviousStartedEventId.ShouldBe(3);
        task.History.Events.Count.ShouldBe(4);
        (await query).QueryResult.Payloads_[0].Data.ToStringUtf8().ShouldBe("42");
        (await Should.ThrowAsync<RpcException>(() => AnswerQueryAsync(server, task))).Message
            .ShouldBe("query task not found, or already expired");
    }

    [Fact]
    public async Task Query_WhileATaskIsPending_RidesOnTheNextOne()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        var query = QueryAsync(server);
        await server.WaitAsync(run => !run.Queries.IsEmpty);
        var task = await server.PollAsync();

        await server.CompleteAsync(task, r => r.QueryResults[task.Queries.Single().Key] = new WorkflowQueryResult
        {
            ResultType = QueryResultType.Answered,
            Answer = Answer(),
        });

        (await query).QueryResult.ShouldNotBeNull();
    }

    [Fact]
    public async Task Query_OfAStickyRunWhoseWorkerIsSilent_FallsBackAndClearsTheStickiness()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await WorkflowTaskTests.CompleteStickyAsync(server, await server.PollAsync());
        var query = QueryAsync(server);

        var task = await server.PollAsync();
        await AnswerQueryAsync(server, task);

        task.History.Events.Count.ShouldBe(4);
        (await query).QueryResult.ShouldNotBeNull();
    }

    [Fact]
    public async Task Query_Failed_CarriesTheFailureAsDetail()
    {
        await using var server = await IdleAsync();
        var query = QueryAsync(server);
        var task = await server.PollAsync();

        await server.CallAsync<RespondQueryTaskCompletedResponse>("RespondQueryTaskCompleted",
            new RespondQueryTaskCompletedRequest
            {
                Namespace = "default",
                TaskToken = task.TaskToken,
                CompletedType = QueryResultType.Failed,
                ErrorMessage = "unknown",
                Failure = new Failure { Message = "unknown" },
            });

        var error = await Should.ThrowAsync<RpcException>(() => query);
        error.Code.ShouldBe(RpcCode.InvalidArgument);
        error.Detail.ShouldBeOfType<Temporalio.Api.ErrorDetails.V1.QueryFailedFailure>();
    }

    internal static async Task<Server> IdleAsync()
    {
        var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync());
        return server;
    }

    internal static Task<UpdateWorkflowExecutionResponse> UpdateAsync(
        Server server, string id, Stage stage = Stage.Completed) =>
        server.CallAsync<UpdateWorkflowExecutionResponse>("UpdateWorkflowExecution", new UpdateWorkflowExecutionRequest
        {
            Namespace = "default",
            WorkflowExecution = new() { WorkflowId = "w" },
            WaitPolicy = new() { LifecycleStage = stage },
            Request = new Request { Meta = new() { UpdateId = id }, Input = new() { Name = "update" } },
        });

    private static Task<QueryWorkflowResponse> QueryAsync(Server server) =>
        server.CallAsync<QueryWorkflowResponse>("QueryWorkflow", new QueryWorkflowRequest
        {
            Namespace = "default",
            Execution = new() { WorkflowId = "w" },
            Query = new() { QueryType = "q" },
        });

    private static Task AnswerQueryAsync(Server server, PollWorkflowTaskQueueResponse task) =>
        server.CallAsync<RespondQueryTaskCompletedResponse>("RespondQueryTaskCompleted",
            new RespondQueryTaskCompletedRequest
            {
                Namespace = "default",
                TaskToken = task.TaskToken,
                CompletedType = QueryResultType.Answered,
                QueryResult = Answer(),
            });

    private static Payloads Answer() =>
        new() { Payloads_ = { new Payload { Data = ByteString.CopyFromUtf8("42") } } };

    internal static Task AnswerAsync(Server server, PollWorkflowTaskQueueResponse task, string id) =>
        server.CompleteAsync(task, r =>
        {
            r.Messages.Add(Accept(id));
            r.Messages.Add(Complete(id));
            r.Commands.Add(Place(id + "/accept"));
            r.Commands.Add(Place(id + "/complete"));
        });

    internal static Command Place(string messageId) => new()
    {
        CommandType = CommandType.ProtocolMessage,
        ProtocolMessageCommandAttributes = new() { MessageId = messageId },
    };

    internal static Message Accept(string id) => new()
    {
        Id = id + "/accept",
        ProtocolInstanceId = id,
        Body = Any.Pack(new Acceptance
        {
            AcceptedRequestMessageId = id + "/request",
            AcceptedRequestSequencingEventId = 5,
        }),
    };

    internal static Message Complete(string id) => new()
    {
        Id = id + "/complete",
        ProtocolInstanceId = id,
        Body = Any.Pack(new Response
        {
            Meta = new() { UpdateId = id },
            Outcome = new Outcome { Success = new Payloads() },
        }),
    };

    private static Message Reject(string id) => new()
    {
        Id = id + "/reject",
        ProtocolInstanceId = id,
        Body = Any.Pack(new Rejection { Failure = new Failure { Message = "no" } }),
    };
}
