using System.Collections.Concurrent;
using Temporalio.Activities;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Tests.Workflows;
using Temporalio.Worker;
using Temporalio.Worker.Tuning;
using Temporalio.Workflows;
using VersioningBehavior = Temporalio.Common.VersioningBehavior;

namespace Temporalio.Tests.Worker.Behaviour;

[Collection(EndToEndCollection.Name)]
public class TuningTests(EndToEndFixture server)
{
    [Fact]
    public async Task CustomSupplier_EveryKindOfTask_IsReservedUsedAndReleased()
    {
        var supplier = new CountingSupplier();
        await server.WithWorkerAsync(
            options =>
            {
                options.Tuner = new WorkerTuner(supplier, supplier, supplier, supplier);
                options.AddWorkflow<TunedWorkflow>().AddActivity(TunedWorkflow.Act);
            },
            queue => server.Client.ExecuteWorkflowAsync(
                (TunedWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue)));
        supplier.Used.ShouldContain("WorkflowSlotInfo TunedWorkflow");
        supplier.Used.ShouldContain("ActivitySlotInfo Act");
        supplier.Used.ShouldContain("LocalActivitySlotInfo Act");
        supplier.Open.ShouldBe(0);
        supplier.Queues.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task CustomSupplier_ThatFailsToNoteWhatItGave_DoesNotHoldUpTheWorker()
    {
        var supplier = new FailingSupplier();
        using var logs = new LogLines();
        var result = await server.WithWorkerAsync(
            options =>
            {
                options.LoggerFactory = logs;
                options.Tuner = new WorkerTuner(supplier, supplier, supplier, supplier);
                options.AddWorkflow<TunedWorkflow>().AddActivity(TunedWorkflow.Act);
            },
            queue => server.Client.ExecuteWorkflowAsync(
                (TunedWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue)));
        result.ShouldBe("TrueFalse");
        logs.Lines.ShouldContain(line => line.Contains("ReleaseSlot of the slot supplier", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ResourceBased_Worker_RunsWorkflows()
    {
        var result = await server.WithWorkerAsync(
            options =>
            {
                options.Tuner = WorkerTuner.CreateResourceBased(
                    0.9, 0.9, activityOptions: new(MinimumSlots: 2, MaximumSlots: 10, RampThrottle: TimeSpan.Zero));
                options.AddWorkflow<TunedWorkflow>().AddActivity(TunedWorkflow.Act);
            },
            queue => server.Client.ExecuteWorkflowAsync(
                (TunedWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue)));
        result.ShouldBe("TrueFalse");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task FixedSize_FewSlots_StillMakesProgress(int workflowSlots)
    {
        var results = await server.WithWorkerAsync(
            options =>
            {
                options.Tuner = WorkerTuner.CreateFixedSize(workflowSlots, 1, 1);
                options.AddWorkflow<TunedWorkflow>().AddActivity(TunedWorkflow.Act);
            },
            queue => Task.WhenAll(Enumerable.Range(0, 10).Select(_ => server.Client.ExecuteWorkflowAsync(
                (TunedWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue)))));
        results.ShouldAllBe(r => r == "TrueFalse");
    }

    [Fact]
    public void FixedSize_NoSlot_IsRefusedForEveryKindOfTask()
    {
        const string Rule = "FixedSizeSlotSupplier must have at least one slot";
        Should.Throw<ArgumentException>(() => new FixedSizeSlotSupplier(0)).Message.ShouldBe(Rule);
        Should.Throw<ArgumentException>(() => new TemporalWorker(
            server.Client,
            new TemporalWorkerOptions("q") { MaxConcurrentActivities = 0 }.AddWorkflow<TunedWorkflow>()))
            .Message.ShouldContain(Rule);
    }

    [Fact]
    public void Polling_ThatCannotWork_IsRefused()
    {
        void Refused(string rule, Action<TemporalWorkerOptions> configure)
        {
            var options = new TemporalWorkerOptions("q").AddWorkflow<TunedWorkflow>();
            configure(options);
            Should.Throw<InvalidOperationException>(() => new TemporalWorker(server.Client, options))
                .Message.ShouldBe($"Invalid options: {rule}");
        }
        Refused("SimpleMaximum poller behavior must be at least 1", o => o.MaxConcurrentActivityTaskPolls = 0);
        Refused(
            "SimpleMaximum poller behavior must be at least 1",
            o => o.NexusTaskPollerBehavior = new PollerBehavior.SimpleMaximum(0));
        Refused(
            "Autoscaling maximum must be greater than or equal to minimum",
            o => o.WorkflowTaskPollerBehavior = new PollerBehavior.Autoscaling(5, 2, 5));
        Refused(
            "`max_cached_workflows` > 0 requires `workflow_task_poller_behavior` to be at least 2",
            o => o.MaxConcurrentWorkflowTaskPolls = 1);
        Refused("`max_worker_activities_per_second` must be positive and nonzero", o => o.MaxActivitiesPerSecond = -1);
    }

    [Fact]
    public void Tuner_OfSuppliersWithOtherLoadLimits_IsRefused()
    {
        var one = new ResourceBasedSlotSupplier(new(), new(0.5, 0.4));
        var other = new ResourceBasedSlotSupplier(new(), new(0.5, 0.5));
        var fixedSize = new FixedSizeSlotSupplier(1);
        Should.Throw<ArgumentException>(() => new WorkerTuner(one, other, fixedSize, fixedSize))
            .Message.ShouldBe("All resource-based slot suppliers must have the same ResourceBasedTunerOptions");
    }

    [Fact]
    public void Rate_OfZero_IsNoLimit() => new TemporalWorker(
        server.Client,
        new TemporalWorkerOptions("q") { MaxActivitiesPerSecond = 0 }.AddActivity(TunedWorkflow.Act)).Dispose();

    [Fact]
    public void Tuner_WithMaxConcurrent_IsRefused() => Should.Throw<ArgumentException>(
        () => new TemporalWorker(server.Client, new TemporalWorkerOptions("q")
        {
            Tuner = WorkerTuner.CreateFixedSize(1, 1, 1),
            MaxConcurrentActivities = 5,
        }.AddWorkflow<TunedWorkflow>())).Message.ShouldContain("Cannot set both Tuner and any of MaxConcurrentWorkflowTasks");

    [Fact]
    public void Versioning_OfWorkflowsWithoutABehavior_IsRefusedUnlessTheWorkerHasADefault()
    {
        new TemporalWorker(server.Client, Versioned(VersioningBehavior.Pinned)).Dispose();
        Should.Throw<ArgumentException>(() => new TemporalWorker(server.Client, Versioned(VersioningBehavior.Unspecified)))
            .Message.ShouldContain(
                "Workflow named TunedWorkflow must specify a versioning behavior, since the worker has no default.");
    }

    [Fact]
    public void Versioning_InTwoWaysOrByHalves_IsRefused()
    {
        var both = Versioned(VersioningBehavior.Pinned);
        var noBuild = new TemporalWorkerOptions("q").AddWorkflow<TunedWorkflow>();
#pragma warning disable CS0618 // The older way of versioning.
        both.UseWorkerVersioning = true;
        noBuild.UseWorkerVersioning = true;
#pragma warning restore CS0618
        var idle = Versioned(VersioningBehavior.Pinned);
        idle.DeploymentOptions!.UseWorkerVersioning = false;

        Refusal(both).ShouldContain("DeploymentOptions and UseWorkerVersioning cannot be used together in worker options");
        Refusal(noBuild).ShouldContain("BuildId must be explicitly set when UseWorkerVersioning is true");
        Refusal(idle).ShouldContain("DefaultVersioningBehavior must be Unspecified when UseWorkerVersioning is false");
    }

    private string Refusal(TemporalWorkerOptions options) =>
        Should.Throw<ArgumentException>(() => new TemporalWorker(server.Client, options)).Message;

    private static TemporalWorkerOptions Versioned(VersioningBehavior byDefault) => new TemporalWorkerOptions("q")
    {
        DeploymentOptions = new(new("deployment", "build"), useWorkerVersioning: true)
        {
            DefaultVersioningBehavior = byDefault,
        },
    }.AddWorkflow<TunedWorkflow>();

    /// <summary>
    /// The server starts an activity that comes with the answer in the very moment in which it is scheduled, both in one
    /// commit; one that is polled for starts later.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task EagerActivities_SlotsFree_ComeWithTheAnswerUnlessDisabled(bool isDisabled) => server.WithWorkerAsync(
        options =>
        {
            options.DisableEagerActivityExecution = isDisabled;
            options.AddWorkflow<TunedWorkflow>().AddActivity(TunedWorkflow.Act);
        },
        async queue =>
        {
            var handle = await server.Client.StartWorkflowAsync(
                (TunedWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue));
            await handle.GetResultAsync();
            var events = (await handle.FetchHistoryAsync()).Events;
            var scheduled = events.Single(e => e.EventType == EventType.ActivityTaskScheduled);
            var started = events.Single(e => e.EventType == EventType.ActivityTaskStarted);
            (started.EventTime > scheduled.EventTime).ShouldBe(isDisabled);
        });

    [Workflow]
    public class TunedWorkflow
    {
        [WorkflowRun]
        public async Task<string> RunAsync()
        {
            var timeout = TimeSpan.FromSeconds(10);
            var local = await Workflow.ExecuteLocalActivityAsync(() => Act(), new() { StartToCloseTimeout = timeout });
            var remote = await Workflow.ExecuteActivityAsync(() => Act(), new() { StartToCloseTimeout = timeout });
            return $"{local}{remote}";
        }

        [Activity]
        public static bool Act() => ActivityExecutionContext.Current.Info.IsLocal;
    }

    private sealed class FailingSupplier : CustomSlotSupplier
    {
        public override async Task<SlotPermit> ReserveSlotAsync(SlotReserveContext ctx, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            return new SlotPermit();
        }

        public override SlotPermit? TryReserveSlot(SlotReserveContext ctx) => throw new InvalidOperationException("no book");

        public override void MarkSlotUsed(SlotMarkUsedContext ctx) => throw new InvalidOperationException("no book");

        public override void ReleaseSlot(SlotReleaseContext ctx) => throw new InvalidOperationException("no book");
    }

    private sealed class CountingSupplier : CustomSlotSupplier
    {
        private int _open;

        public int Open => Volatile.Read(ref _open);

        public ConcurrentQueue<string> Used { get; } = new();

        public HashSet<string> Queues { get; } = [];

        public override Task<SlotPermit> ReserveSlotAsync(SlotReserveContext ctx, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(TryReserveSlot(ctx)!);
        }

        public override SlotPermit? TryReserveSlot(SlotReserveContext ctx)
        {
            lock (Queues)
            {
                Queues.Add(ctx.TaskQueue);
            }
            Interlocked.Increment(ref _open);
            return new SlotPermit(ctx.SlotType);
        }

        public override void MarkSlotUsed(SlotMarkUsedContext ctx) => Used.Enqueue(ctx.SlotInfo switch
        {
            SlotInfo.WorkflowSlotInfo wf => $"{nameof(SlotInfo.WorkflowSlotInfo)} {wf.WorkflowType}",
            SlotInfo.ActivitySlotInfo act => $"{nameof(SlotInfo.ActivitySlotInfo)} {act.ActivityType}",
            SlotInfo.LocalActivitySlotInfo act => $"{nameof(SlotInfo.LocalActivitySlotInfo)} {act.ActivityType}",
            _ => throw new InvalidOperationException("Unknown kind of slot"),
        });

        public override void ReleaseSlot(SlotReleaseContext ctx) => Interlocked.Decrement(ref _open);
    }
}
