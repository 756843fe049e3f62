using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Protocol.V1;
using Temporalio.Api.Update.V1;
using Temporalio.Common;
using Temporalio.Worker.Workflows.Instance;
using Temporalio.Worker.Workflows.Machines;

namespace Temporalio.Worker.Workflows.Replay;

/// <summary>
/// Plays sequences of history into a workflow: events drive the state machines and become jobs, then the workflow runs.
/// </summary>
/// <remarks>
/// <para>
/// How replay works. A run has no state of its own that could be saved: its state is whatever its code has become by
/// running. So it is rebuilt by running the code again, with every answer it ever got, in the order in which it got them.
/// </para>
/// <para>
/// <b>Cutting.</b> History is a line of workflow tasks, each with the events that led to it and, behind its completion,
/// the events of the commands that the code issued in it. <see cref="HistoryCursor" /> cuts it into sequences that end
/// with a started task whose outcome is known to count; tasks that failed or timed out are skipped, because what the code
/// did in them was thrown away.
/// </para>
/// <para>
/// <b>Looking ahead.</b> Some things the code must know while it runs stand behind the task in which it asks for them:
/// which patches were taken, what local activities gave, which updates were accepted. <see cref="FutureCommands" /> reads
/// them from the command events ahead, before the sequence is played.
/// </para>
/// <para>
/// <b>Playing.</b> Each event of a sequence goes to the state machine of the thing it is about. A command's event must
/// meet the first command that the code has issued and history has not yet confirmed (<see cref="CommandQueue" />); any
/// other event moves its machine on and leaves a job: a result to deliver, a signal, an update, a cancellation. Nothing of
/// the workflow runs meanwhile. Then the jobs are applied in their order (<see cref="JobList" />), which only completes
/// promises and queues tasks, and the workflow runs until it can go no further: tasks first in first out, then the first
/// condition that holds, and again.
/// </para>
/// <para>
/// <b>Checking.</b> What the code issues is kept as commands. In a replayed task they must be those that the events ahead
/// record, in the same order and of the same kind and identity; too many, too few or others are non-determinism, told with
/// the event, what was expected and what was found. In the last, live task there is nothing to compare with, and the
/// commands are sent.
/// </para>
/// <para>
/// <b>End.</b> Replay ends with the last sequence of history, with the first difference, or with the first exception that
/// fails a workflow task. A cached run enters here too, with only the sequence of its newest task.
/// </para>
/// </remarks>
internal sealed class HistoryPlayer(WorkflowRuntimeSettings settings, string workflowId, string runId)
{
    private readonly CommandQueue _commands = new();
    private readonly JobList _jobs = new();
    private HistoryEvent? _startedEvent;
    private HistoryEvent? _lastTaskStarted;
    private WorkerDeploymentVersion? _seenDeployment;

    /// <summary>Gets the workflow; null before its first task.</summary>
    public WorkflowInstance? Instance { get; private set; }

    public CommandQueue Commands => _commands;

    public SdkFlags Flags { get; } = new();

    /// <summary>Gets whether the latest workflow task had something to tell the workflow.</summary>
    public bool TaskHadJobs { get; private set; }

    /// <summary>Plays a sequence.</summary>
    /// <param name="sequence">
    /// Events, ending with a started task unless the run is closed or the rest of history has none.
    /// </param>
    /// <param name="ahead">Events behind the sequence.</param>
    /// <param name="messages">Protocol messages of the task, if this is its last sequence.</param>
    /// <param name="isLive">Whether the commands will be sent instead of compared with history.</param>
    public void Play(
        IReadOnlyList<HistoryEvent> sequence,
        IEnumerable<HistoryEvent> ahead,
        IEnumerable<Message> messages,
        bool isLive)
    {
        var future = FutureCommands.Read(ahead, Flags);
        var pending = PendingUpdates(future, messages, isLive);
        _lastTaskStarted = null;
        var afterCommands = false;
        foreach (var e in sequence)
        {
            DeliverUpdates(pending, e.EventId);
            CheckCommandsRecorded(e, ref afterCommands);
            Apply(e, isLive);
        }
        DeliverUpdates(pending, long.MaxValue);
        if (afterCommands && _lastTaskStarted == null)
        {
            _commands.RequireAllRecorded(null);
        }
        if (_lastTaskStarted != null)
        {
            Run(future, isLive);
        }
    }

    private static void DeliverUpdates(Queue<(long After, Action Deliver)> pending, long nextEventId)
    {
        while (pending.TryPeek(out var update) && update.After < nextEventId)
        {
            pending.Dequeue().Deliver();
        }
    }

    /// <summary>
    /// Behind a completed task its commands' events come first; then no sent command may be without its event.
    /// </summary>
    private void CheckCommandsRecorded(HistoryEvent e, ref bool afterCommands)
    {
        if (e.EventType == EventType.WorkflowTaskCompleted)
        {
            afterCommands = true;
        }
        else if (afterCommands && !HistoryEvents.IsCommandEvent(e))
        {
            afterCommands = false;
            _commands.RequireAllRecorded(e);
        }
    }

    private Queue<(long After, Action Deliver)> PendingUpdates(
        FutureCommands future, IEnumerable<Message> messages, bool isLive)
    {
        var pending = new Queue<(long, Action)>();
        if (!isLive)
        {
            foreach (var accepted in future.AcceptedUpdates)
            {
                pending.Enqueue((accepted.AcceptedRequestSequencingEventId, () => AddUpdate(new(
                    _commands,
                    accepted.ProtocolInstanceId,
                    accepted.AcceptedRequestMessageId,
                    accepted.AcceptedRequestSequencingEventId,
                    accepted.AcceptedRequest,
                    isReplay: true))));
            }
        }
        foreach (var message in messages)
        {
            if (message.Body.TryUnpack<Request>(out var request))
            {
                pending.Enqueue((message.EventId, () => AddUpdate(new(
                    _commands, message.ProtocolInstanceId, message.Id, message.EventId, request, isReplay: false))));
            }
        }
        return pending;
    }

