using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Tests.History;
using Temporalio.Api.Activity.V1;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Matching;

public sealed class PriorityTests : IAsyncLifetime
{
    private readonly Server _server = new();

    public Task InitializeAsync() => _server.Inner.StartAsync(CancellationToken.None);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Workflows_AreGivenOutByPriority()
    {
        await StartAsync("low", new() { PriorityKey = 4 });
        await StartAsync("default", null);
        await StartAsync("high", new() { PriorityKey = 1 });

        (await PollIdAsync()).ShouldBe("high");
        (await PollIdAsync()).ShouldBe("default");
        (await PollIdAsync()).ShouldBe("low");
    }

    [Fact]
    public async Task Activities_TakeOverWhatTheyLeaveOpen_FromTheirWorkflow()
    {
        await StartAsync("w", new() { PriorityKey = 4, FairnessKey = "customer", FairnessWeight = 2 });
        await _server.CompleteAsync(await _server.PollAsync(), Server.Activity("a"),
            Server.Activity("b", a => a.Priority = new() { PriorityKey = 1 }));

        var first = await _server.PollActivityAsync();
        var second = await _server.PollActivityAsync();

        (first.ActivityId, first.Priority).ShouldBe(
            ("b", new Priority { PriorityKey = 1, FairnessKey = "customer", FairnessWeight = 2 }));
        (second.ActivityId, second.Priority.PriorityKey).ShouldBe(("a", 4));
        var scheduled = (await _server.EventsAsync()).Where(e => e.EventType == EventType.ActivityTaskScheduled)
            .Select(e => e.ActivityTaskScheduledEventAttributes.Priority);
        scheduled.ShouldBe([null, new Priority { PriorityKey = 1 }]);
    }

    [Fact]
    public async Task Activity_OfAWorkflowWithoutPriority_HasNone()
    {
        await StartAsync("w", null);
        await _server.CompleteAsync(await _server.PollAsync(), Server.Activity());

        (await _server.PollActivityAsync()).Priority.ShouldBeNull();
    }

    [Fact]
    public async Task Child_TakesOverWhatItLeavesOpen_FromItsParent()
    {
        await StartAsync("w", new() { PriorityKey = 2, FairnessKey = "customer" });
        await _server.CompleteAsync(await _server.PollAsync(), Child(new() { PriorityKey = 5 }));
        await _server.WaitAsync(run => run.State.Children.Values.Any(child => child.RunId.Length > 0));

        var info = (await _server.DescribeAsync("child")).WorkflowExecutionInfo;
        info.Priority.ShouldBe(new Priority { PriorityKey = 5, FairnessKey = "customer" });
    }

    [Fact]
    public async Task ContinueAsNew_KeepsThePriority()
    {
        await StartAsync("w", new() { PriorityKey = 2 });
        await _server.CompleteAsync(await _server.PollAsync(), new Command
        {
            CommandType = CommandType.ContinueAsNewWorkflowExecution,
            ContinueAsNewWorkflowExecutionCommandAttributes = new()
            {
                WorkflowType = new() { Name = "type" },
                TaskQueue = new() { Name = Server.Queue },
            },
        });

        (await _server.EventsAsync())[0].WorkflowExecutionStartedEventAttributes.Priority.PriorityKey.ShouldBe(2);
    }

    [Fact]
    public async Task UpdateOptions_OfAFieldOfThePriority_ChangesThatAlone_AndThePlaceOfTheTaskThatWaits()
    {
        await StartAsync("other", new() { PriorityKey = 2 });
        await StartAsync("w", new() { PriorityKey = 4, FairnessKey = "customer" });

        var options = await UpdateOptionsAsync(new() { PriorityKey = 1, FairnessKey = "no" }, "priority.priority_key");

        options.Priority.ShouldBe(new Priority { PriorityKey = 1, FairnessKey = "customer" });
        (await PollIdAsync()).ShouldBe("w");
        (await _server.DescribeAsync()).WorkflowExecutionInfo.Priority.PriorityKey.ShouldBe(1);
        var written = (await _server.EventsAsync()).Single(e => e.EventType == EventType.WorkflowExecutionOptionsUpdated)
            .WorkflowExecutionOptionsUpdatedEventAttributes;
        (written.Priority.PriorityKey, written.UnsetVersioningOverride).ShouldBe((1, true));
    }

