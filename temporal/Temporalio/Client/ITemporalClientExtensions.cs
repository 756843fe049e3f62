using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Temporalio.Common;

namespace Temporalio.Client;

/// <summary>The usual uses of a client.</summary>
public static class ITemporalClientExtensions
{
    /// <summary>Starts a workflow and waits for its result.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="client">Client.</param>
    /// <param name="workflowRunCall">Call of the run method.</param>
    /// <param name="options">Options; id and task queue are required.</param>
    /// <returns>The result.</returns>
    /// <exception cref="Exceptions.WorkflowFailedException">The workflow did not complete.</exception>
    public static async Task<TResult> ExecuteWorkflowAsync<TWorkflow, TResult>(
        this ITemporalClient client,
        Expression<Func<TWorkflow, Task<TResult>>> workflowRunCall,
        WorkflowOptions options)
    {
        var handle = await client.StartWorkflowAsync(workflowRunCall, options).ConfigureAwait(false);
        return await handle.GetResultAsync(rpcOptions: options.Rpc).ConfigureAwait(false);
    }

    /// <summary>Starts a workflow and waits for its end.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <param name="client">Client.</param>
    /// <param name="workflowRunCall">Call of the run method.</param>
    /// <param name="options">Options; id and task queue are required.</param>
    /// <returns>Task of the workflow.</returns>
    /// <exception cref="Exceptions.WorkflowFailedException">The workflow did not complete.</exception>
    public static async Task ExecuteWorkflowAsync<TWorkflow>(
        this ITemporalClient client, Expression<Func<TWorkflow, Task>> workflowRunCall, WorkflowOptions options)
    {
        var handle = await client.StartWorkflowAsync(workflowRunCall, options).ConfigureAwait(false);
        await handle.GetResultAsync(rpcOptions: options.Rpc).ConfigureAwait(false);
    }

    /// <summary>Starts a workflow and waits for its end.</summary>
    /// <param name="client">Client.</param>
    /// <param name="workflow">Workflow type.</param>
    /// <param name="args">Arguments; they must be convertible.</param>
    /// <param name="options">Options; id and task queue are required.</param>
    /// <returns>Task of the workflow.</returns>
    /// <exception cref="Exceptions.WorkflowFailedException">The workflow did not complete.</exception>
    public static async Task ExecuteWorkflowAsync(
        this ITemporalClient client, string workflow, IReadOnlyCollection<object?> args, WorkflowOptions options)
    {
        var handle = await client.StartWorkflowAsync(workflow, args, options).ConfigureAwait(false);
        await handle.GetResultAsync(rpcOptions: options.Rpc).ConfigureAwait(false);
    }

    /// <summary>Starts a workflow and waits for its result.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="client">Client.</param>
    /// <param name="workflow">Workflow type.</param>
    /// <param name="args">Arguments; they must be convertible.</param>
    /// <param name="options">Options; id and task queue are required.</param>
    /// <returns>The result.</returns>
    /// <exception cref="Exceptions.WorkflowFailedException">The workflow did not complete.</exception>
    public static async Task<TResult> ExecuteWorkflowAsync<TResult>(
        this ITemporalClient client, string workflow, IReadOnlyCollection<object?> args, WorkflowOptions options)
    {
        var handle = await client.StartWorkflowAsync(workflow, args, options).ConfigureAwait(false);
        return await handle.GetResultAsync<TResult>(rpcOptions: options.Rpc).ConfigureAwait(false);
    }

    /// <summary>Starts an update, and the workflow if need be, and waits for the update's end.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <param name="client">Client.</param>
    /// <param name="updateCall">Call of the update method.</param>
    /// <param name="options">Options, with the start.</param>
    /// <returns>Task of the update.</returns>
    /// <exception cref="Exceptions.WorkflowUpdateFailedException">The update was refused or failed.</exception>
    public static async Task ExecuteUpdateWithStartWorkflowAsync<TWorkflow>(
        this ITemporalClient client,
        Expression<Func<TWorkflow, Task>> updateCall,
        WorkflowUpdateWithStartOptions options)
    {
        var handle = await client.StartUpdateWithStartWorkflowAsync(updateCall, ToCompleted(options))
            .ConfigureAwait(false);
        await handle.GetResultAsync(options.Rpc).ConfigureAwait(false);
    }

