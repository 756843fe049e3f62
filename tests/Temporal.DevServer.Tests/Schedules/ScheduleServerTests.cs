using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.Tests.History;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Schedules;

public sealed class ScheduleServerTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Schedule_TimeComes_StartsTheWorkflowWithItsNominalTime()
    {
        await using var bench = await ScheduleBench.StartAsync();
        await bench.CreateAsync();
        (await bench.DescribeAsync()).Info.FutureActionTimes.Count.ShouldBe(10);

        bench.Clock.Advance(s_minute);

        var described = await bench.UntilAsync(d => d.Info.ActionCount == 1);
        ScheduleBench.StartedId(described, 0).ShouldBe("run-2026-01-01T00:01:00Z");
        described.Info.RunningWorkflows.ShouldHaveSingleItem();
        var run = await bench.Server.CallAsync<DescribeWorkflowExecutionResponse>(
            "DescribeWorkflowExecution",
            new DescribeWorkflowExecutionRequest
            {
                Namespace = "default",
                Execution = new() { WorkflowId = "run-2026-01-01T00:01:00Z" },
            });
        run.WorkflowExecutionInfo.SearchAttributes.IndexedFields["TemporalScheduledById"].Data.ToStringUtf8()
            .ShouldBe("\"schedule\"");
        run.WorkflowExecutionInfo.SearchAttributes.IndexedFields["TemporalScheduledStartTime"].Data.ToStringUtf8()
            .ShouldBe("\"2026-01-01T00:01:00Z\"");
    }

    public static TheoryData<ScheduleOverlapPolicy, int, int, int> Overlaps => new()
    {
        // Three triggers against a run that does not end: started, waiting, skipped.
        { ScheduleOverlapPolicy.Skip, 1, 0, 2 },
        { ScheduleOverlapPolicy.BufferOne, 1, 1, 1 },
        { ScheduleOverlapPolicy.BufferAll, 1, 2, 0 },
        { ScheduleOverlapPolicy.CancelOther, 1, 2, 0 },
        { ScheduleOverlapPolicy.TerminateOther, 3, 0, 0 },
        { ScheduleOverlapPolicy.AllowAll, 3, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Overlaps))]
    public async Task Trigger_ThriceWhileRunning_FollowsTheOverlapPolicy(
        ScheduleOverlapPolicy policy, int started, int waiting, int skipped)
    {
        await using var bench = await ScheduleBench.StartAsync();
        await bench.CreateAsync(r => r.Schedule.State = new ScheduleState { Paused = true });
        for (var i = 0; i < 3; i++)
        {
            await bench.TriggerAsync(policy);
        }

        await bench.UntilAsync(d => d.Info.ActionCount == started && d.Info.BufferSize == waiting
            && d.Info.OverlapSkipped == skipped);
    }

    [Fact]
    public async Task Trigger_OnceAnswered_IsInTheDescription()
    {
        await using var bench = await ScheduleBench.StartAsync();
        await bench.CreateAsync(r =>
        {
            r.Schedule.State = new ScheduleState { Paused = true };
            r.Schedule.Policies = new() { OverlapPolicy = ScheduleOverlapPolicy.AllowAll };
            r.InitialPatch = new() { TriggerImmediately = new() };
        });
        (await bench.DescribeAsync()).Info.ActionCount.ShouldBe(1);

        await bench.TriggerAsync();

        (await bench.DescribeAsync()).Info.ActionCount.ShouldBe(2);
    }

    [Fact]
    public async Task BufferedStart_RunEnds_StartsWithItsResult()
    {
        await using var bench = await ScheduleBench.StartAsync();
        await bench.CreateAsync(r => r.Schedule.State = new ScheduleState { Paused = true });
        await bench.TriggerAsync(ScheduleOverlapPolicy.BufferOne);
        await bench.UntilAsync(d => d.Info.ActionCount == 1);
        await bench.TriggerAsync(ScheduleOverlapPolicy.BufferOne);
        await bench.UntilAsync(d => d.Info.BufferSize == 1);

        var task = await bench.Server.PollAsync();
        await bench.Server.CompleteAsync(task, new Command
        {
            CommandType = CommandType.CompleteWorkflowExecution,
            CompleteWorkflowExecutionCommandAttributes = new()
            {
                Result = new() { Payloads_ = { new Temporalio.Api.Common.V1.Payload() } },
            },
        });

        var described = await bench.UntilAsync(d => d.Info.ActionCount == 2);
        described.Info.BufferSize.ShouldBe(0);
        described.Info.RecentActions[0].StartWorkflowStatus.ShouldBe(WorkflowExecutionStatus.Completed);
        (await bench.Server.PollAsync()).History.Events[0].WorkflowExecutionStartedEventAttributes
            .LastCompletionResult.Payloads_.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Run_Fails_PausesTheScheduleThatWantsIt()
    {
        await using var bench = await ScheduleBench.StartAsync();
        await bench.CreateAsync(r => r.Schedule.Policies = new SchedulePolicies { PauseOnFailure = true });
        bench.Clock.Advance(s_minute);
        await bench.UntilAsync(d => d.Info.ActionCount == 1);

        var task = await bench.Server.PollAsync();
        await bench.Server.CompleteAsync(task, new Command
        {
            CommandType = CommandType.FailWorkflowExecution,
            FailWorkflowExecutionCommandAttributes = new() { Failure = new() { Message = "broken" } },
        });

        var described = await bench.UntilAsync(d => d.Schedule.State.Paused);
        described.Schedule.State.Notes.ShouldBe(
            "paused due to workflow failure: run-2026-01-01T00:01:00Z: broken");
    }

    [Fact]
    public async Task LimitedActions_AreUsedUp_NothingMoreStarts()
    {
        await using var bench = await ScheduleBench.StartAsync();
        await bench.CreateAsync(r =>
        {
            r.Schedule.State = new ScheduleState { LimitedActions = true, RemainingActions = 2 };
            r.Schedule.Policies = new SchedulePolicies { OverlapPolicy = ScheduleOverlapPolicy.AllowAll };
        });

        bench.Clock.Advance(5 * s_minute);

        var described = await bench.UntilAsync(d => d.Info.ActionCount == 2);
        described.Schedule.State.RemainingActions.ShouldBe(0);
        described.Info.FutureActionTimes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Backfill_WhilePaused_StartsEachTimeOnceBothEndsIncluded()
    {
        await using var bench = await ScheduleBench.StartAsync();
        await bench.CreateAsync(r => r.Schedule.State = new ScheduleState { Paused = true });
        var patch = new SchedulePatch
        {
            BackfillRequest =
            {
                new BackfillRequest
                {
                    StartTime = Timestamp.FromDateTime(new DateTime(2024, 1, 1, 0, 1, 0, DateTimeKind.Utc)),
                    EndTime = Timestamp.FromDateTime(new DateTime(2024, 1, 1, 0, 3, 0, DateTimeKind.Utc)),
                    OverlapPolicy = ScheduleOverlapPolicy.AllowAll,
                },
            },
        };

        await bench.PatchAsync(patch, "once");
        await bench.PatchAsync(patch, "once");

        var described = await bench.UntilAsync(d => d.Info.ActionCount == 3);
        described.Info.RecentActions.Select(a => a.StartWorkflowResult.WorkflowId).ShouldBe(
            ["run-2024-01-01T00:01:00Z", "run-2024-01-01T00:02:00Z", "run-2024-01-01T00:03:00Z"]);
        described.Info.RunningWorkflows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Update_StaleToken_IsIgnored()
    {
        await using var bench = await ScheduleBench.StartAsync();
        var token = (await bench.CreateAsync(r => r.Memo = new())).ConflictToken;
        await bench.PatchAsync(new SchedulePatch { Pause = "holiday" });
        var schedule = (await bench.DescribeAsync()).Schedule.Clone();
        schedule.State = null;
        var update = new UpdateScheduleRequest
        {
            Namespace = "default",
            ScheduleId = ScheduleBench.Id,
            Schedule = schedule,
            ConflictToken = token,
        };

        await bench.CallAsync<UpdateScheduleResponse>("UpdateSchedule", update);
        (await bench.DescribeAsync()).Schedule.State.Notes.ShouldBe("holiday");

        update.ConflictToken = (await bench.DescribeAsync()).ConflictToken;
        await bench.CallAsync<UpdateScheduleResponse>("UpdateSchedule", update);
        var described = await bench.DescribeAsync();
        described.Schedule.State.ShouldBe(new ScheduleState());
        described.Memo.ShouldNotBeNull();
        described.Info.UpdateTime.ShouldNotBeNull();
    }

    [Fact]
    public async Task Lifecycle_Errors_AreThoseOfARealServer()
    {
        await using var bench = await ScheduleBench.StartAsync();
        (await Should.ThrowAsync<RpcException>(bench.DescribeAsync)).Message
            .ShouldBe("workflow not found for ID: temporal-sys-scheduler:schedule");
        await bench.CreateAsync();
        await bench.CreateAsync();
        var taken = await Should.ThrowAsync<RpcException>(() => bench.CreateAsync(r => r.RequestId = "other"));
        taken.Code.ShouldBe(RpcCode.AlreadyExists);
        taken.Message.ShouldBe("schedule \"schedule\" is already registered");

        var delete = new DeleteScheduleRequest { Namespace = "default", ScheduleId = ScheduleBench.Id };
        await bench.CallAsync<DeleteScheduleResponse>("DeleteSchedule", delete);

        (await Should.ThrowAsync<RpcException>(bench.DescribeAsync)).Message.ShouldBe("schedule not found");
        (await Should.ThrowAsync<RpcException>(
            () => bench.CallAsync<DeleteScheduleResponse>("DeleteSchedule", delete))).Message
            .ShouldBe("workflow execution already completed");
        await bench.CreateAsync(r => r.RequestId = "again");
    }

    [Fact]
    public async Task List_Query_FindsByIdAndPause()
    {
        await using var bench = await ScheduleBench.StartAsync();
        await bench.CreateAsync();
        await bench.CreateAsync(r =>
        {
            r.ScheduleId = "paused";
            r.Schedule.State = new ScheduleState { Paused = true };
        });

        (await ListAsync("")).Count.ShouldBe(2);
        (await ListAsync("TemporalSchedulePaused = true")).ShouldBe(["paused"]);
        (await ListAsync("ScheduleId = 'schedule'")).ShouldBe(["schedule"]);
        (await bench.CallAsync<CountSchedulesResponse>(
            "CountSchedules", new CountSchedulesRequest { Namespace = "default" })).Count.ShouldBe(2);
        (await Should.ThrowAsync<RpcException>(() => ListAsync("Nope = 'x'"))).Message.ShouldBe(
            "invalid query: unable to convert filter expression: unable to convert left side of \"Nope = 'x'\": "
            + "invalid search attribute: Nope");

        async Task<List<string>> ListAsync(string query) => (await bench.CallAsync<ListSchedulesResponse>(
            "ListSchedules", new ListSchedulesRequest { Namespace = "default", Query = query }))
            .Schedules.Select(s => s.ScheduleId).ToList();
    }

    [Fact]
    public async Task Restart_TimesPassedMeanwhile_AreCaughtUpWithinTheWindow()
    {
        var store = new KeptSchedules();
        var executions = new InMemoryExecutionStore();
        var clock = new ManualClock();
        await using (var before = await ScheduleBench.StartAsync(store, executions, clock))
        {
            await before.CreateAsync(r => r.Schedule.Policies = new SchedulePolicies
            {
                OverlapPolicy = ScheduleOverlapPolicy.AllowAll,
                CatchupWindow = Duration.FromTimeSpan(2 * s_minute),
            });
        }

        clock.Advance(5 * s_minute);
        await using var after = await ScheduleBench.StartAsync(store, executions, clock);

        var described = await after.UntilAsync(d => d.Info.ActionCount == 3);
        described.Info.MissedCatchupWindow.ShouldBe(2);
        ScheduleBench.StartedId(described, 0).ShouldBe("run-2026-01-01T00:03:00Z");
    }

    [Fact]
    public async Task Restart_DiedBetweenStartAndRecord_StartsNoSecondRun()
    {
        var store = new KeptSchedules();
        var executions = new InMemoryExecutionStore();
        var clock = new ManualClock();
        var died = new TaskCompletionSource();
        await using (var before = await ScheduleBench.StartAsync(store, executions, clock))
        {
            await before.CreateAsync();
            store.Saving = _ =>
            {
                died.TrySetResult();
                throw new InvalidOperationException("The store is gone.");
            };
            clock.Advance(s_minute);
            await died.Task;
        }

        store.Saving = null;
        await using var after = await ScheduleBench.StartAsync(store, executions, clock);

        var described = await after.UntilAsync(d => d.Info.ActionCount == 1);
        var task = await after.Server.PollAsync();
        task.WorkflowExecution.ShouldBe(described.Info.RecentActions[0].StartWorkflowResult);
        await after.Server.CompleteAsync(task, new Command
        {
            CommandType = CommandType.CompleteWorkflowExecution,
            CompleteWorkflowExecutionCommandAttributes = new(),
        });
        await after.UntilAsync(d => d.Info.RunningWorkflows.Count == 0);
    }
}
