using System.Linq.Expressions;
using Temporalio.Api.Enums.V1;
using Temporalio.Common;
using Temporalio.Workflows;

namespace Temporalio.Client;

/// <summary>Options for starting a workflow.</summary>
public class WorkflowOptions : ICloneable
{
    /// <summary>Creates the options; id and task queue must be set later.</summary>
    public WorkflowOptions()
    {
    }

    /// <summary>Creates the options.</summary>
    /// <param name="id">Workflow id.</param>
    /// <param name="taskQueue">Task queue.</param>
    public WorkflowOptions(string id, string taskQueue)
    {
        Id = id;
        TaskQueue = taskQueue;
    }

    /// <summary>Cron expression by which the workflow runs again and again.</summary>
    /// <value>Null: once.</value>
    public string? CronSchedule { get; set; }

    /// <summary>Longest time of all runs together.</summary>
    /// <value>Null: no limit.</value>
    public TimeSpan? ExecutionTimeout { get; set; }

    /// <summary>Workflow id.</summary>
    /// <value>Null; required.</value>
    public string? Id { get; set; }

    /// <summary>What happens when a workflow with the id is running.</summary>
    /// <value>Unspecified: the start fails.</value>
    public WorkflowIdConflictPolicy IdConflictPolicy { get; set; }

    /// <summary>What happens when a workflow with the id has closed.</summary>
    /// <value>A new one is started.</value>
    public WorkflowIdReusePolicy IdReusePolicy { get; set; } = WorkflowIdReusePolicy.AllowDuplicate;

    /// <summary>Values to show with the workflow; they must be convertible.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyDictionary<string, object>? Memo { get; set; }

    /// <summary>Priority of the tasks.</summary>
    /// <value>Null: none.</value>
    public Priority? Priority { get; set; }

    /// <summary>Whether the first task may be handed to a worker of this client at once.</summary>
    /// <value>False.</value>
    public bool RequestEagerStart { get; set; }

    /// <summary>How the workflow is run again when it fails.</summary>
    /// <value>Null: not at all.</value>
    public RetryPolicy? RetryPolicy { get; set; }

    /// <summary>Options of the call to the server.</summary>
    /// <value>Null: the defaults.</value>
    public RpcOptions? Rpc { get; set; }

    /// <summary>Longest time of one run.</summary>
    /// <value>Null: the execution timeout.</value>
    public TimeSpan? RunTimeout { get; set; }

    /// <summary>Time to wait before the first task.</summary>
    /// <value>Null: none.</value>
    public TimeSpan? StartDelay { get; set; }

    /// <summary>Signal to send with the start.</summary>
    /// <value>Null: none.</value>
    public string? StartSignal { get; set; }

    /// <summary>Arguments of the signal sent with the start; they must be convertible.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<object?>? StartSignalArgs { get; set; }

    /// <summary>Details for people to read, in Markdown, several lines.</summary>
    /// <value>Null: none.</value>
    public string? StaticDetails { get; set; }

    /// <summary>Summary for people to read, in Markdown, one line.</summary>
    /// <value>Null: none.</value>
    public string? StaticSummary { get; set; }

    /// <summary>Task queue.</summary>
    /// <value>Null; required.</value>
    public string? TaskQueue { get; set; }

    /// <summary>Longest time of one workflow task.</summary>
    /// <value>Null: the server's, 10 seconds.</value>
    public TimeSpan? TaskTimeout { get; set; }

    /// <summary>Search attributes.</summary>
    /// <value>Null: none.</value>
    public SearchAttributeCollection? TypedSearchAttributes { get; set; }

    /// <summary>Overrides the versioning behaviour.</summary>
    /// <value>Null: none.</value>
    public VersioningOverride? VersioningOverride { get; set; }

    /// <summary>What a Nexus operation that is carried out by the workflow adds to its start.</summary>
    internal NexusStart? Nexus { get; set; }

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (WorkflowOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        copy.RetryPolicy = RetryPolicy == null ? null : RetryPolicy with { };
        return copy;
    }

    /// <summary>Sends a signal with the start.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <param name="signalCall">Call of the signal method.</param>
    public void SignalWithStart<TWorkflow>(Expression<Func<TWorkflow, Task>> signalCall)
    {
        var (method, args) = ExpressionUtil.ExtractCall(signalCall);
        SignalWithStart(WorkflowSignalDefinition.NameFromMethodForCall(method), args);
    }

    /// <summary>Sends a signal with the start.</summary>
    /// <param name="signal">Name of the signal.</param>
    /// <param name="args">Arguments; they must be convertible.</param>
    public void SignalWithStart(string signal, IReadOnlyCollection<object?> args)
    {
        StartSignal = signal;
        StartSignalArgs = args;
    }
}
