using System.Diagnostics;
using System.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Runtime;
using Temporalio.Worker.Activities;
using Temporalio.Worker.Interceptors;
using Temporalio.Worker.Nexus;
using Temporalio.Worker.Tuning;
using Temporalio.Worker.Workflows;
using Temporalio.Worker.Workflows.LocalActivities;
using Temporalio.Worker.Workflows.Scheduling;
using Temporalio.Worker.Workflows.Tasks;

namespace Temporalio.Worker;

/// <summary>Makes the halves of a worker from its options.</summary>
internal sealed class WorkerParts
{
    private const int DefaultConcurrency = 100;
    private readonly TemporalWorkerOptions _options;
    private readonly IWorkerClient _client;
    private string _stickyQueue = string.Empty;

    public WorkerParts(TemporalWorker worker)
    {
        _options = worker.Options;
        _client = worker.Client;
        Identity = _options.Identity ?? ConnectionOf(_client).Options.Identity ?? DefaultIdentity();
        BuildId = _options.BuildId ?? _options.DeploymentOptions?.Version?.BuildId ?? DefaultBuildId();
        Metrics = RuntimeOf(_client).Metrics.WithTags(
        [
            new("namespace", _client.Options.Namespace),
            new("task_queue", _options.TaskQueue!),
        ]);
        Metrics.Counter("worker_start", "Workers that were made").Add(1);
        Interceptors =
        [
            .. (_client.Options.Interceptors ?? []).OfType<IWorkerInterceptor>(),
            .. _options.Interceptors ?? [],
        ];
        if (_options.Activities.Count > 0 && !_options.LocalActivityWorkerOnly)
        {
            ActivityWorker = ActivityWorkerFactory.Create(worker, this);
        }
        if (_options.NexusServices.Count > 0)
        {
            NexusWorker = NexusWorkerFactory.Create(worker, this);
        }
        if (_options.Workflows.Count > 0)
        {
            BuildWorkflowWorker(worker);
        }
    }

    public string Identity { get; }

    public string BuildId { get; }

    public string InstanceKey { get; } = Guid.NewGuid().ToString();

    /// <summary>Gets what the halves of the worker measure with.</summary>
    public SdkMetrics Metrics { get; }

    /// <summary>Gets the interceptors of client and worker, outermost first.</summary>
    public IReadOnlyCollection<IWorkerInterceptor> Interceptors { get; }

    public IActivityWorker? ActivityWorker { get; }

    public NexusWorker? NexusWorker { get; }

    public WorkflowTaskProcessor? WorkflowProcessor { get; private set; }

    public WorkflowWorker? WorkflowWorker { get; private set; }

    private SlotSupplier WorkflowSlotSupplier => _options.Tuner?.WorkflowTaskSlotSupplier ??
        new FixedSizeSlotSupplier(_options.MaxConcurrentWorkflowTasks ?? DefaultConcurrency);

    public static ITemporalConnection ConnectionOf(IWorkerClient client) =>
        client.BridgeClientProvider as ITemporalConnection ??
        throw new ArgumentException("Client of a worker must have a TemporalConnection");

    public static TemporalRuntime RuntimeOf(IWorkerClient client) =>
        ConnectionOf(client).Options.Runtime ?? TemporalRuntime.Default;

    public static Task ConnectAsync(IWorkerClient client) => ConnectionOf(client).ConnectAsync();

    public static IReadOnlyList<ITemporalWorkerPlugin> PluginsOf(IWorkerClient client, TemporalWorkerOptions options) =>
    [
        .. (client.Options.Plugins ?? []).OfType<ITemporalWorkerPlugin>(),
        .. options.Plugins ?? [],
    ];