    /// <summary>Starts an update, and the workflow if need be, and waits for the update's result.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <typeparam name="TUpdateResult">Type of the update's result.</typeparam>
    /// <param name="client">Client.</param>
    /// <param name="updateCall">Call of the update method.</param>
    /// <param name="options">Options, with the start.</param>
    /// <returns>The result.</returns>
    /// <exception cref="Exceptions.WorkflowUpdateFailedException">The update was refused or failed.</exception>
    public static async Task<TUpdateResult> ExecuteUpdateWithStartWorkflowAsync<TWorkflow, TUpdateResult>(
        this ITemporalClient client,
        Expression<Func<TWorkflow, Task<TUpdateResult>>> updateCall,
        WorkflowUpdateWithStartOptions options)
    {
        var handle = await client.StartUpdateWithStartWorkflowAsync(updateCall, ToCompleted(options))
            .ConfigureAwait(false);
        return await handle.GetResultAsync(options.Rpc).ConfigureAwait(false);
    }

    /// <summary>Starts an update, and the workflow if need be, and waits for the update's end.</summary>
    /// <param name="client">Client.</param>
    /// <param name="update">Name of the update.</param>
    /// <param name="args">Arguments; they must be convertible.</param>
    /// <param name="options">Options, with the start.</param>
    /// <returns>Task of the update.</returns>
    /// <exception cref="Exceptions.WorkflowUpdateFailedException">The update was refused or failed.</exception>
    public static async Task ExecuteUpdateWithStartWorkflowAsync(
        this ITemporalClient client,
        string update,
        IReadOnlyCollection<object?> args,
        WorkflowUpdateWithStartOptions options)
    {
        var handle = await client.StartUpdateWithStartWorkflowAsync(update, args, ToCompleted(options))
            .ConfigureAwait(false);
        await handle.GetResultAsync(options.Rpc).ConfigureAwait(false);
    }

    /// <summary>Starts an update, and the workflow if need be, and waits for the update's result.</summary>
    /// <typeparam name="TUpdateResult">Type of the update's result.</typeparam>
    /// <param name="client">Client.</param>
    /// <param name="update">Name of the update.</param>
    /// <param name="args">Arguments; they must be convertible.</param>
    /// <param name="options">Options, with the start.</param>
    /// <returns>The result.</returns>
    /// <exception cref="Exceptions.WorkflowUpdateFailedException">The update was refused or failed.</exception>
    public static async Task<TUpdateResult> ExecuteUpdateWithStartWorkflowAsync<TUpdateResult>(
        this ITemporalClient client,
        string update,
        IReadOnlyCollection<object?> args,
        WorkflowUpdateWithStartOptions options)
    {
        var handle = await client.StartUpdateWithStartWorkflowAsync<TUpdateResult>(update, args, ToCompleted(options))
            .ConfigureAwait(false);
        return await handle.GetResultAsync(options.Rpc).ConfigureAwait(false);
    }

    /// <summary>Lists the histories of workflows, fetching them as they are needed.</summary>
    /// <param name="client">Client.</param>
    /// <param name="query">Filter in the list language.</param>
    /// <param name="listOptions">Options of listing.</param>
    /// <param name="historyFetchOptions">Options of fetching.</param>
    /// <returns>Histories.</returns>
    public static IAsyncEnumerable<WorkflowHistory> ListWorkflowHistoriesAsync(
        this ITemporalClient client,
        string query,
        WorkflowListOptions? listOptions = null,
        WorkflowHistoryEventFetchOptions? historyFetchOptions = null) =>
        ListHistoriesAsync(client, query, listOptions, historyFetchOptions);

    private static async IAsyncEnumerable<WorkflowHistory> ListHistoriesAsync(
        ITemporalClient client,
        string query,
        WorkflowListOptions? listOptions,
        WorkflowHistoryEventFetchOptions? historyFetchOptions,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var workflows = client.ListWorkflowsAsync(query, listOptions).WithCancellation(cancellationToken);
        await foreach (var workflow in workflows.ConfigureAwait(false))
        {
            yield return await client.GetWorkflowHandle(workflow.Id, workflow.RunId)
                .FetchHistoryAsync(historyFetchOptions).ConfigureAwait(false);
        }
    }

    private static WorkflowStartUpdateWithStartOptions ToCompleted(WorkflowUpdateWithStartOptions options) => new()
    {
        Id = options.Id,
        Rpc = options.Rpc,
        StartWorkflowOperation = options.StartWorkflowOperation,
        WaitForStage = WorkflowUpdateStage.Completed,
    };
}
