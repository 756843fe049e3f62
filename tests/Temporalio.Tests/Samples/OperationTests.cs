using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Temporalio.Activities;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Client.Schedules;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Extensions.Hosting;
using Temporalio.Tests.Workflows;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

[Collection(EndToEndCollection.Name)]
public class OperationTests(EndToEndFixture server)
{
    [Fact]
    public async Task WorkerSpecificTaskQueues_TwoWorkers_EachFileStaysOnOne()
    {
        var queue = $"files-{Guid.NewGuid()}";
        using var stop = new CancellationTokenSource();
        var workers = new List<Task>();
        foreach (var name in new[] { "w1", "w2" })
        {
            var own = $"{queue}-{name}";
            workers.Add(RunUntilAsync(
                stop.Token,
                new TemporalWorkerOptions(queue)
                    .AddActivity(new AnyWorkerActivities(own).GetUniqueTaskQueue).AddWorkflow<FileWorkflow>()));
            workers.Add(RunUntilAsync(
                stop.Token, new TemporalWorkerOptions(own).AddAllActivities(new OneWorkerActivities(name))));
        }
        string[] files = ["file-0", "file-1", "file-2", "file-3"];
        var results = await Task.WhenAll(files.Select(file => server.Client.ExecuteWorkflowAsync(
            (FileWorkflow wf) => wf.RunAsync(file, 5), EndToEndFixture.Options(queue))));
        results.Zip(files).ShouldAllBe(r =>
            r.First == $"w1:{r.Second} True True" || r.First == $"w2:{r.Second} True True");
        await stop.CancelAsync();
        await Task.WhenAll(workers);
    }

    [Fact]
    public async Task Patching_WorkflowChangedInThreeSteps_OldRunsGoOnUntilDeprecated()
    {
        var queue = $"patch-{Guid.NewGuid()}";
        var old = await StartAsync<PatchInitial>(wf => wf.RunAsync());
        var patched = await StartAsync<PatchBoth>(wf => wf.RunAsync());
        await WithAsync<PatchBoth>(async () =>
        {
            await old.SignalAsync("GoOn", []);
            (await old.GetResultAsync()).ShouldBe("before");
        });
        await WithAsync<PatchDeprecated>(async () =>
        {
            await patched.SignalAsync("GoOn", []);
            (await patched.GetResultAsync()).ShouldBe("after");
        });
        var replayer = new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow<PatchDeprecated>());
        (await replayer.ReplayWorkflowAsync(await patched.FetchHistoryAsync())).ReplayFailure.ShouldBeNull();
        var result = await replayer.ReplayWorkflowAsync(
            await old.FetchHistoryAsync(), throwOnReplayFailure: false);
        result.ReplayFailure.ShouldBeOfType<WorkflowNondeterminismException>();

        async Task<WorkflowHandle<T, string>> StartAsync<T>(System.Linq.Expressions.Expression<Func<T, Task<string>>> run)
        {
            WorkflowHandle<T, string> handle = null!;
            await WithAsync<T>(async () =>
            {
                handle = await server.Client.StartWorkflowAsync(run, EndToEndFixture.Options(queue));
                await handle.WaitForEventAsync(EventType.ActivityTaskCompleted);
            });
            return handle;
        }

