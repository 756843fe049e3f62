using Temporal.DevServer.History;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.History;

public sealed class ChildTests
{
    [Fact]
    public async Task Child_IsStarted_Run_AndReportsItsResult()
    {
        await using var server = await WithChildAsync();
        await server.WaitAsync(run => run.State.NextEventId > 7);

        var child = await PollChildAsync(server);
        await server.CompleteAsync(child, Server.Done());
        await server.WaitAsync(run => run.State.Children.Count == 0);

        (await server.TypesAsync(4)).ShouldStartWith("5:StartChildRunInitiated 6:ChildRunStarted");
        (await server.EventsAsync()).ShouldContain(e => e.EventType == EventType.ChildWorkflowExecutionCompleted);
        var started = (await server.EventsAsync("child"))[0].WorkflowExecutionStartedEventAttributes;
        started.ParentWorkflowExecution.WorkflowId.ShouldBe("w");
        started.ParentInitiatedEventId.ShouldBe(5);
        started.RootWorkflowExecution.WorkflowId.ShouldBe("w");
    }

    [Fact]
    public async Task Child_WhoseIdIsTaken_FailsToStart()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync("child");
        await server.PollAsync();
        await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync(), StartChild());

        await server.WaitAsync(run => run.State.NextEventId > 6);

        (await server.EventsAsync())[5].StartChildWorkflowExecutionFailedEventAttributes.Cause
            .ShouldBe(StartChildWorkflowExecutionFailedCause.WorkflowAlreadyExists);
    }

    [Theory]
    [InlineData(ParentClosePolicy.Terminate, EventType.WorkflowExecutionTerminated)]
    [InlineData(ParentClosePolicy.RequestCancel, EventType.WorkflowExecutionCancelRequested)]
    public async Task ParentClose_DoesToTheChildWhatThePolicySays(ParentClosePolicy policy, EventType expected)
    {
        await using var server = await WithChildAsync(policy);
        await server.WaitAsync(run => run.State.NextEventId > 7);
        await PollChildAsync(server);

        await server.CallAsync<TerminateWorkflowExecutionResponse>("TerminateWorkflowExecution",
            new TerminateWorkflowExecutionRequest { Namespace = "default", WorkflowExecution = new() { WorkflowId = "w" } });
        await server.WaitAsync(run => !run.IsRunning || run.State.CancelRequested, "child");

        var events = await server.EventsAsync("child");
        if (policy == ParentClosePolicy.Terminate)
        {
            events[^1].WorkflowExecutionTerminatedEventAttributes.Reason.ShouldBe("by parent close policy");
        }

        events.Select(e => e.EventType).Contains(expected).ShouldBe(policy == ParentClosePolicy.Terminate);
    }

    [Fact]
    public async Task ParentThatContinuesAsNew_LeavesItsChildrenToTheirClosePolicy()
    {
        await using var server = await WithChildAsync();
        await server.CompleteAsync(await server.PollAsync(), new Command
        {
            CommandType = CommandType.ContinueAsNewWorkflowExecution,
            ContinueAsNewWorkflowExecutionCommandAttributes = new() { WorkflowType = new() { Name = "type" } },
        });

        await server.WaitAsync(run => !run.IsRunning, "child");

        (await server.EventsAsync("child"))[^1].WorkflowExecutionTerminatedEventAttributes.Reason
            .ShouldBe("by parent close policy");
    }

    [Fact]
    public async Task Reset_ToBeforeTheChildsEnd_TellsTheNewRunOfItAndOfNewOptions()
    {
        await using var server = await WithChildAsync();
        var tasks = new[] { await server.PollAsync(), await server.PollAsync() };
        await server.CompleteAsync(tasks.Single(task => task.WorkflowExecution.WorkflowId == "w"));
        await server.CompleteAsync(tasks.Single(task => task.WorkflowExecution.WorkflowId == "child"), Server.Done());
        await server.WaitAsync(run => run.State.Children.Count == 0);
        await server.CallAsync<UpdateWorkflowExecutionOptionsResponse>("UpdateWorkflowExecutionOptions",
            new UpdateWorkflowExecutionOptionsRequest
            {
                Namespace = "default",
                WorkflowExecution = new() { WorkflowId = "w" },
                WorkflowExecutionOptions = new() { Priority = new() { PriorityKey = 2 } },
                UpdateMask = new() { Paths = { "priority" } },
            });

        var response = await server.CallAsync<ResetWorkflowExecutionResponse>("ResetWorkflowExecution",
            new ResetWorkflowExecutionRequest
            {
                Namespace = "default",
                WorkflowExecution = new() { WorkflowId = "w" },
                WorkflowTaskFinishEventId = 9,
                RequestId = "r",
            });

        var events = await server.EventsAsync(runId: response.RunId);
        events.Select(e => e.EventType).Skip(8).ShouldBe(
        [
            EventType.WorkflowTaskFailed, EventType.ChildWorkflowExecutionCompleted,
            EventType.WorkflowExecutionOptionsUpdated, EventType.WorkflowTaskScheduled,
        ]);
        events[9].ChildWorkflowExecutionCompletedEventAttributes.StartedEventId.ShouldBe(6);
        (await server.DescribeAsync()).PendingChildren.ShouldBeEmpty();
        (await server.DescribeAsync()).WorkflowExecutionInfo.Priority.PriorityKey.ShouldBe(2);
    }

    [Theory]
    [InlineData("other", true)]
    [InlineData("nobody", false)]
    [InlineData("w", false)]
    public async Task ExternalSignalAndCancel_AreDeliveredOrFail(string target, bool found)
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync("other");
        await server.PollAsync();
        await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync(), Signal(target), Cancel(target));

        await server.WaitAsync(run => run.State.ExternalSignals.Count == 0 && run.State.ExternalCancels.Count == 0);

        var types = (await server.EventsAsync()).Select(e => e.EventType).ToArray();
        types.ShouldContain(found
            ? EventType.ExternalWorkflowExecutionSignaled
            : EventType.SignalExternalWorkflowExecutionFailed);
        types.ShouldContain(found
            ? EventType.ExternalWorkflowExecutionCancelRequested
            : EventType.RequestCancelExternalWorkflowExecutionFailed);
    }

    [Fact]
    public async Task ExternalCancel_OfAClosedWorkflow_CountsAsDelivered_ASignalDoesNot()
    {
        await using var server = await Server.StartAsync();
        await server.StartWorkflowAsync("other");
        await server.CompleteAsync(await server.PollAsync(), Server.Done());
        await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync(), Signal("other"), Cancel("other"));

        await server.WaitAsync(run => run.State.ExternalSignals.Count == 0 && run.State.ExternalCancels.Count == 0);

        var types = (await server.EventsAsync()).Select(e => e.EventType).ToArray();
        types.ShouldContain(EventType.SignalExternalWorkflowExecutionFailed);
        types.ShouldContain(EventType.ExternalWorkflowExecutionCancelRequested);
        (await server.EventsAsync("other"))[^1].EventType.ShouldBe(EventType.WorkflowExecutionCompleted);
    }

    private static async Task<Server> WithChildAsync(ParentClosePolicy policy = ParentClosePolicy.Terminate)
    {
        var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync(), StartChild(policy));
        return server;
    }

    private static async Task<PollWorkflowTaskQueueResponse> PollChildAsync(Server server)
    {
        while (true)
        {
            var task = await server.PollAsync();
            if (task.WorkflowExecution.WorkflowId == "child")
            {
                return task;
            }

            await server.CompleteAsync(task);
        }
    }

    private static Command StartChild(ParentClosePolicy policy = ParentClosePolicy.Terminate) => new()
    {
        CommandType = CommandType.StartChildWorkflowExecution,
        StartChildWorkflowExecutionCommandAttributes = new()
        {
            WorkflowId = "child",
            WorkflowType = new() { Name = "child" },
            ParentClosePolicy = policy,
        },
    };

    private static Command Signal(string target) => new()
    {
        CommandType = CommandType.SignalExternalWorkflowExecution,
        SignalExternalWorkflowExecutionCommandAttributes = new()
        {
            Execution = new() { WorkflowId = target },
            SignalName = "hello",
        },
    };

    private static Command Cancel(string target) => new()
    {
        CommandType = CommandType.RequestCancelExternalWorkflowExecution,
        RequestCancelExternalWorkflowExecutionCommandAttributes = new() { WorkflowId = target },
    };
}
