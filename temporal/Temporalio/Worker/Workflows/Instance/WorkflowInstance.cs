using Temporalio.Api.History.V1;
using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;
using Temporalio.Worker.Workflows.Machines;
using Temporalio.Worker.Workflows.Scheduling;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>
/// A live workflow: its user object plus one collaborator per thing a workflow can do. This class only wires them
/// together and runs the event loop.
/// </summary>
internal sealed class WorkflowInstance
{
    private int _untracedDepth;

    public WorkflowInstance(
        WorkflowRuntimeSettings settings, WorkflowDefinition definition, WorkflowStart start, CommandQueue commands)
    {
        Settings = settings;
        Definition = definition;
        Commands = commands;
        Scheduler = new(this);
        Run = new(settings, start);
        Patches = new(this);
        Upserts = new(this, start.Attributes);
        Activities = new(this);
        LocalActivities = new(this);
        Timers = new(this);
        Conditions = new(this);
        Children = new(this);
        Externals = new(this);
        Nexus = new(this);
        Handlers = new();
        Signals = new(this);
        Queries = new(this);
        Updates = new(this);
        Stacks = new(settings.StackTrace);
        Main = new(this, start.Attributes);
    }

    /// <summary>Gets the instance whose task the current thread runs; null outside of workflows.</summary>
    public static WorkflowInstance? Current => (TaskScheduler.Current as WorkflowScheduler)?.Instance;

    public WorkflowRuntimeSettings Settings { get; }

    public WorkflowDefinition Definition { get; }

    public CommandQueue Commands { get; }

    public WorkflowScheduler Scheduler { get; }

    public RunState Run { get; }

    public PatchCalls Patches { get; }

    public UpsertCalls Upserts { get; }

    public ActivityCalls Activities { get; }

    public LocalActivityCalls LocalActivities { get; }

    public TimerCalls Timers { get; }

    public ConditionWaits Conditions { get; }

    public ChildWorkflowCalls Children { get; }

    public ExternalWorkflowCalls Externals { get; }

    public NexusCalls Nexus { get; }

    public HandlerTracker Handlers { get; }

    public SignalHandlers Signals { get; }

    public QueryHandlers Queries { get; }

    public UpdateHandlers Updates { get; }

    public StackTraces Stacks { get; }

    public MainRoutine Main { get; }

    /// <summary>Gets the chain of incoming calls, set by the first activation.</summary>
    public WorkflowInboundInterceptor Inbound { get; private set; } = null!;

    /// <summary>Gets or sets the chain of outgoing calls, set when the incoming chain is initialised.</summary>
    public WorkflowOutboundInterceptor Outbound { get; set; } = null!;

    /// <summary>Gets whether leaving the scheduler is noticed just now.</summary>
    public bool IsTraced => Settings.TracesTasks && _untracedDepth == 0;

    /// <summary>Gets the error that fails the current workflow task, if any.</summary>
    public Exception? TaskFailure { get; private set; }

    /// <summary>
    /// Applies jobs, starts the workflow if it has not started, and runs it until it can go no further. Jobs only
    /// complete things and queue tasks; so every job is applied before the first task runs.
    /// </summary>
    public void Activate(List<Job> jobs) => Scheduler.RunNow(static state =>
    {
        var (self, jobs) = ((WorkflowInstance, List<Job>))state!;
        // Interceptors may look at the workflow while they are chained, so that happens on its scheduler.
        self.Inbound ??= InterceptorChain.Build(self);
        self.Apply(jobs);
        self.Main.EnsureQueued();
        self.RunUntilStuck();
        self.Main.WarnOfUnfinishedHandlers();
    }, (this, jobs));

    /// <summary>
    /// Runs code that may leave the scheduler, because nothing comes back from there; so it may issue no commands.
    /// </summary>
    public T Untraced<T>(Func<T> code)
    {
        var issued = Commands.IssuedCount;
        _untracedDepth++;
        try
        {
            var result = code();
            return Commands.IssuedCount == issued
                ? result
                : throw new InvalidOperationException(
                    "Function during tracing event listener disabling created workflow commands");
        }
        finally
        {
            _untracedDepth--;
        }
    }

    /// <summary>Fails the current workflow task: the run waits until its code is repaired.</summary>
    public void FailTask(Exception e) => TaskFailure ??= e;

    /// <summary>An exception has left the run method or a signal handler.</summary>
    public void OnUnhandledException(Exception e)
    {
        if (e is ContinueAsNewException continuation)
        {
            Main.ContinueAsNew(continuation);
        }
        else if (Run.CancelRequested && TemporalException.IsCanceledException(e))
        {
            Main.Cancel();
        }
        else if (IsWorkflowFailure(e))
        {
            Main.Fail(e);
        }
        else
        {
            FailTask(e);
        }
    }

    /// <summary>Whether an exception fails the workflow (or update) instead of the workflow task.</summary>
    public bool IsWorkflowFailure(Exception e) =>
        e is FailureException or OperationCanceledException ||
        Main.FailureExceptionTypes.Any(t => t.IsInstanceOfType(e)) ||
        Settings.FailureExceptionTypes.Any(t => t.IsInstanceOfType(e));

    private void RunUntilStuck()
    {
        do
        {
            Scheduler.RunReady();
        }
        while (TaskFailure == null && Conditions.ReleaseFirst());
    }

    private void Apply(List<Job> jobs)
    {
        foreach (var job in jobs)
        {
            if (Main.FailedToStart)
            {
                // Nobody is there to receive the rest.
                return;
            }
            switch (job.Kind)
            {
                case JobKind.Initialize:
                    Main.Initialize();
                    break;
                case JobKind.RandomSeed:
                    Run.Reseed((string)job.Payload);
                    break;
                case JobKind.Signal:
                    Signals.Receive(((HistoryEvent)job.Payload).WorkflowExecutionSignaledEventAttributes);
                    break;
                case JobKind.Update:
                    Updates.Receive((UpdateMachine)job.Payload);
                    break;
                case JobKind.CancelWorkflow:
                    Run.RequestCancel();
                    break;
                case JobKind.Deliver:
                    ((Machine)job.Payload).Deliver();
                    break;
                default:
                    throw new InvalidOperationException($"Unknown job {job.Kind}");
            }
        }
    }
}