    /// <summary>Checks the options; all faults at once.</summary>
    public static void Validate(TemporalWorkerOptions options)
    {
        List<string> faults = [];
        void Check(bool isFault, string fault)
        {
            if (isFault)
            {
                faults.Add(fault);
            }
        }
        Check(string.IsNullOrEmpty(options.TaskQueue), "Task queue must be provided when TemporalWorkerOptions is configured");
        Check(
            options.Workflows.Count == 0 && options.Activities.Count == 0 && options.NexusServices.Count == 0,
            "Must have at least one workflow, activity, or Nexus service");
        Check(
            options.Tuner != null && (options.MaxConcurrentWorkflowTasks ?? options.MaxConcurrentActivities ??
                options.MaxConcurrentLocalActivities ?? options.MaxConcurrentNexusTasks) != null,
            "Cannot set both Tuner and any of MaxConcurrentWorkflowTasks, MaxConcurrentActivities, " +
            "MaxConcurrentLocalActivities, or MaxConcurrentNexusTasks.");
        Check(
            options.MaxConcurrentWorkflowTasks < 1 || options.MaxConcurrentActivities < 1 ||
                options.MaxConcurrentLocalActivities < 1 || options.MaxConcurrentNexusTasks < 1,
            FixedSizeSlotSupplier.NoSlot);
        Check(options.MaxCachedWorkflows < 0, "MaxCachedWorkflows cannot be negative");
        Check(
            options.NonStickyToStickyPollRatio is < 0 or > 1, "NonStickyToStickyPollRatio must be between 0 and 1");
        Check(
            options.DeploymentOptions is { UseWorkerVersioning: true, Version: null },
            "DeploymentOptions with UseWorkerVersioning must have a Version");
        faults.AddRange(VersioningFaults.Of(options));
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", faults));
        }
        PollingFaults.Refuse(options);
    }

    /// <summary>Says hello and goodbye for all halves together.</summary>
    public WorkerRegistration Registration(TemporalWorker worker)
    {
        var farewell = new ShutdownWorkerRequest
        {
            Namespace = _client.Options.Namespace,
            StickyTaskQueue = _stickyQueue,
            Identity = Identity,
            Reason = "graceful shutdown",
            WorkerInstanceKey = InstanceKey,
            TaskQueue = _options.TaskQueue,
        };
        void Add(object? half, TaskQueueType type)
        {
            if (half != null)
            {
                farewell.TaskQueueTypes.Add(type);
            }
        }
        Add(WorkflowWorker, TaskQueueType.Workflow);
        Add(ActivityWorker, TaskQueueType.Activity);
        Add(NexusWorker, TaskQueueType.Nexus);
        return new(
            () => ConnectionOf(worker.Client).WorkflowService,
            farewell,
            WorkerLog());
    }

    /// <summary>Makes the gate of a kind of slots.</summary>
    public ISlotGate GateOf(SlotType type)
    {
        var supplier = type switch
        {
            SlotType.Workflow => WorkflowSlotSupplier,
            SlotType.Activity => _options.Tuner?.ActivityTaskSlotSupplier ??
                new FixedSizeSlotSupplier(_options.MaxConcurrentActivities ?? DefaultConcurrency),
            SlotType.NexusOperation => _options.Tuner?.NexusTaskSlotSupplier ??
                new FixedSizeSlotSupplier(_options.MaxConcurrentNexusTasks ?? DefaultConcurrency),
            _ => _options.Tuner?.LocalActivitySlotSupplier ??
                new FixedSizeSlotSupplier(_options.MaxConcurrentLocalActivities ?? DefaultConcurrency),
        };
        return new MeteredSlotGate(
            SlotGates.Create(supplier, type, _options.TaskQueue!, Identity, BuildId, WorkerLog()),
            Metrics,
            type,
            (supplier as FixedSizeSlotSupplier)?.SlotCount);
    }

    private ILogger WorkerLog() => (_options.LoggerFactory ?? _client.Options.LoggerFactory).CreateLogger<TemporalWorker>();

    private static string DefaultIdentity()
    {
        using var process = Process.GetCurrentProcess();
        return $"{process.Id}@{Environment.MachineName}";
    }

    private static string DefaultBuildId() =>
        (Assembly.GetEntryAssembly() ?? typeof(WorkerParts).Assembly).ManifestModule.ModuleVersionId.ToString();

    public static int MaxPolls(PollerBehavior? behavior, int configured) => behavior switch
    {
        PollerBehavior.SimpleMaximum simple => simple.Maximum,
        PollerBehavior.Autoscaling scaling => scaling.Initial,
        _ => configured,
    };

    private void BuildWorkflowWorker(TemporalWorker worker)
    {
        var settings = RuntimeSettings(worker);
        var taskSettings = TaskSettings();
        _stickyQueue = taskSettings.Sticky?.WorkerTaskQueue.Name ?? string.Empty;
        var service = new WorkflowTaskService(() => ConnectionOf(worker.Client).WorkflowService);
        var localActivities = new LocalActivityRunner(
            settings.LocalActivities!,
            Interceptors,
            GateOf(SlotType.LocalActivity),
            settings.LoggerFactory,
            settings.MetricMeter,
            new(Metrics),
            () => worker.Client as ITemporalClient);
        WorkflowProcessor = new(settings, taskSettings, service, queue => EagerWorkerOf(queue, worker.Client), localActivities);
        var (normal, sticky) = WorkflowPollers(taskSettings.Sticky != null);
        WorkflowWorker = new(
            taskSettings,
            service,
            WorkflowProcessor,
            GateOf(SlotType.Workflow),
            normal,
            sticky,
            _options.DisableWorkflowTracingEventListener ? static () => null : WorkflowTaskListener.Use,
            taker => EagerStarts.Register(
                ConnectionOf(worker.Client), _client.Options.Namespace, _options.TaskQueue!, taker),
            RuntimeOf(_client).CoreLoggerOr(settings.LoggerFactory.CreateLogger<WorkflowWorker>()));
    }

    /// <summary>
    /// Divides the polls over the two queues. A poll holds a slot while it waits, so neither queue may have as many polls
    /// as there are slots for sure: the other one would never be asked.
    /// </summary>
    private (int Normal, int Sticky) WorkflowPollers(bool isSticky)
    {
        var polls = MaxPolls(_options.WorkflowTaskPollerBehavior, _options.MaxConcurrentWorkflowTaskPolls);
        if (!isSticky)
        {
            return (polls, 0);
        }
        var most = Math.Max(1, CertainWorkflowSlots() - 1);
        var normal = Math.Max(1, (int)Math.Round(polls * _options.NonStickyToStickyPollRatio));
        return (Math.Min(normal, most), Math.Min(Math.Max(1, polls - normal), most));
    }

    private int CertainWorkflowSlots() => WorkflowSlotSupplier switch
    {
        FixedSizeSlotSupplier fixedSize => fixedSize.SlotCount,
        ResourceBasedSlotSupplier { Options.MinimumSlots: { } minimum } => minimum,
        _ => int.MaxValue,
    };

    private WorkflowRuntimeSettings RuntimeSettings(TemporalWorker worker) => new()
    {
        Namespace = _client.Options.Namespace,
        TaskQueue = _options.TaskQueue!,
        DataConverter = _client.Options.DataConverter,
        Registry = new(_options.Workflows),
        LocalActivities = new(_options.Activities),
        LoggerFactory = _options.LoggerFactory ?? _client.Options.LoggerFactory,
        MetricMeter = RuntimeOf(_client).MetricMeter,
        Interceptors = Interceptors,
        FailureExceptionTypes = _options.WorkflowFailureExceptionTypes ?? [],
        StackTrace = _options.WorkflowStackTrace,
        PatchActivation = _options.PatchActivationCallback,
        DisableEagerActivities = _options.DisableEagerActivityExecution,
        TracesTasks = !_options.DisableWorkflowTracingEventListener,
        DebugMode = _options.DebugMode,
        DeploymentVersion = _options.DeploymentOptions?.Version ?? new(string.Empty, BuildId),
        TaskStarting = _options.HasWorkflowTaskListeners ? args => _options.OnTaskStarting(worker, args) : null,
        TaskCompleted = _options.HasWorkflowTaskListeners ? args => _options.OnTaskCompleted(worker, args) : null,
    };

    /// <summary>
    /// What takes activities of a queue without a poll: this worker, or another one of the process. With versions only
    /// this one, since the server routes the activities of other queues.
    /// </summary>
    private IEagerActivities? EagerWorkerOf(string queue, IWorkerClient client) => queue == _options.TaskQueue
        ? _options.MaxTaskQueueActivitiesPerSecond == null ? ActivityWorker : null
        : _options.DeploymentOptions == null
            ? EagerActivityWorkers.Find(ConnectionOf(client), _client.Options.Namespace, queue)
            : null;

    private WorkflowTaskSettings TaskSettings() => new()
    {
        Namespace = _client.Options.Namespace,
        Identity = Identity,
        BuildId = BuildId,
        InstanceKey = InstanceKey,
        NormalQueue = new() { Name = _options.TaskQueue, Kind = TaskQueueKind.Normal },
        // With a single slot only one queue can be polled, and it must be the one that new workflows come to.
        Sticky = _options.MaxCachedWorkflows == 0 || CertainWorkflowSlots() == 1
            ? null
            : new()
            {
                WorkerTaskQueue = new()
                {
                    Name = $"{Identity}-{Guid.NewGuid():N}",
                    Kind = TaskQueueKind.Sticky,
                    NormalName = _options.TaskQueue,
                },
                ScheduleToStartTimeout = Duration.FromTimeSpan(_options.StickyQueueScheduleToStartTimeout),
            },
        MaxCachedWorkflows = _options.MaxCachedWorkflows,
        MaxEagerActivities = _options.MaxEagerActivityReservationsPerWorkflowTask,
        Deployment = DeploymentProto(),
        UseLegacyVersioning = _options.UseWorkerVersioning,
        Metrics = new(Metrics),
        DefaultVersioningBehavior = _options.DeploymentOptions?.DefaultVersioningBehavior ?? default,
    };

    public Api.Deployment.V1.WorkerDeploymentOptions? DeploymentProto() =>
        _options.DeploymentOptions is not { Version: { } version } deployment
            ? null
            : new()
            {
                DeploymentName = version.DeploymentName,
                BuildId = version.BuildId,
                WorkerVersioningMode = deployment.UseWorkerVersioning
                    ? WorkerVersioningMode.Versioned
                    : WorkerVersioningMode.Unversioned,
            };
}
