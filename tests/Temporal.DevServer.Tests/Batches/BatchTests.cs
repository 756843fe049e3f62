using Temporal.DevServer.Grpc;
using Temporalio.Api.Batch.V1;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Batches;

public sealed class BatchTests : ServerTest
{
    private const string Type = "batched";
    private const string Query = $"WorkflowType = '{Type}' AND ExecutionStatus = 'Running'";

    [Fact]
    public async Task Terminate_ByQuery_EndsTheRunsThatMatch()
    {
        await StartAsync(Enumerable.Range(0, 30).Select(i => $"w{i}"));
        await StartAsync(["other"], type: "other");

        var done = await BatchAsync("job", r => r.TerminationOperation = new() { Identity = "me" });

        done.OperationType.ShouldBe(BatchOperationType.Terminate);
        (done.TotalOperationCount, done.CompleteOperationCount, done.FailureOperationCount).ShouldBe((30, 30, 0));
        (done.Identity, done.Reason).ShouldBe(("me", "because"));
        (await CountAsync("ExecutionStatus = 'Terminated'")).ShouldBe(30);
        (await CountAsync("ExecutionStatus = 'Running'")).ShouldBe(1);
        (await LastEventAsync("w0")).WorkflowExecutionTerminatedEventAttributes.Reason.ShouldBe("because");
    }

    [Fact]
    public async Task Signal_ByQuery_ReachesTheRunsThatMatch()
    {
        await StartAsync(["a", "b"]);

        await BatchAsync("job", r => r.SignalOperation = new BatchOperationSignal { Signal = "go", Identity = "me" });

        foreach (var id in new[] { "a", "b" })
        {
            var signal = (await LastEventAsync(id)).WorkflowExecutionSignaledEventAttributes;
            (signal.SignalName, signal.Identity).ShouldBe(("go", "me"));
        }
    }

    [Fact]
    public async Task CancelAndDelete_ByNamedExecutions_LeaveTheOthersAlone()
    {
        await StartAsync(["a", "b", "c"]);

        await BatchAsync("cancel", r => Named(r, "a").CancellationOperation = new() { Identity = "me" });
        var deleted = await BatchAsync("delete", r => Named(r, "b", "gone").DeletionOperation = new());

        var cancel = (await LastEventAsync("a")).WorkflowExecutionCancelRequestedEventAttributes;
        (cancel.Cause, cancel.Identity).ShouldBe(("because", "me"));
        deleted.CompleteOperationCount.ShouldBe(2, "one that is not there counts as done");
        (await CountAsync("")).ShouldBe(2);
    }

    [Fact]
    public async Task Reset_ToTheFirstTask_StartsEachRunOverOnce()
    {
        await StartAsync(["a"]);
        await CompleteTaskAsync("a");

        await BatchAsync("job", r => r.ResetOperation = new()
        {
            Options = new() { FirstWorkflowTask = new() },
            PostResetOperations = { new PostResetOperation { SignalWorkflow = new() { SignalName = "after" } } },
        });

        (await CountAsync("WorkflowId = 'a'")).ShouldBe(2);
        (await EventsAsync("a"))[^2].WorkflowExecutionSignaledEventAttributes.SignalName.ShouldBe("after");
    }

    [Fact]
    public async Task UpdateWorkflowOptions_ChangesEachRun()
    {
        await StartAsync(["a", "b"]);

        var done = await BatchAsync("job", r => r.UpdateWorkflowOptionsOperation = new()
        {
            WorkflowExecutionOptions = new() { Priority = new() { PriorityKey = 2 } },
            UpdateMask = new() { Paths = { "priority" } },
            Identity = "me",
        });

        (done.OperationType, done.CompleteOperationCount).ShouldBe((BatchOperationType.UpdateExecutionOptions, 2));
        (await EventsAsync("b"))[^1].WorkflowExecutionOptionsUpdatedEventAttributes.Priority.PriorityKey.ShouldBe(2);
    }

    [Fact]
    public async Task Start_FaultyOrTwice_IsRefusedAsARealServerDoes()
    {
        await StartAsync(["a"]);
        (await FaultAsync(r => r.JobId = "")).ShouldBe((RpcCode.InvalidArgument, "JobId is not set on request."));
        const string Missing = "must provide required parameters: BatchType/Reason/Namespace/Query/Executions";
        (await FaultAsync(r => r.Reason = "")).ShouldBe((RpcCode.InvalidArgument, Missing));
        (await FaultAsync(r => r.VisibilityQuery = "")).ShouldBe((RpcCode.InvalidArgument, Missing));
        (await FaultAsync(r => r.ClearOperation())).ShouldBe((RpcCode.InvalidArgument, Missing));
        (await FaultAsync(r => r.VisibilityQuery = "WorkflowId ==")).Message
            .ShouldStartWith("invalid visibility query: ");
        await BatchAsync("job", r => r.TerminationOperation = new());
        (await FaultAsync(_ => { })).Code.ShouldBe(RpcCode.AlreadyExists);
        (await FaultOfAsync(() => StopAsync("job"))).ShouldBe(
            (RpcCode.NotFound, "workflow execution already completed"));
        (await FaultOfAsync(() => StopAsync("none"))).ShouldBe((RpcCode.NotFound, "workflow not found for ID: none"));
    }

