using System.Collections.Concurrent;
using Temporalio.Activities;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Runtime;
using Temporalio.Tests.Workflows;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Behaviour;

/// <summary>
/// What a worker measures while workflows succeed, fail, are cancelled and are evicted, and activities of both kinds fail once.
/// The official package 1.21.1 was given the same work; the list is what it recorded: names with the keys of their tags.
/// </summary>
[Collection(EndToEndCollection.Name)]
public class WorkerMetricsTests(EndToEndFixture server)
{
    private const int WorkflowSlots = 5;
    private const int ActivitySlots = 7;
    private const int LocalSlots = 3;

    private static readonly string[] _official =
    [
        "activity_execution_failed activity_type failure_reason workflow_type",
        "activity_execution_latency activity_type workflow_type",
        "activity_schedule_to_start_latency",
        "activity_succeed_endtoend_latency activity_type workflow_type",
        "activity_task_received activity_type eager workflow_type",
        "local_activity_execution_failed activity_type failure_reason workflow_type",
        "local_activity_execution_latency activity_type workflow_type",
        "local_activity_succeed_endtoend_latency activity_type workflow_type",
        "local_activity_total activity_type workflow_type",
        "num_pollers poller_type",
        "sticky_cache_hit workflow_type",
        "sticky_cache_miss",
        "sticky_cache_size",
        "sticky_cache_total_forced_eviction",
        "worker_start",
        "worker_task_slots_available worker_type",
        "worker_task_slots_used worker_type",
        "workflow_canceled workflow_type",
        "workflow_completed workflow_type",
        "workflow_endtoend_latency workflow_type",
        "workflow_failed workflow_type",
        "workflow_task_execution_latency workflow_type",
        "workflow_task_queue_poll_succeed",
        "workflow_task_replay_latency workflow_type",
        "workflow_task_schedule_to_start_latency",
    ];

    /// <summary>Polls that bring nothing: whether there is one is by chance.</summary>
    private static readonly string[] _byChance = ["activity_poll_no_task", "workflow_task_queue_poll_empty"];

    [Fact]
    public async Task Metrics_OfAWorker_AreThoseOfTheOfficialPackage()
    {
        var meter = new Meter();

        await WorkAsync(meter);

        meter.Names.Except(_byChance).ShouldBe(_official, ignoreOrder: true);
        meter.Value("local_activity_total").ShouldBe(6, "three workflows come so far, with two attempts each");
        meter.Value("local_activity_execution_failed").ShouldBe(3);
        meter.Value("sticky_cache_total_forced_eviction").ShouldBeGreaterThanOrEqualTo(1);
        meter.Value("worker_start").ShouldBe(1);
    }

    [Fact]
    public async Task Slots_WithAndWithoutATask_AddUpToThoseThatTheWorkerHas()
    {
        var meter = new Meter();

        await WorkAsync(meter);

        foreach (var (type, slots) in new[] { ("Workflow", WorkflowSlots), ("Activity", ActivitySlots), ("LocalActivity", LocalSlots) })
        {
            meter.Seen($"worker_task_slots_used worker_type={type}Worker").ShouldContain(1);
            meter.Seen($"worker_task_slots_available worker_type={type}Worker").ShouldContain(slots - 1);
            meter.Seen($"worker_task_slots_available worker_type={type}Worker")[^1].ShouldBe(slots, "all are free at the end");
        }
        foreach (var poller in new[] { "workflow_task", "sticky_workflow_task", "activity_task" })
        {
            meter.Seen($"num_pollers poller_type={poller}").Max().ShouldBeGreaterThan(0);
            meter.Seen($"num_pollers poller_type={poller}")[^1].ShouldBe(0, "nobody polls at the end");
        }
    }

    private async Task WorkAsync(Meter meter)
    {
        var runtime = new TemporalRuntime(new() { Telemetry = new() { Metrics = new() { CustomMetricMeter = meter } } });
        var client = await TemporalClient.ConnectAsync(
            new(server.Client.Connection.Options.TargetHost!) { Runtime = runtime });
        using var worker = new TemporalWorker(
            client,
            new TemporalWorkerOptions($"q-{Guid.NewGuid()}")
            {
                MaxCachedWorkflows = 1,
                MaxConcurrentWorkflowTasks = WorkflowSlots,
                MaxConcurrentActivities = ActivitySlots,
                MaxConcurrentLocalActivities = LocalSlots,
            }.AddWorkflow<MeteredWorkflow>().AddActivity(MeteredWorkflow.FailOnce));
        await worker.ExecuteAsync(() => RunAllAsync(client, worker.Options.TaskQueue!));
    }

