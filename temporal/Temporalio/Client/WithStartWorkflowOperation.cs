using System.Linq.Expressions;
using Temporalio.Api.Common.V1;
using Temporalio.Common;
using Temporalio.Workflows;

namespace Temporalio.Client;

/// <summary>A start of a workflow that goes with something else, in one call.</summary>
public abstract class WithStartWorkflowOperation : ICloneable
{
    private int _used;

    private protected WithStartWorkflowOperation(
        string workflow, IReadOnlyCollection<object?> args, WorkflowOptions options)
    {
        Workflow = workflow;
        Args = args;
        Options = options;
    }

    /// <summary>Workflow type.</summary>
    public string Workflow { get; set; }

    /// <summary>Arguments; they must be convertible.</summary>
    public IReadOnlyCollection<object?> Args { get; set; }

    /// <summary>Options of the start.</summary>
    public WorkflowOptions Options { get; set; }

    /// <summary>Headers, which interceptors may set.</summary>
    /// <value>Null: none.</value>
    public IDictionary<string, Payload>? Headers { get; set; }

    /// <summary>Makes a start.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="workflowRunCall">Call of the run method.</param>
    /// <param name="options">Options; id, task queue and conflict policy are required.</param>
    /// <returns>The start.</returns>
    public static WithStartWorkflowOperation<WorkflowHandle<TWorkflow, TResult>> Create<TWorkflow, TResult>(
        Expression<Func<TWorkflow, Task<TResult>>> workflowRunCall, WorkflowOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(workflowRunCall);
        return new(
            WorkflowDefinition.NameFromRunMethodForCall(method),
            args,
            options,
            static (client, id, runId) => new(client, id, RunId: null, ResultRunId: runId, FirstExecutionRunId: runId));
    }

    /// <summary>Makes a start.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <param name="workflowRunCall">Call of the run method.</param>
    /// <param name="options">Options; id, task queue and conflict policy are required.</param>
    /// <returns>The start.</returns>
    public static WithStartWorkflowOperation<WorkflowHandle<TWorkflow>> Create<TWorkflow>(
        Expression<Func<TWorkflow, Task>> workflowRunCall, WorkflowOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(workflowRunCall);
        return new(
            WorkflowDefinition.NameFromRunMethodForCall(method),
            args,
            options,
            static (client, id, runId) => new(client, id, RunId: null, ResultRunId: runId, FirstExecutionRunId: runId));
    }

    /// <summary>Makes a start.</summary>
    /// <param name="workflow">Workflow type.</param>
    /// <param name="args">Arguments; they must be convertible.</param>
    /// <param name="options">Options; id, task queue and conflict policy are required.</param>
    /// <returns>The start.</returns>
    public static WithStartWorkflowOperation<WorkflowHandle> Create(
        string workflow, IReadOnlyCollection<object?> args, WorkflowOptions options) =>
        new(
            workflow,
            args,
            options,
            static (client, id, runId) => new(client, id, RunId: null, ResultRunId: runId, FirstExecutionRunId: runId));

    /// <summary>Makes a copy that has not been used; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public abstract object Clone();

    /// <summary>Marks the start as used; false when it was already.</summary>
    internal bool TryMarkUsed() => Interlocked.Exchange(ref _used, 1) == 0;

    internal abstract void SetStarted(ITemporalClient client, string runId);

    internal abstract void SetFailed(Exception exception);
}

/// <summary>A start of a workflow that goes with something else, in one call.</summary>
/// <typeparam name="THandle">Type of the handle.</typeparam>
public sealed class WithStartWorkflowOperation<THandle> : WithStartWorkflowOperation
    where THandle : WorkflowHandle
{
    private readonly Func<ITemporalClient, string, string, THandle> _makeHandle;
    private readonly TaskCompletionSource<THandle> _handle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal WithStartWorkflowOperation(
        string workflow,
        IReadOnlyCollection<object?> args,
        WorkflowOptions options,
        Func<ITemporalClient, string, string, THandle> makeHandle)
        : base(workflow, args, options) =>
        _makeHandle = makeHandle;

    /// <summary>Waits until the workflow is started.</summary>
    /// <returns>Handle of the workflow.</returns>
    public Task<THandle> GetHandleAsync() => _handle.Task;

    /// <inheritdoc />
    public override object Clone() =>
        new WithStartWorkflowOperation<THandle>(Workflow, Args, (WorkflowOptions)Options.Clone(), _makeHandle)
        {
            Headers = Headers == null ? null : new Dictionary<string, Payload>(Headers),
        };

    internal override void SetStarted(ITemporalClient client, string runId) =>
        _handle.TrySetResult(_makeHandle(client, Options.Id!, runId));

    internal override void SetFailed(Exception exception)
    {
        if (_handle.TrySetException(exception))
        {
            // Nobody has to look at it: the caller of the update gets the same exception.
            _ = _handle.Task.Exception;
        }
    }
}
