using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Batches;

/// <summary>Batch operations on the activities of runs; each run here has one of type "charge" and one of type "mail".</summary>
public sealed class BatchActivityTests : ServerTest
{
    private const string Type = "batched";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var id in new[] { "a", "b" })
        {
            await BatchWaits.StartAsync(Client, id, Type);
            await ScheduleActivitiesAsync(id);
        }
    }

    [Fact]
    public async Task Unpause_ByType_LetsThatTypeGoOnInEveryRun()
    {
        await PauseAsync("a");
        await PauseAsync("b");

        var done = await BatchAsync(r => r.UnpauseActivitiesOperation = new() { Type = "charge", Identity = "me" });

        (done.OperationType, done.CompleteOperationCount).ShouldBe((BatchOperationType.UnpauseActivity, 2));
        foreach (var id in new[] { "a", "b" })
        {
            var pending = await PendingAsync(id);
            pending["charge"].Paused.ShouldBeFalse(id);
            pending["mail"].Paused.ShouldBeTrue(id);
        }
    }

    [Fact]
    public async Task Reset_OfAllActivities_CountsAttemptsAnew()
    {
        await FailAsync("charge-a");
        (await PendingAsync("a"))["charge"].Attempt.ShouldBe(2);

        var done = await BatchAsync(r => r.ResetActivitiesOperation = new() { MatchAll = true, Identity = "me" });

        done.OperationType.ShouldBe(BatchOperationType.ResetActivity);
        (await PendingAsync("a"))["charge"].Attempt.ShouldBe(1);
        var again = await PollAsync("charge-a");
        again.Attempt.ShouldBe(1, "the backoff of a minute is over with the reset");
    }

    [Fact]
    public async Task UpdateOptions_ByType_OffersThoseActivitiesOnTheOtherQueue()
    {
        var done = await BatchAsync(r => r.UpdateActivityOptionsOperation = new()
        {
            Type = "mail",
            ActivityOptions = new() { TaskQueue = new TaskQueue { Name = "elsewhere" } },
            UpdateMask = new FieldMask { Paths = { "taskQueue.name" } },
            Identity = "me",
        });

        done.OperationType.ShouldBe(BatchOperationType.UpdateActivityOptions);
        var moved = new[] { await PollAsync("elsewhere"), await PollAsync("elsewhere") };
        moved.Select(task => task.WorkflowExecution.WorkflowId).Order().ShouldBe(["a", "b"]);
        moved.ShouldAllBe(task => task.ActivityType.Name == "mail");
        (await PendingAsync("a"))["charge"].ActivityOptions.TaskQueue.Name.ShouldBe("charge-a");
    }

    private async Task<DescribeBatchOperationResponse> BatchAsync(Action<StartBatchOperationRequest> change)
    {
        var request = new StartBatchOperationRequest
        {
            Namespace = "default",
            JobId = "job",
            Reason = "because",
            VisibilityQuery = $"WorkflowType = '{Type}'",
        };
        change(request);
        await Client.CallAsync<StartBatchOperationResponse>(request);
        return await BatchWaits.ForEndAsync(Client, "job");
    }

    private async Task ScheduleActivitiesAsync(string id)
    {
        var task = await Client.CallAsync<PollWorkflowTaskQueueResponse>(
            new PollWorkflowTaskQueueRequest { Namespace = "default", TaskQueue = new() { Name = id } }, timeout: "20S");
        await Client.CallAsync<RespondWorkflowTaskCompletedResponse>(
            new RespondWorkflowTaskCompletedRequest
            {
                Namespace = "default",
                TaskToken = task.TaskToken,
                Commands = { Schedule("charge", id), Schedule("mail", id) },
            });
    }

    private static Command Schedule(string type, string id) => new()
    {
        CommandType = CommandType.ScheduleActivityTask,
        ScheduleActivityTaskCommandAttributes = new()
        {
            ActivityId = type,
            ActivityType = new() { Name = type },
            TaskQueue = new() { Name = $"{type}-{id}" },
            StartToCloseTimeout = new() { Seconds = 100 },
            RetryPolicy = new() { InitialInterval = new() { Seconds = 60 } },
        },
    };

    private async Task PauseAsync(string id)
    {
        foreach (var type in new[] { "charge", "mail" })
        {
            await Client.CallAsync<PauseActivityResponse>(new PauseActivityRequest
            {
                Namespace = "default",
                Execution = new WorkflowExecution { WorkflowId = id },
                Type = type,
            });
        }
    }

    private async Task FailAsync(string queue)
    {
        var task = await PollAsync(queue);
        await Client.CallAsync<RespondActivityTaskFailedResponse>(new RespondActivityTaskFailedRequest
        {
            Namespace = "default",
            TaskToken = task.TaskToken,
            Failure = new() { Message = "no", ApplicationFailureInfo = new() { Type = "No" } },
        });
    }

    private Task<PollActivityTaskQueueResponse> PollAsync(string queue) =>
        Client.CallAsync<PollActivityTaskQueueResponse>(
            new PollActivityTaskQueueRequest { Namespace = "default", TaskQueue = new() { Name = queue } }, timeout: "20S");

    private async Task<Dictionary<string, PendingActivityInfo>> PendingAsync(string id)
    {
        var description = await Client.CallAsync<DescribeWorkflowExecutionResponse>(new DescribeWorkflowExecutionRequest
        {
            Namespace = "default",
            Execution = new WorkflowExecution { WorkflowId = id },
        });
        return description.PendingActivities.ToDictionary(activity => activity.ActivityType.Name);
    }
}