    private void AddUpdate(UpdateMachine update) => _jobs.Add(JobOrder.SignalOrUpdate, JobKind.Update, update);

    private void Run(FutureCommands future, bool isLive)
    {
        var moment = new WorkflowTaskMoment(
            _lastTaskStarted!.EventTime.ToDateTime(),
            _lastTaskStarted.EventId,
            _lastTaskStarted.WorkflowTaskStartedEventAttributes,
            isLive ? settings.DeploymentVersion : future.DeploymentVersion ?? _seenDeployment,
            IsReplaying: !isLive);
        Instance ??= CreateInstance(moment.Time);
        Instance.Run.EnterTask(moment);
        Instance.Patches.UpsertsChangeVersion = isLive || Flags.PatchUpserts;
        foreach (var patchId in future.PatchIds)
        {
            Instance.Patches.Notify(patchId);
        }
        Instance.LocalActivities.Notify(future.LocalActivities);
        settings.TaskStarting?.Invoke(new(Instance.Run.Info, Instance.Definition));
        try
        {
            Activate(Instance);
            if (!isLive)
            {
                // Said long ago.
                _commands.TakeMessages();
            }
        }
        finally
        {
            settings.TaskCompleted?.Invoke(new(Instance.Run.Info, Instance.Definition, Instance.TaskFailure));
        }
    }

    /// <summary>Runs the workflow, again and again while machines have something to tell by themselves.</summary>
    private void Activate(WorkflowInstance instance)
    {
        TaskHadJobs = !_jobs.IsEmpty;
        instance.Activate(_jobs.Take());
        RunLocalJobs(instance);
    }

    /// <summary>
    /// Tells the workflow what its machines have made without an event, such as the end of a local activity.
    /// </summary>
    public void RunLocalJobs(WorkflowInstance instance)
    {
        while (instance.TaskFailure == null &&
            (!_commands.LocalJobs.IsEmpty || instance.LocalActivities.TryResolveRecorded()))
        {
            instance.Activate(_commands.LocalJobs.Take());
        }
        _commands.Seal();
    }

    private WorkflowInstance CreateInstance(DateTime firstTaskTime)
    {
        var started = _startedEvent ?? throw new InvalidOperationException(
            $"History of workflow {workflowId} run {runId} does not begin with WorkflowExecutionStarted");
        var attributes = started.WorkflowExecutionStartedEventAttributes;
        return new(
            settings,
            settings.Registry.Find(attributes.WorkflowType.Name),
            new(workflowId, runId, attributes, started.EventTime.ToDateTime(), firstTaskTime),
            _commands);
    }

    private void Apply(HistoryEvent e, bool isLive)
    {
        if (HistoryEvents.IsCommandEvent(e))
        {
            _commands.Match(e);
            return;
        }
        switch (e.EventType)
        {
            case EventType.WorkflowExecutionStarted:
                _startedEvent = e;
                _jobs.Add(JobOrder.Initialize, JobKind.Initialize, e);
                break;
            case EventType.WorkflowTaskStarted:
                _lastTaskStarted = e;
                break;
            case EventType.WorkflowTaskCompleted:
                Flags.Read(e.WorkflowTaskCompletedEventAttributes.SdkMetadata);
                _seenDeployment =
                    FutureCommands.DeploymentOf(e.WorkflowTaskCompletedEventAttributes) ?? _seenDeployment;
                break;
            case EventType.WorkflowTaskFailed:
                OnTaskFailed(e.WorkflowTaskFailedEventAttributes);
                break;
            case EventType.WorkflowExecutionSignaled:
                _jobs.Add(JobOrder.SignalOrUpdate, JobKind.Signal, e);
                break;
            case EventType.WorkflowExecutionCancelRequested:
                _jobs.Add(JobOrder.Other, JobKind.CancelWorkflow, e);
                break;
            case EventType.WorkflowExecutionUpdateAdmitted:
                OnUpdateAdmitted(e, isLive);
                break;
            default:
                ApplyToMachine(e);
                break;
        }
    }

    private void ApplyToMachine(HistoryEvent e)
    {
        if (EventOwner.IdOf(e) is { } id)
        {
            _commands.Find(id, e).OnEvent(e, _jobs);
        }
        else if (!EventOwner.IsIgnorable(e))
        {
            throw new InvalidOperationException($"Unknown history event {e.EventType} with id {e.EventId}");
        }
    }

    private void OnTaskFailed(WorkflowTaskFailedEventAttributes failed)
    {
        if (failed.Cause == WorkflowTaskFailedCause.ResetWorkflow)
        {
            _jobs.Add(JobOrder.RandomSeed, JobKind.RandomSeed, failed.NewRunId);
        }
    }

    /// <summary>After a reset, updates of the old run come as events, with the request, instead of messages.</summary>
    private void OnUpdateAdmitted(HistoryEvent e, bool isLive)
    {
        var request = e.WorkflowExecutionUpdateAdmittedEventAttributes.Request;
        AddUpdate(new(
            _commands,
            request.Meta.UpdateId,
            $"{request.Meta.UpdateId}/request",
            e.EventId,
            request,
            isReplay: !isLive));
    }
}
