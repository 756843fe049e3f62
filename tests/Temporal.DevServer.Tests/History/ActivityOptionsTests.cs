using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporalio.Api.Activity.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.History;

public sealed class ActivityOptionsTests
{
    [Fact]
    public async Task UpdateActivityOptions_OfAMask_ChangesThoseFieldsOnly()
    {
        await using var server = await ArrangeAsync();

        var options = await UpdateAsync(server, r =>
        {
            r.ActivityOptions = new ActivityOptions
            {
                HeartbeatTimeout = Seconds(7),
                StartToCloseTimeout = Seconds(99),
                RetryPolicy = new() { MaximumAttempts = 5, InitialInterval = Seconds(50) },
            };
            r.UpdateMask = new FieldMask { Paths = { "heartbeat_timeout", "retry_policy.maximum_attempts", "what" } };
        });

        options.HeartbeatTimeout.ShouldBe(Seconds(7));
        options.StartToCloseTimeout.ShouldBe(Seconds(10));
        options.RetryPolicy.MaximumAttempts.ShouldBe(5);
        options.RetryPolicy.InitialInterval.ShouldBe(Seconds(1));
        (await server.DescribeAsync()).PendingActivities.Single().ActivityOptions.HeartbeatTimeout.ShouldBe(Seconds(7));
    }

    [Fact]
    public async Task UpdateActivityOptions_OfTheQueueWhileWaiting_OffersItThere()
    {
        await using var server = await ArrangeAsync();
        await UpdateAsync(server, r =>
        {
            r.ActivityOptions = new ActivityOptions { TaskQueue = new() { Name = "elsewhere" } };
            r.UpdateMask = new FieldMask { Paths = { "taskQueue.name" } };
        });

        var task = await server.CallAsync<PollActivityTaskQueueResponse>(
            "PollActivityTaskQueue",
            new PollActivityTaskQueueRequest { Namespace = "default", TaskQueue = new() { Name = "elsewhere" } });

        task.ActivityId.ShouldBe("a");
    }

    [Fact]
    public async Task UpdateActivityOptions_RestoreOriginal_PutsTheScheduledOnesBack()
    {
        await using var server = await ArrangeAsync();
        await UpdateAsync(server, r =>
        {
            r.ActivityOptions = new ActivityOptions { StartToCloseTimeout = Seconds(3) };
            r.UpdateMask = new FieldMask { Paths = { "start_to_close_timeout" } };
        });

        (await UpdateAsync(server, r => r.RestoreOriginal = true)).StartToCloseTimeout.ShouldBe(Seconds(10));
    }

    [Fact]
    public async Task UpdateActivityOptions_WithoutAMaskOrFaulty_IsInvalidArgument()
    {
        await using var server = await ArrangeAsync();
        (await RefusalAsync(server, _ => { })).ShouldBe("ActivityOptions are not provided");
        (await RefusalAsync(server, r => r.ActivityOptions = new())).ShouldBe("UpdateMask is not provided");
        (await RefusalAsync(server, r =>
        {
            r.ActivityOptions = new();
            r.UpdateMask = new FieldMask { Paths = { "retry_policy.initial_interval" } };
        })).ShouldBe("RetryPolicy is not provided");
        (await RefusalAsync(server, r =>
        {
            r.ActivityOptions = new();
            r.UpdateMask = new FieldMask { Paths = { "start_to_close_timeout" } };
        })).ShouldBe("a valid StartToClose or ScheduleToCloseTimeout is not set on ScheduleActivityTaskCommand. "
            + "ActivityId=a ActivityType=activity");
        (await RefusalAsync(server, r =>
        {
            r.RestoreOriginal = true;
            r.UpdateMask = new FieldMask { Paths = { "priority" } };
        })).ShouldBe("Both UpdateMask and RestoreOriginal are provided");
        var fault = await Should.ThrowAsync<RpcException>(() => UpdateAsync(server, r =>
        {
            r.ActivityOptions = new ActivityOptions { RetryPolicy = new() { MaximumAttempts = -1 } };
            r.UpdateMask = new FieldMask { Paths = { "retry_policy.maximum_attempts" } };
        }));

        fault.Code.ShouldBe(RpcCode.InvalidArgument);
        (await server.DescribeAsync()).PendingActivities.Single().MaximumAttempts.ShouldBe(0);
    }

    [Fact]
    public async Task PausedActivity_MarksItsRun_UntilItGoesOn()
    {
        await using var server = await ArrangeAsync();
        var execution = new Temporalio.Api.Common.V1.WorkflowExecution { WorkflowId = "w" };
        await server.CallAsync<PauseActivityResponse>(
            "PauseActivity", new PauseActivityRequest { Namespace = "default", Execution = execution, Id = "a" });
        (await PauseInfoAsync(server)).ShouldBe("[\"property:activityType=activity\"]");

        await server.CallAsync<UnpauseActivityResponse>(
            "UnpauseActivity", new UnpauseActivityRequest { Namespace = "default", Execution = execution, Id = "a" });

        (await PauseInfoAsync(server)).ShouldBe("null");
    }

    private static async Task<string> RefusalAsync(Server server, Action<UpdateActivityOptionsRequest> change) =>
        (await Should.ThrowAsync<RpcException>(() => UpdateAsync(server, change))).Message;

    private static async Task<string?> PauseInfoAsync(Server server) =>
        (await server.DescribeAsync()).WorkflowExecutionInfo.SearchAttributes.IndexedFields
            .TryGetValue("TemporalPauseInfo", out var payload) ? payload.Data.ToStringUtf8() : null;

    private static async Task<Server> ArrangeAsync()
    {
        var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync(), Server.Activity());
        return server;
    }

    private static async Task<ActivityOptions> UpdateAsync(Server server, Action<UpdateActivityOptionsRequest> change)
    {
        var request = new UpdateActivityOptionsRequest
        {
            Namespace = "default",
            Execution = new() { WorkflowId = "w" },
            Id = "a",
        };
        change(request);
        return (await server.CallAsync<UpdateActivityOptionsResponse>("UpdateActivityOptions", request)).ActivityOptions;
    }

    private static Duration Seconds(double seconds) => Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));
}
