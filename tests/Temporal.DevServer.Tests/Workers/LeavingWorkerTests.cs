using Temporal.DevServer.History;
using Temporal.DevServer.Matching;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Workers;

/// <summary>A worker that leaves gets no task any more: neither the polls that wait nor those still on their way.</summary>
public sealed class LeavingWorkerTests : ServerTest
{
    private const string Queue = "queue";

    [Fact]
    public async Task PollsThatWait_WorkerLeaves_EndWithNothing()
    {
        var workflows = Client.CallAsync<PollWorkflowTaskQueueResponse>(WorkflowPoll("leaver"), timeout: "60S");
        var activities = Client.CallAsync<PollActivityTaskQueueResponse>(
            new PollActivityTaskQueueRequest
            {
                Namespace = "default", TaskQueue = new() { Name = Queue }, WorkerInstanceKey = "leaver",
            },
            timeout: "60S");
        var operations = Client.CallAsync<PollNexusTaskQueueResponse>(
            new PollNexusTaskQueueRequest
            {
                Namespace = "default", TaskQueue = new() { Name = Queue }, WorkerInstanceKey = "leaver",
            },
            timeout: "60S");

        await LeaveAsync("leaver");

        (await workflows).TaskToken.ShouldBeEmpty();
        (await activities).TaskToken.ShouldBeEmpty();
        (await operations).TaskToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Task_WorkerHasLeft_GoesToAnotherOne()
    {
        await LeaveAsync("leaver");
        await Client.CallAsync<StartWorkflowExecutionResponse>(new StartWorkflowExecutionRequest
        {
            Namespace = "default",
            WorkflowId = "w",
            WorkflowType = new() { Name = "type" },
            TaskQueue = new() { Name = Queue },
            RequestId = "w",
        });

        // A poll that was on its way when its worker left.
        (await Client.CallAsync<PollWorkflowTaskQueueResponse>(WorkflowPoll("leaver"), timeout: "60S"))
            .TaskToken.ShouldBeEmpty();
        (await Client.CallAsync<PollWorkflowTaskQueueResponse>(WorkflowPoll("stayer"), timeout: "60S"))
            .WorkflowExecution.WorkflowId.ShouldBe("w");
    }

    [Fact]
    public async Task Namespace_Described_SaysThatPollsEnd()
    {
        var response = await Client.CallAsync<DescribeNamespaceResponse>(
            new DescribeNamespaceRequest { Namespace = "default" });

        response.NamespaceInfo.Capabilities.WorkerPollCompleteOnShutdown.ShouldBeTrue();
    }

    [Fact]
    public void Polls_OfManyWorkers_ThoseThatPollAreRemembered()
    {
        var polls = new WorkerPolls();
        using var mine = polls.Begin("mine", default, default);
        for (var i = 0; i < Limits.WorkersBeforeCleanup * 2; i++)
        {
            using var other = polls.Begin($"other{i}", default, default);
        }

        polls.End("mine");

        mine.IsCancellationRequested.ShouldBeTrue();
    }

    private static PollWorkflowTaskQueueRequest WorkflowPoll(string worker) => new()
    {
        Namespace = "default",
        TaskQueue = new() { Name = Queue },
        WorkerInstanceKey = worker,
    };

    private Task<ShutdownWorkerResponse> LeaveAsync(string worker) =>
        Client.CallAsync<ShutdownWorkerResponse>(new ShutdownWorkerRequest
        {
            Namespace = "default",
            TaskQueue = Queue,
            WorkerInstanceKey = worker,
            TaskQueueTypes = { TaskQueueType.Workflow, TaskQueueType.Activity, TaskQueueType.Nexus },
        });
}
