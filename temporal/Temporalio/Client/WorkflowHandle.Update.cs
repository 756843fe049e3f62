using System.Linq.Expressions;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Client;

/// <content>Updates.</content>
public partial record WorkflowHandle
{
    /// <summary>Starts an update.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <param name="updateCall">Call of the update method.</param>
    /// <param name="options">Options; the stage to wait for is required.</param>
    /// <returns>Handle of the update.</returns>
    /// <exception cref="WorkflowUpdateRpcTimeoutOrCanceledException">Waiting was given up.</exception>
    public Task<WorkflowUpdateHandle> StartUpdateAsync<TWorkflow>(
        Expression<Func<TWorkflow, Task>> updateCall, WorkflowUpdateStartOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(updateCall);
        return StartUpdateAsync(WorkflowUpdateDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <summary>Starts an update.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <typeparam name="TUpdateResult">Type of the result.</typeparam>
    /// <param name="updateCall">Call of the update method.</param>
    /// <param name="options">Options; the stage to wait for is required.</param>
    /// <returns>Handle of the update.</returns>
    /// <exception cref="WorkflowUpdateRpcTimeoutOrCanceledException">Waiting was given up.</exception>
    public Task<WorkflowUpdateHandle<TUpdateResult>> StartUpdateAsync<TWorkflow, TUpdateResult>(
        Expression<Func<TWorkflow, Task<TUpdateResult>>> updateCall, WorkflowUpdateStartOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(updateCall);
        return StartUpdateAsync<TUpdateResult>(WorkflowUpdateDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <summary>Starts an update.</summary>
    /// <param name="update">Name of the update.</param>
    /// <param name="args">Arguments; they must be convertible.</param>
    /// <param name="options">Options; the stage to wait for is required.</param>
    /// <returns>Handle of the update.</returns>
    /// <exception cref="WorkflowUpdateRpcTimeoutOrCanceledException">Waiting was given up.</exception>
    public async Task<WorkflowUpdateHandle> StartUpdateAsync(
        string update, IReadOnlyCollection<object?> args, WorkflowUpdateStartOptions options) =>
        await StartUpdateAsync<ValueTuple>(update, args, options).ConfigureAwait(false);

    /// <summary>Starts an update.</summary>
    /// <typeparam name="TUpdateResult">Type of the result.</typeparam>
    /// <param name="update">Name of the update.</param>
    /// <param name="args">Arguments; they must be convertible.</param>
    /// <param name="options">Options; the stage to wait for is required.</param>
    /// <returns>Handle of the update.</returns>
    /// <exception cref="WorkflowUpdateRpcTimeoutOrCanceledException">Waiting was given up.</exception>
    public virtual Task<WorkflowUpdateHandle<TUpdateResult>> StartUpdateAsync<TUpdateResult>(
        string update, IReadOnlyCollection<object?> args, WorkflowUpdateStartOptions options) =>
        Client.OutboundInterceptor.StartWorkflowUpdateAsync<TUpdateResult>(
            new(Id, RunId, FirstExecutionRunId, update, args, options, Headers: null));

    /// <summary>Starts an update and waits for its end.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <param name="updateCall">Call of the update method.</param>
    /// <param name="options">Options.</param>
    /// <returns>Task of the update.</returns>
    /// <exception cref="WorkflowUpdateFailedException">It was refused or failed.</exception>
    public async Task ExecuteUpdateAsync<TWorkflow>(
        Expression<Func<TWorkflow, Task>> updateCall, WorkflowUpdateOptions? options = null)
    {
        var handle = await StartUpdateAsync(updateCall, ToCompleted(options)).ConfigureAwait(false);
        await handle.GetResultAsync(options?.Rpc).ConfigureAwait(false);
    }

    /// <summary>Starts an update and waits for its result.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <typeparam name="TUpdateResult">Type of the result.</typeparam>
    /// <param name="updateCall">Call of the update method.</param>
    /// <param name="options">Options.</param>
    /// <returns>The result.</returns>
    /// <exception cref="WorkflowUpdateFailedException">It was refused or failed.</exception>
    public async Task<TUpdateResult> ExecuteUpdateAsync<TWorkflow, TUpdateResult>(
        Expression<Func<TWorkflow, Task<TUpdateResult>>> updateCall, WorkflowUpdateOptions? options = null)
    {
        var handle = await StartUpdateAsync(updateCall, ToCompleted(options)).ConfigureAwait(false);
        return await handle.GetResultAsync(options?.Rpc).ConfigureAwait(false);
    }

    /// <summary>Starts an update and waits for its end.</summary>
    /// <param name="update">Name of the update.</param>
    /// <param name="args">Arguments; they must be convertible.</param>
    /// <param name="options">Options.</param>
    /// <returns>Task of the update.</returns>
    /// <exception cref="WorkflowUpdateFailedException">It was refused or failed.</exception>
    public async Task ExecuteUpdateAsync(
        string update, IReadOnlyCollection<object?> args, WorkflowUpdateOptions? options = null)
    {
        var handle = await StartUpdateAsync(update, args, ToCompleted(options)).ConfigureAwait(false);
        await handle.GetResultAsync(options?.Rpc).ConfigureAwait(false);
    }

    /// <summary>Starts an update and waits for its result.</summary>
    /// <typeparam name="TUpdateResult">Type of the result.</typeparam>
    /// <param name="update">Name of the update.</param>
    /// <param name="args">Arguments; they must be convertible.</param>
    /// <param name="options">Options.</param>
    /// <returns>The result.</returns>
    /// <exception cref="WorkflowUpdateFailedException">It was refused or failed.</exception>
    public async Task<TUpdateResult> ExecuteUpdateAsync<TUpdateResult>(
        string update, IReadOnlyCollection<object?> args, WorkflowUpdateOptions? options = null)
    {
        var handle = await StartUpdateAsync<TUpdateResult>(update, args, ToCompleted(options)).ConfigureAwait(false);
        return await handle.GetResultAsync(options?.Rpc).ConfigureAwait(false);
    }

    /// <summary>Makes a handle of an update, without asking the server.</summary>
    /// <param name="id">Update id.</param>
    /// <returns>The handle.</returns>
    public WorkflowUpdateHandle GetUpdateHandle(string id) => new(Client, id, Id, RunId);

    /// <summary>Makes a handle of an update, without asking the server.</summary>
    /// <typeparam name="TUpdateResult">Type of the result.</typeparam>
    /// <param name="id">Update id.</param>
    /// <returns>The handle.</returns>
    public WorkflowUpdateHandle<TUpdateResult> GetUpdateHandle<TUpdateResult>(string id) => new(Client, id, Id, RunId);

    private static WorkflowUpdateStartOptions ToCompleted(WorkflowUpdateOptions? options) => new()
    {
        Id = options?.Id,
        Rpc = options?.Rpc,
        WaitForStage = WorkflowUpdateStage.Completed,
    };
}