        async Task WithAsync<T>(Func<Task> body)
        {
            using var worker = new TemporalWorker(
                server.Client,
                new TemporalWorkerOptions(queue) { MaxCachedWorkflows = 0 }
                    .AddWorkflow<T>().AddAllActivities(typeof(PatchActivities), null));
            await worker.ExecuteAsync(body);
        }
    }

    [Fact]
    public Task Schedule_WholeLife_ClientAndServerAgree() => server.WithWorkerAsync(
        options => options.AddWorkflow<ReminderWorkflow>().AddActivity(ReminderWorkflow.Remind),
        async queue =>
        {
            var id = $"schedule-{Guid.NewGuid()}";
            var action = ScheduleActionStartWorkflow.Create<ReminderWorkflow>(
                wf => wf.RunAsync("take out the bins"), new() { Id = $"{id}-wf", TaskQueue = queue });
            var spec = new ScheduleSpec
            {
                Intervals = new List<ScheduleIntervalSpec> { new(Every: TimeSpan.FromDays(10)) },
                Calendars = [new() { Hour = [new(3)], DayOfWeek = [new(1, 5)], Comment = "workdays" }],
                CronExpressions = ["0 12 * * MON"],
            };
            var handle = await server.Client.CreateScheduleAsync(
                id,
                new Schedule(action, spec)
                {
                    Policy = new() { CatchupWindow = TimeSpan.FromDays(1), Overlap = ScheduleOverlapPolicy.AllowAll },
                    State = new() { Note = "first" },
                },
                new() { Memo = new Dictionary<string, object> { ["k"] = "v" } });
            await Should.ThrowAsync<ScheduleAlreadyRunningException>(
                () => server.Client.CreateScheduleAsync(id, new Schedule(action, spec)));

            await handle.TriggerAsync();
            // The trigger is acted on after the call, as on a real server.
            var description = await handle.DescribeUntilAsync(d => d.Info.RecentActions.Count > 0);
            description.Schedule.Spec.Intervals.Single().Every.ShouldBe(TimeSpan.FromDays(10));
            description.Schedule.Spec.Calendars.Count.ShouldBe(2);
            description.Schedule.Action.ShouldBeOfType<ScheduleActionStartWorkflow>().Workflow.ShouldBe("ReminderWorkflow");
            description.Info.NextActionTimes.ShouldNotBeEmpty();
            (await description.Memo["k"].ToValueAsync<string>()).ShouldBe("v");
            var started = description.Info.RecentActions.Single()
                .Action.ShouldBeOfType<ScheduleActionExecutionStartWorkflow>();
            (await server.Client.GetWorkflowHandle(started.WorkflowId).GetResultAsync<string>())
                .ShouldBe($"take out the bins by {id} True");

            await handle.PauseAsync("halt");
            description = await handle.DescribeAsync();
            (description.Schedule.State.Paused, description.Schedule.State.Note).ShouldBe((true, "halt"));
            await handle.UnpauseAsync();
            (await handle.DescribeAsync()).Schedule.State.Paused.ShouldBeFalse();

            await handle.UpdateAsync(input => new ScheduleUpdate(input.Description.Schedule with
            {
                Spec = new() { Intervals = [new(Every: TimeSpan.FromDays(1))] },
            }));
            description = await handle.DescribeAsync();
            description.Schedule.Spec.Intervals.Single().Every.ShouldBe(TimeSpan.FromDays(1));
            description.Schedule.Spec.Calendars.ShouldBeEmpty();
            description.Info.LastUpdatedAt.ShouldNotBeNull();

            var now = DateTime.UtcNow;
            await handle.BackfillAsync([new(now.AddDays(-3), now.AddSeconds(-1), ScheduleOverlapPolicy.AllowAll)]);
            (await handle.DescribeUntilAsync(d => d.Info.NumActions >= 4)).Info.NumActions.ShouldBe(4);

            var found = new List<ScheduleListDescription>();
            await foreach (var entry in server.Client.ListSchedulesAsync())
            {
                found.Add(entry);
            }
            found.Single(e => e.Id == id).Schedule!.Action
                .ShouldBeOfType<ScheduleListActionStartWorkflow>().Workflow.ShouldBe("ReminderWorkflow");
            await handle.DeleteAsync();
            (await Should.ThrowAsync<RpcException>(() => handle.DescribeAsync()))
                .Code.ShouldBe(RpcException.StatusCode.NotFound);
        });

    [Fact]
    public async Task DependencyInjection_HostedWorker_GivesScopedServicesToActivities()
    {
        var queue = $"di-{Guid.NewGuid()}";
        using var host = Host.CreateDefaultBuilder()
            .ConfigureLogging(ctx => ctx.ClearProviders().SetMinimumLevel(LogLevel.Information))
            .ConfigureServices(ctx =>
            {
                ctx.AddScoped<IDatabase, Database>();
                ctx.AddTemporalClient(
                    clientTargetHost: server.Client.Connection.Options.TargetHost, clientNamespace: "default");
                ctx.AddHostedTemporalWorker(queue)
                    .AddScopedActivities<DatabaseActivities>()
                    .AddWorkflow<DatabaseWorkflow>();
            })
            .Build();
        await host.StartAsync();
        (await server.Client.ExecuteWorkflowAsync(
            (DatabaseWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue))).ShouldBe("row of table t");
        await host.StopAsync();
    }

    [Fact]
    public Task SearchAttributes_UpsertedInWorkflow_AreFoundAndCounted() => server.WithWorkerAsync(
        options => options.AddWorkflow<SearchableWorkflow>(),
        async queue =>
        {
            var key = $"k-{Guid.NewGuid():N}";
            for (var i = 0; i < 3; i++)
            {
                await server.Client.ExecuteWorkflowAsync(
                    (SearchableWorkflow wf) => wf.RunAsync(key, i), EndToEndFixture.Options(queue));
            }
            var query = $"TestKeyword = '{key}' AND TestInt >= 1";
            var found = new List<WorkflowExecution>();
            await foreach (var run in server.Client.ListWorkflowsAsync(query))
            {
                found.Add(run);
                run.TypedSearchAttributes.Get(SearchAttributeKey.CreateKeyword("TestKeyword")).ShouldBe(key);
            }
            found.Count.ShouldBe(2);
            (await server.Client.CountWorkflowsAsync(query)).Count.ShouldBe(2);
            var groups = (await server.Client.CountWorkflowsAsync(
                $"TestKeyword = '{key}' GROUP BY ExecutionStatus")).Groups;
            groups.Single().Count.ShouldBe(3);
            groups.Single().GroupValues.Single().ShouldBe("Completed");
        });

    private async Task RunUntilAsync(CancellationToken stop, TemporalWorkerOptions options)
    {
        using var worker = new TemporalWorker(server.Client, options);
        try
        {
            await worker.ExecuteAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // This is how a worker says that it was stopped.
        }
    }

    public interface IDatabase
    {
        Task<string> SelectAsync(string table);
    }

    public class Database : IDatabase
    {
        public Task<string> SelectAsync(string table) => Task.FromResult($"row of table {table}");
    }

    public class DatabaseActivities(IDatabase database)
    {
        [Activity]
        public Task<string> SelectAsync(string table) => database.SelectAsync(table);
    }

    [Workflow]
    public class DatabaseWorkflow
    {
        [WorkflowRun]
        public Task<string> RunAsync() => Workflow.ExecuteActivityAsync(
            (DatabaseActivities a) => a.SelectAsync("t"), new() { StartToCloseTimeout = TimeSpan.FromMinutes(5) });
    }

    [Workflow]
    public class SearchableWorkflow
    {
        [WorkflowRun]
        public async Task RunAsync(string key, int number) => Workflow.UpsertTypedSearchAttributes(
            SearchAttributeKey.CreateKeyword("TestKeyword").ValueSet(key),
            SearchAttributeKey.CreateLong("TestInt").ValueSet(number));
    }
}

internal static class HandleExtensions
{
    /// <summary>Describes a schedule again and again until it is as wanted; at most for half a minute.</summary>
    public static async Task<ScheduleDescription> DescribeUntilAsync(
        this ScheduleHandle handle, Func<ScheduleDescription, bool> isWanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var description = await handle.DescribeAsync();
            if (isWanted(description))
            {
                return description;
            }
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Waits until the history has an event of a kind.</summary>
    public static async Task WaitForEventAsync(this WorkflowHandle handle, EventType type)
    {
        await foreach (var e in handle.FetchHistoryEventsAsync(new() { WaitNewEvent = true }))
        {
            if (e.EventType == type)
            {
                return;
            }
        }
    }
}