    [Fact]
    public async Task UpdateActivityOptions_OfAFieldOfThePriority_ChangesThatAlone_AndItsPlace()
    {
        await StartAsync("w", null);
        await _server.CompleteAsync(await _server.PollAsync(), Server.Activity("a"),
            Server.Activity("b", a => a.Priority = new() { FairnessKey = "customer" }));
        await _server.CallAsync<UpdateActivityOptionsResponse>("UpdateActivityOptions", new UpdateActivityOptionsRequest
        {
            Namespace = "default",
            Execution = new() { WorkflowId = "w" },
            Id = "b",
            ActivityOptions = new ActivityOptions { Priority = new() { PriorityKey = 1 } },
            UpdateMask = new FieldMask { Paths = { "priority.priority_key" } },
        });

        var task = await _server.PollActivityAsync();
        (task.ActivityId, task.Priority).ShouldBe(("b", new Priority { PriorityKey = 1, FairnessKey = "customer" }));
    }

    [Fact]
    public async Task Describe_OfAQueue_CountsTheBacklogByPriority()
    {
        await StartAsync("a", new() { PriorityKey = 1 });
        await StartAsync("b", new() { PriorityKey = 99 });
        await StartAsync("c", new() { PriorityKey = 5 });

        var response = await _server.CallAsync<DescribeTaskQueueResponse>("DescribeTaskQueue", new DescribeTaskQueueRequest
        {
            Namespace = "default",
            TaskQueue = new() { Name = Server.Queue },
            ReportStats = true,
        });

        response.Stats.ApproximateBacklogCount.ShouldBe(3);
        response.StatsByPriorityKey.OrderBy(p => p.Key).Select(p => (p.Key, p.Value.ApproximateBacklogCount))
            .ShouldBe([(1, 1), (3, 0), (5, 2)]);
    }

    [Theory]
    [InlineData(-1, 0, 0, "priority key can't be negative")]
    [InlineData(0, 65, 0, "fairness key length exceeds limit")]
    [InlineData(0, 64, -1, "fairness weight can't be negative")]
    public async Task FaultyPriority_IsRefused_WhereverItIsNamed(int level, int keyLength, float weight, string fault)
    {
        var faulty = new Priority
        {
            PriorityKey = level,
            FairnessKey = new string('k', keyLength),
            FairnessWeight = weight,
        };
        (await RefusalAsync(() => StartAsync("x", faulty))).ShouldBe(fault);
        await StartAsync("w", null);
        (await RefusalAsync(() => UpdateOptionsAsync(faulty, "priority"))).ShouldBe(fault);
        (await RefusalAsync(async () => await _server.CompleteAsync(
                await _server.PollAsync(), Server.Activity("a", a => a.Priority = faulty))))
            .ShouldBe($"BadScheduleActivityAttributes: invalid priorities: {fault}");
        (await RefusalAsync(async () => await _server.CompleteAsync(await _server.PollAsync(), Child(faulty))))
            .ShouldBe($"BadStartChildExecutionAttributes: {fault}");
    }

    private static Command Child(Priority priority) => new()
    {
        CommandType = CommandType.StartChildWorkflowExecution,
        StartChildWorkflowExecutionCommandAttributes = new()
        {
            WorkflowId = "child",
            WorkflowType = new() { Name = "child" },
            TaskQueue = new() { Name = Server.Queue },
            Priority = priority,
        },
    };

    private static async Task<string> RefusalAsync(Func<Task> call)
    {
        var refused = await Should.ThrowAsync<RpcException>(call);
        refused.Code.ShouldBe(RpcCode.InvalidArgument);
        return refused.Message;
    }

    private async Task<string> PollIdAsync() => (await _server.PollAsync()).WorkflowExecution.WorkflowId;

    private Task StartAsync(string id, Priority? priority) => _server.StartWorkflowAsync(id, r => r.Priority = priority);

    private async Task<WorkflowExecutionOptions> UpdateOptionsAsync(Priority priority, string path) =>
        (await _server.CallAsync<UpdateWorkflowExecutionOptionsResponse>(
            "UpdateWorkflowExecutionOptions", new UpdateWorkflowExecutionOptionsRequest
            {
                Namespace = "default",
                WorkflowExecution = new() { WorkflowId = "w" },
                WorkflowExecutionOptions = new() { Priority = priority },
                UpdateMask = new() { Paths = { path } },
            })).WorkflowExecutionOptions;
}