    [Fact]
    public async Task Stop_WhileRunning_EndsItWhereItIs()
    {
        await StartAsync(Enumerable.Range(0, 5).Select(i => $"w{i}"));
        var request = Request("slow");
        request.MaxOperationsPerSecond = 0.1f;
        await Client.CallAsync<StartBatchOperationResponse>(request);
        (await FaultOfAsync(() => Client.CallAsync<StartBatchOperationResponse>(Request("second")))).ShouldBe(
            (RpcCode.ResourceExhausted, "Max concurrent batch operations is reached"));

        await StopAsync("slow");

        (await DescribeAsync("slow")).State.ShouldBe(BatchOperationState.Failed);
        (await CountAsync("ExecutionStatus = 'Running'")).ShouldBeGreaterThanOrEqualTo(4);
        var listed = await Client.CallAsync<ListBatchOperationsResponse>(
            new ListBatchOperationsRequest { Namespace = "default" });
        listed.OperationInfo.Single().JobId.ShouldBe("slow");
    }

    private static StartBatchOperationRequest Request(string job) => new()
    {
        Namespace = "default",
        JobId = job,
        Reason = "because",
        VisibilityQuery = Query,
        TerminationOperation = new(),
    };

    private static StartBatchOperationRequest Named(StartBatchOperationRequest request, params string[] ids)
    {
        request.VisibilityQuery = "";
        request.TargetExecutions.AddRange(ids.Select(id => new Execution { BusinessId = id }));
        return request;
    }

    private async Task<DescribeBatchOperationResponse> BatchAsync(string job, Action<StartBatchOperationRequest> change)
    {
        var request = Request(job);
        change(request);
        await Client.CallAsync<StartBatchOperationResponse>(request);
        return await BatchWaits.ForEndAsync(Client, job);
    }

    private Task<DescribeBatchOperationResponse> DescribeAsync(string job) =>
        Client.CallAsync<DescribeBatchOperationResponse>(
            new DescribeBatchOperationRequest { Namespace = "default", JobId = job });

    private Task StopAsync(string job) => Client.CallAsync<StopBatchOperationResponse>(
        new StopBatchOperationRequest { Namespace = "default", JobId = job, Reason = "enough" });

    private async Task<(RpcCode Code, string Message)> FaultAsync(Action<StartBatchOperationRequest> change)
    {
        var request = Request("job");
        change(request);
        return await FaultOfAsync(() => Client.CallAsync<StartBatchOperationResponse>(request));
    }

    private static async Task<(RpcCode Code, string Message)> FaultOfAsync(Func<Task> call)
    {
        var fault = await Should.ThrowAsync<RpcException>(call);
        return (fault.Code, fault.Message);
    }

    private async Task StartAsync(IEnumerable<string> ids, string type = Type)
    {
        foreach (var id in ids)
        {
            await BatchWaits.StartAsync(Client, id, type);
        }
    }

    private async Task CompleteTaskAsync(string queue)
    {
        var task = await Client.CallAsync<PollWorkflowTaskQueueResponse>(
            new PollWorkflowTaskQueueRequest { Namespace = "default", TaskQueue = new() { Name = queue } }, timeout: "20S");
        await Client.CallAsync<RespondWorkflowTaskCompletedResponse>(
            new RespondWorkflowTaskCompletedRequest
            {
                Namespace = "default",
                TaskToken = task.TaskToken,
                Commands =
                {
                    new Command
                    {
                        CommandType = CommandType.StartTimer,
                        StartTimerCommandAttributes = new() { TimerId = "t", StartToFireTimeout = new() { Seconds = 1000 } },
                    },
                },
            });
    }

    private async Task<long> CountAsync(string query) => (await Client.CallAsync<CountWorkflowExecutionsResponse>(
        new CountWorkflowExecutionsRequest { Namespace = "default", Query = query })).Count;

    private async Task<Temporalio.Api.History.V1.HistoryEvent> LastEventAsync(string id) => (await EventsAsync(id))[^1];

    private async Task<IList<Temporalio.Api.History.V1.HistoryEvent>> EventsAsync(string id) =>
        (await Client.CallAsync<GetWorkflowExecutionHistoryResponse>(new GetWorkflowExecutionHistoryRequest
        {
            Namespace = "default",
            Execution = new WorkflowExecution { WorkflowId = id },
        })).History.Events;
}
