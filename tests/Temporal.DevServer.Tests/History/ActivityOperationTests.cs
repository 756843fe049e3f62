using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.History;

/// <summary>Pausing, unpausing and resetting of an activity between and during its attempts.</summary>
public sealed class ActivityOperationTests
{
    private static readonly WorkflowExecution s_run = new() { WorkflowId = "w" };

    [Fact]
    public async Task Unpause_BetweenAttempts_OffersTheNextOneWithoutTheLastFailure()
    {
        await using var server = await WithActivityAsync();
        await FailAsync(server, await server.PollActivityAsync());
        await PauseAsync(server);

        await UnpauseAsync(server);
        (await server.DescribeAsync()).PendingActivities.Single().LastFailure.ShouldBeNull();

        (await server.PollActivityAsync()).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task Reset_OfARunningAttempt_ForgetsItsHeartbeatWhenItHasFailed()
    {
        await using var server = await WithActivityAsync();
        var first = await server.PollActivityAsync();
        await ResetAsync(server);
        (await HeartbeatAsync(server, first)).ActivityReset.ShouldBeTrue();
        (await server.DescribeAsync()).PendingActivities.Single().HeartbeatDetails.ShouldNotBeNull();

        await FailAsync(server, first);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await server.PollActivityAsync();

        (second.Attempt, second.HeartbeatDetails).ShouldBe((2, null));
        (await HeartbeatAsync(server, second)).ActivityReset.ShouldBeFalse();
    }

    [Fact]
    public async Task Reset_OfAnAttemptThatWaitsForAWorker_RestartsItsTimeToWait()
    {
        await using var server = await WithActivityAsync(a => a.ScheduleToStartTimeout = Seconds(10));
        server.Clock.Advance(TimeSpan.FromSeconds(6));
        await ResetAsync(server);

        server.Clock.Advance(TimeSpan.FromSeconds(6));

        (await server.PollActivityAsync()).ActivityId.ShouldBe("a");
    }

    [Fact]
    public async Task Fail_WhenItIsToBePausedAndNoTimeIsLeft_WaitsForItsRelease()
    {
        await using var server = await WithActivityAsync(a => a.ScheduleToCloseTimeout = Seconds(5));
        server.Clock.Advance(TimeSpan.FromSeconds(4.5));
        var task = await server.PollActivityAsync();
        await PauseAsync(server);

        await FailAsync(server, task);

        var pending = (await server.DescribeAsync()).PendingActivities.Single();
        (pending.State, pending.Attempt, pending.NextAttemptScheduleTime)
            .ShouldBe((PendingActivityState.Paused, 2, null));
    }

    [Fact]
    public async Task UpdateOptions_BetweenAttempts_CountsTheBackoffAnew()
    {
        await using var server = await WithActivityAsync();
        await FailAsync(server, await server.PollActivityAsync());

        await server.CallAsync<UpdateActivityOptionsResponse>("UpdateActivityOptions", new UpdateActivityOptionsRequest
        {
            Namespace = "default",
            Execution = s_run,
            Id = "a",
            ActivityOptions = new() { RetryPolicy = new() { InitialInterval = Seconds(30) } },
            UpdateMask = new() { Paths = { "retry_policy.initial_interval" } },
        });

        (await server.DescribeAsync()).PendingActivities.Single().CurrentRetryInterval.ShouldBe(Seconds(60));
    }

    private static async Task<Server> WithActivityAsync(Action<ScheduleActivityTaskCommandAttributes>? change = null)
    {
        var server = await Server.StartAsync();
        await server.StartWorkflowAsync();
        await server.CompleteAsync(await server.PollAsync(), Server.Activity(change: change));
        return server;
    }

    private static Task PauseAsync(Server server) => server.CallAsync<PauseActivityResponse>(
        "PauseActivity", new PauseActivityRequest { Namespace = "default", Execution = s_run, Id = "a" });

    private static Task UnpauseAsync(Server server) => server.CallAsync<UnpauseActivityResponse>(
        "UnpauseActivity", new UnpauseActivityRequest { Namespace = "default", Execution = s_run, Id = "a" });

    private static Task ResetAsync(Server server) => server.CallAsync<ResetActivityResponse>(
        "ResetActivity",
        new ResetActivityRequest { Namespace = "default", Execution = s_run, Id = "a", ResetHeartbeat = true });

    private static Task FailAsync(Server server, PollActivityTaskQueueResponse task) =>
        server.CallAsync<RespondActivityTaskFailedResponse>("RespondActivityTaskFailed",
            new RespondActivityTaskFailedRequest
            {
                Namespace = "default",
                TaskToken = task.TaskToken,
                Failure = new() { Message = "once", ApplicationFailureInfo = new() },
            });

    private static Task<RecordActivityTaskHeartbeatResponse> HeartbeatAsync(
        Server server, PollActivityTaskQueueResponse task) =>
        server.CallAsync<RecordActivityTaskHeartbeatResponse>("RecordActivityTaskHeartbeat",
            new RecordActivityTaskHeartbeatRequest
            {
                Namespace = "default",
                TaskToken = task.TaskToken,
                Details = new() { Payloads_ = { new Payload { Data = ByteString.CopyFromUtf8("half") } } },
            });

    private static Duration Seconds(double seconds) => Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));
}
