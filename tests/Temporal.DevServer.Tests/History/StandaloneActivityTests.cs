using Google.Protobuf;
using Temporal.DevServer.Grpc;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.History;

/// <summary>Activities without a workflow; what callers see of them is in <c>tests/Conformance</c>.</summary>
public sealed class StandaloneActivityTests
{
    [Fact]
    public async Task Restart_WhileItWaitsForARetry_GoesOnWithTheNextAttempt()
    {
        var first = await Server.StartAsync();
        var runId = await StartAsync(first);
        await FailAsync(first, await first.PollActivityAsync());
        await first.DisposeAsync();

        await using var second = await Server.StartAsync(first.Store, first.Clock);
        second.Clock.Advance(TimeSpan.FromSeconds(1));
        var task = await second.PollActivityAsync();
        await second.CallAsync<RespondActivityTaskCompletedResponse>("RespondActivityTaskCompleted",
            new RespondActivityTaskCompletedRequest { Namespace = "default", TaskToken = task.TaskToken });

        (task.Attempt, task.ActivityRunId).ShouldBe((2, runId));
        (await PollAsync(second)).Outcome.Result.ShouldBe(new Payloads());
    }

    [Fact]
    public async Task Restart_AfterItsEnd_ItsOutcomeIsStillThere()
    {
        var first = await Server.StartAsync();
        await StartAsync(first, r => r.RetryPolicy = new() { MaximumAttempts = 1 });
        await FailAsync(first, await first.PollActivityAsync());
        await first.DisposeAsync();

        await using var second = await Server.StartAsync(first.Store, first.Clock);
        var outcome = (await PollAsync(second)).Outcome;

        (outcome.Failure.Message, outcome.RetryState).ShouldBe(("broken", RetryState.MaximumAttemptsReached));
        var described = await second.CallAsync<DescribeActivityExecutionResponse>("DescribeActivityExecution",
            new DescribeActivityExecutionRequest { Namespace = "default", ActivityId = "a" });
        (described.Info.Status, described.Info.Attempt).ShouldBe((ActivityExecutionStatus.Failed, 1));
    }

    [Fact]
    public async Task WorkflowCalls_WithItsReservedId_AreRefused()
    {
        await using var server = await Server.StartAsync();
        await StartAsync(server);
        const string Id = "temporal-sys-activity:a";
        var execution = new WorkflowExecution { WorkflowId = Id };
        (string Method, IMessage Request)[] calls =
        [
            ("SignalWorkflowExecution", new SignalWorkflowExecutionRequest
            {
                Namespace = "default", WorkflowExecution = execution, SignalName = "go",
            }),
            ("TerminateWorkflowExecution", new TerminateWorkflowExecutionRequest
            {
                Namespace = "default", WorkflowExecution = execution,
            }),
            ("GetWorkflowExecutionHistory", new GetWorkflowExecutionHistoryRequest
            {
                Namespace = "default", Execution = execution,
            }),
            ("DescribeWorkflowExecution", new DescribeWorkflowExecutionRequest { Namespace = "default", Execution = execution }),
        ];

        foreach (var (method, request) in calls)
        {
            var refused = await Should.ThrowAsync<RpcException>(() => server.CallAsync<IMessage>(method, request), method);
            refused.Code.ShouldBe(RpcCode.InvalidArgument, method);
        }

        (await Should.ThrowAsync<RpcException>(() => server.StartWorkflowAsync(Id))).Code.ShouldBe(RpcCode.InvalidArgument);
    }

    private static async Task<string> StartAsync(Server server, Action<StartActivityExecutionRequest>? change = null)
    {
        var request = new StartActivityExecutionRequest
        {
            Namespace = "default",
            ActivityId = "a",
            ActivityType = new() { Name = "alone" },
            TaskQueue = new() { Name = Server.Queue },
            StartToCloseTimeout = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromSeconds(10)),
            RequestId = "request",
        };
        change?.Invoke(request);
        return (await server.CallAsync<StartActivityExecutionResponse>("StartActivityExecution", request)).RunId;
    }

    private static Task<PollActivityExecutionResponse> PollAsync(Server server) =>
        server.CallAsync<PollActivityExecutionResponse>("PollActivityExecution",
            new PollActivityExecutionRequest { Namespace = "default", ActivityId = "a" });

    private static Task FailAsync(Server server, PollActivityTaskQueueResponse task) =>
        server.CallAsync<RespondActivityTaskFailedResponse>("RespondActivityTaskFailed", new RespondActivityTaskFailedRequest
        {
            Namespace = "default",
            TaskToken = task.TaskToken,
            Failure = new() { Message = "broken", ApplicationFailureInfo = new() },
        });
}