    private static async Task RunAllAsync(TemporalClient client, string queue)
    {
        // The second takes the first one's place in the cache, so each is asked whether it has come to its wait.
        var first = await WaitingAsync(client, queue);
        var second = await WaitingAsync(client, queue);
        foreach (var handle in new[] { first, second })
        {
            await handle.SignalAsync(wf => wf.GoOnAsync());
            await handle.GetResultAsync();
        }
        var cancelled = await WaitingAsync(client, queue);
        await cancelled.CancelAsync();
        await Should.ThrowAsync<WorkflowFailedException>(() => cancelled.GetResultAsync());
        await Should.ThrowAsync<WorkflowFailedException>(() => client.ExecuteWorkflowAsync(
            (MeteredWorkflow wf) => wf.RunAsync("fail"), EndToEndFixture.Options(queue)));
    }

    private static async Task<WorkflowHandle<MeteredWorkflow>> WaitingAsync(TemporalClient client, string queue)
    {
        var handle = await client.StartWorkflowAsync(
            (MeteredWorkflow wf) => wf.RunAsync("work"), EndToEndFixture.Options(queue));
        await handle.ExecuteUpdateAsync(wf => wf.UntilItWaitsAsync());
        return handle;
    }

    [Workflow]
    public class MeteredWorkflow
    {
        private bool _waits;
        private bool _mayGoOn;

        [WorkflowRun]
        public async Task RunAsync(string what)
        {
            if (what == "fail")
            {
                throw new ApplicationFailureException("as asked");
            }
            var timeout = TimeSpan.FromSeconds(10);
            var retry = new Temporalio.Common.RetryPolicy { InitialInterval = TimeSpan.FromMilliseconds(1) };
            await Workflow.ExecuteActivityAsync(() => FailOnce(), new() { StartToCloseTimeout = timeout, RetryPolicy = retry });
            await Workflow.ExecuteLocalActivityAsync(
                () => FailOnce(), new() { StartToCloseTimeout = timeout, RetryPolicy = retry });
            _waits = true;
            await Workflow.WaitConditionAsync(() => _mayGoOn);
        }

        [WorkflowUpdate]
        public Task UntilItWaitsAsync() => Workflow.WaitConditionAsync(() => _waits);

        [WorkflowSignal]
        public Task GoOnAsync()
        {
            _mayGoOn = true;
            return Task.CompletedTask;
        }

        [Activity]
        public static void FailOnce()
        {
            if (ActivityExecutionContext.Current.Info.Attempt == 1)
            {
                throw new InvalidOperationException("first attempt");
            }
        }
    }

    /// <summary>Keeps every value by name and tags, less what every metric has.</summary>
    private sealed class Meter : ICustomMetricMeter
    {
        private static readonly string[] _common = ["namespace", "service_name", "task_queue"];

        private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> _values = new();

        /// <summary>Gets names with the keys of tags; calls of the server are others' subject.</summary>
        public IEnumerable<string> Names => _values.Keys
            .Select(key => string.Join(' ', key.Split(' ').Select(part => part.Split('=')[0])))
            .Where(name => !name.Contains("request", StringComparison.Ordinal)).Distinct();

        public double Value(string name) =>
            _values.Where(entry => entry.Key.Split(' ')[0] == name).Sum(entry => entry.Value.Sum());

        public double[] Seen(string key) => [.. _values[key]];

        public ICustomMetricCounter<T> CreateCounter<T>(string name, string? unit, string? description)
            where T : struct => new Metric<T>(this, name);

        public ICustomMetricHistogram<T> CreateHistogram<T>(string name, string? unit, string? description)
            where T : struct => new Metric<T>(this, name);

        public ICustomMetricGauge<T> CreateGauge<T>(string name, string? unit, string? description)
            where T : struct => new Metric<T>(this, name);

        public object CreateTags(object? appendFrom, IReadOnlyCollection<KeyValuePair<string, object>> tags) =>
            (appendFrom as string ?? string.Empty) + string.Concat(
                tags.Where(tag => !_common.Contains(tag.Key)).OrderBy(tag => tag.Key).Select(tag => $" {tag.Key}={tag.Value}"));

        private void Keep<T>(string name, T value, object tags) => _values
            .GetOrAdd(name["temporal_".Length..] + tags, _ => new())
            .Enqueue(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture));

        private sealed class Metric<T>(Meter meter, string name)
            : ICustomMetricCounter<T>, ICustomMetricHistogram<T>, ICustomMetricGauge<T>
            where T : struct
        {
            public void Add(T value, object tags) => meter.Keep(name, value, tags);

            public void Record(T value, object tags) => meter.Keep(name, value, tags);

            public void Set(T value, object tags) => meter.Keep(name, value, tags);
        }
    }
}
