using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Temporalio.Api.History.V1;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Workflows;
using ApiReason = Temporalio.Api.Enums.V1.SuggestContinueAsNewReason;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Time, identity, randomness and the like of a run: what workflow code reads.</summary>
internal sealed class RunState
{
    private readonly WorkflowRuntimeSettings _settings;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly string _seedRunId;
    private DeterministicRandom? _random;
    private bool _isReplayedTask;
    private ILogger? _logger;
    private MetricMeter? _meter;
    private DateTime _taskTime;
    private long _taskEntered;

    public RunState(WorkflowRuntimeSettings settings, WorkflowStart start)
    {
        _settings = settings;
        DataConverter = settings.DataConverter.WithSerializationContext(
            new ISerializationContext.Workflow(settings.Namespace, start.WorkflowId));
        Info = WorkflowInfoReader.Read(settings, start, DataConverter);
        _seedRunId = start.Attributes.OriginalExecutionRunId;
        UtcNow = start.FirstTaskTime;
    }

    public WorkflowInfo Info { get; }

    public DataConverter DataConverter { get; }

    public IPayloadConverter PayloadConverter => DataConverter.PayloadConverter;

    public IFailureConverter FailureConverter => DataConverter.FailureConverter;

    public CancellationToken CancellationToken => _cancellation.Token;

    public bool CancelRequested => _cancellation.IsCancellationRequested;

    public DateTime UtcNow { get; private set; }

    /// <summary>Gets the workflow's time moved on by the real time since the task began.</summary>
    public DateTime ElapsedNow
    {
        get
        {
            var now = _taskTime + Stopwatch.GetElapsedTime(_taskEntered);
            return now > UtcNow ? now : UtcNow;
        }
    }

    /// <summary>Gets a value indicating whether history is replayed, or a query answered: what it does leaves no trace either.</summary>
    public bool IsReplaying => _isReplayedTask || InQuery;

    public bool InQuery { get; set; }

    public bool InValidator { get; set; }

    public bool IsReplayingHistoryEvents => _isReplayedTask && !InQuery && !InValidator;

    public int HistoryLength { get; private set; }

    public int HistorySize { get; private set; }

    public bool ContinueAsNewSuggested { get; private set; }

    public IReadOnlyCollection<SuggestContinueAsNewReason> ContinueAsNewReasons { get; private set; } = [];

    public bool TargetDeploymentVersionChanged { get; private set; }

    public WorkerDeploymentVersion? DeploymentVersion { get; private set; }

    public string CurrentDetails { get; set; } = string.Empty;

    public DeterministicRandom Random => _random ??= new(RandomSeed.Of(_seedRunId));

    public ILogger Logger => _logger ??= new ReplaySafeLogger(
        _settings.LoggerFactory.CreateLogger($"Temporalio.Workflow:{Info.WorkflowType}"), this);

    public MetricMeter MetricMeter => _meter ??= new ReplaySafeMeter(
        _settings.MetricMeter.WithTags(
        [
            new("namespace", Info.Namespace),
            new("task_queue", Info.TaskQueue),
            new("workflow_type", Info.WorkflowType),
        ]),
        this);

    public void RequestCancel() => _cancellation.Cancel();

    public void Reseed(string runId) => _random = new(RandomSeed.Of(runId));

    public Guid NewGuid()
    {
        var bytes = new byte[16];
        Random.NextBytes(bytes);
        // Version 4, variant 1, in the places where Guid expects them.
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes);
    }

    /// <summary>A workflow task begins.</summary>
    public void EnterTask(WorkflowTaskMoment moment)
    {
        UtcNow = moment.Time > UtcNow ? moment.Time : UtcNow;
        _taskTime = UtcNow;
        _taskEntered = Stopwatch.GetTimestamp();
        _isReplayedTask = moment.IsReplaying;
        DeploymentVersion = moment.DeploymentVersion;
        HistoryLength = (int)moment.StartedEventId;
        if (moment.Started is { } started)
        {
            HistorySize = (int)started.HistorySizeBytes;
            ContinueAsNewSuggested = started.SuggestContinueAsNew;
            TargetDeploymentVersionChanged = started.TargetWorkerDeploymentVersionChanged;
            ContinueAsNewReasons = ReadReasons(started);
        }
    }

    /// <summary>Local activities move time forward to their completion.</summary>
    public void AdvanceTo(DateTime time) => UtcNow = time > UtcNow ? time : UtcNow;

    private static SuggestContinueAsNewReason[] ReadReasons(WorkflowTaskStartedEventAttributes started) =>
        started.SuggestContinueAsNewReasons.Count == 0
            ? []
            : [.. started.SuggestContinueAsNewReasons.Select(static (ApiReason r) => (SuggestContinueAsNewReason)r)];
}

/// <summary>The workflow task that an activation belongs to.</summary>
internal readonly record struct WorkflowTaskMoment(
    DateTime Time,
    long StartedEventId,
    WorkflowTaskStartedEventAttributes? Started,
    WorkerDeploymentVersion? DeploymentVersion,
    bool IsReplaying);
