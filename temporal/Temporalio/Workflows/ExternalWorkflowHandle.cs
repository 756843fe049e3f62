using System.Linq.Expressions;
using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>Another workflow, seen from a workflow.</summary>
public abstract class ExternalWorkflowHandle
{
    /// <summary>Gets the workflow id.</summary>
    public abstract string Id { get; }

    /// <summary>Gets the run id; null means the current run.</summary>
    public abstract string? RunId { get; }

    /// <summary>Signals the workflow.</summary>
    /// <typeparam name="TWorkflow">Workflow type.</typeparam>
    /// <param name="signalCall">Call of a signal method.</param>
    /// <param name="options">Options.</param>
    /// <returns>Task that ends when the signal is delivered.</returns>
    public Task SignalAsync<TWorkflow>(
        Expression<Func<TWorkflow, Task>> signalCall, ExternalWorkflowSignalOptions? options = null)
    {
        var (method, args) = ExpressionUtil.ExtractCall(signalCall);
        return SignalAsync(WorkflowSignalDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <summary>Signals the workflow by name.</summary>
    /// <param name="signal">Signal name.</param>
    /// <param name="args">Arguments.</param>
    /// <param name="options">Options.</param>
    /// <returns>Task that ends when the signal is delivered.</returns>
    public abstract Task SignalAsync(
        string signal, IReadOnlyCollection<object?> args, ExternalWorkflowSignalOptions? options = null);

    /// <summary>Requests the cancellation of the workflow.</summary>
    /// <returns>Task that ends when the request is delivered.</returns>
    public abstract Task CancelAsync();
}

/// <summary>Another workflow of a known type, seen from a workflow.</summary>
/// <typeparam name="TWorkflow">Workflow type.</typeparam>
public abstract class ExternalWorkflowHandle<TWorkflow> : ExternalWorkflowHandle
{
    /// <summary>Signals the workflow.</summary>
    /// <param name="signalCall">Call of a signal method.</param>
    /// <param name="options">Options.</param>
    /// <returns>Task that ends when the signal is delivered.</returns>
    public Task SignalAsync(
        Expression<Func<TWorkflow, Task>> signalCall, ExternalWorkflowSignalOptions? options = null) =>
        SignalAsync<TWorkflow>(signalCall, options);
}
