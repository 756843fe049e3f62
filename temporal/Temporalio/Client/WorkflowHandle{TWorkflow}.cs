using System.Linq.Expressions;
using Temporalio.Exceptions;

namespace Temporalio.Client;

/// <summary>A workflow, by its id and maybe run ids.</summary>
/// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
/// <param name="Client">Client.</param>
/// <param name="Id">Workflow id.</param>
/// <param name="RunId">Run that signals, queries, updates and so on go to; null for the current one.</param>
/// <param name="ResultRunId">Run whose result is waited for; null for the current one.</param>
/// <param name="FirstExecutionRunId">First run of the chain that may be cancelled or terminated; null for any.</param>
public record WorkflowHandle<TWorkflow>(
    ITemporalClient Client,
    string Id,
    string? RunId = null,
    string? ResultRunId = null,
    string? FirstExecutionRunId = null)
    : WorkflowHandle(Client, Id, RunId, ResultRunId, FirstExecutionRunId)
{
    /// <summary>Sends a signal.</summary>
    /// <param name="signalCall">Call of the signal method.</param>
    /// <param name="options">Options.</param>
    /// <returns>Task of the call.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public Task SignalAsync(
        Expression<Func<TWorkflow, Task>> signalCall, WorkflowSignalOptions? options = null) =>
        SignalAsync<TWorkflow>(signalCall, options);

    /// <summary>Asks a query.</summary>
    /// <typeparam name="TQueryResult">Type of the answer.</typeparam>
    /// <param name="queryCall">Call of the query method, or read of the query property.</param>
    /// <param name="options">Options.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="WorkflowQueryFailedException">The query failed in the workflow.</exception>
    /// <exception cref="WorkflowQueryRejectedException">It was refused because of the workflow's state.</exception>
    public Task<TQueryResult> QueryAsync<TQueryResult>(
        Expression<Func<TWorkflow, TQueryResult>> queryCall, WorkflowQueryOptions? options = null) =>
        QueryAsync<TWorkflow, TQueryResult>(queryCall, options);

    /// <summary>Starts an update.</summary>
    /// <param name="updateCall">Call of the update method.</param>
    /// <param name="options">Options; the stage to wait for is required.</param>
    /// <returns>Handle of the update.</returns>
    /// <exception cref="WorkflowUpdateRpcTimeoutOrCanceledException">Waiting was given up.</exception>
    public Task<WorkflowUpdateHandle> StartUpdateAsync(
        Expression<Func<TWorkflow, Task>> updateCall, WorkflowUpdateStartOptions options) =>
        StartUpdateAsync<TWorkflow>(updateCall, options);

    /// <summary>Starts an update.</summary>
    /// <typeparam name="TUpdateResult">Type of the result.</typeparam>
    /// <param name="updateCall">Call of the update method.</param>
    /// <param name="options">Options; the stage to wait for is required.</param>
    /// <returns>Handle of the update.</returns>
    /// <exception cref="WorkflowUpdateRpcTimeoutOrCanceledException">Waiting was given up.</exception>
    public Task<WorkflowUpdateHandle<TUpdateResult>> StartUpdateAsync<TUpdateResult>(
        Expression<Func<TWorkflow, Task<TUpdateResult>>> updateCall, WorkflowUpdateStartOptions options) =>
        StartUpdateAsync<TWorkflow, TUpdateResult>(updateCall, options);

    /// <summary>Starts an update and waits for its end.</summary>
    /// <param name="updateCall">Call of the update method.</param>
    /// <param name="options">Options.</param>
    /// <returns>Task of the update.</returns>
    /// <exception cref="WorkflowUpdateFailedException">It was refused or failed.</exception>
    public Task ExecuteUpdateAsync(
        Expression<Func<TWorkflow, Task>> updateCall, WorkflowUpdateOptions? options = null) =>
        ExecuteUpdateAsync<TWorkflow>(updateCall, options);

    /// <summary>Starts an update and waits for its result.</summary>
    /// <typeparam name="TUpdateResult">Type of the result.</typeparam>
    /// <param name="updateCall">Call of the update method.</param>
    /// <param name="options">Options.</param>
    /// <returns>The result.</returns>
    /// <exception cref="WorkflowUpdateFailedException">It was refused or failed.</exception>
    public Task<TUpdateResult> ExecuteUpdateAsync<TUpdateResult>(
        Expression<Func<TWorkflow, Task<TUpdateResult>>> updateCall, WorkflowUpdateOptions? options = null) =>
        ExecuteUpdateAsync<TWorkflow, TUpdateResult>(updateCall, options);
}

/// <summary>A workflow, by its id and maybe run ids.</summary>
/// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
/// <typeparam name="TResult">Type of the result.</typeparam>
/// <param name="Client">Client.</param>
/// <param name="Id">Workflow id.</param>
/// <param name="RunId">Run that signals, queries, updates and so on go to; null for the current one.</param>
/// <param name="ResultRunId">Run whose result is waited for; null for the current one.</param>
/// <param name="FirstExecutionRunId">First run of the chain that may be cancelled or terminated; null for any.</param>
public record WorkflowHandle<TWorkflow, TResult>(
    ITemporalClient Client,
    string Id,
    string? RunId = null,
    string? ResultRunId = null,
    string? FirstExecutionRunId = null)
    : WorkflowHandle<TWorkflow>(Client, Id, RunId, ResultRunId, FirstExecutionRunId)
{
    /// <summary>Waits for the result of the workflow.</summary>
    /// <param name="followRuns">Whether to go on with the next run when there is one.</param>
    /// <param name="rpcOptions">Options of the calls.</param>
    /// <returns>The result.</returns>
    /// <exception cref="WorkflowFailedException">It did not complete.</exception>
    /// <exception cref="WorkflowContinuedAsNewException">It continued as new, and runs are not followed.</exception>
    public new Task<TResult> GetResultAsync(bool followRuns = true, RpcOptions? rpcOptions = null) =>
        GetResultAsync<TResult>(followRuns, rpcOptions);
}
