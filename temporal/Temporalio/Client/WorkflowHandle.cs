using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Temporalio.Api.History.V1;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Client;

/// <summary>A workflow, by its id and maybe run ids.</summary>
/// <param name="Client">Client.</param>
/// <param name="Id">Workflow id.</param>
/// <param name="RunId">Run that signals, queries, updates and so on go to; null for the current one.</param>
/// <param name="ResultRunId">Run whose result is waited for; null for the current one.</param>
/// <param name="FirstExecutionRunId">First run of the chain that may be cancelled or terminated; null for any.</param>
public partial record WorkflowHandle(
    ITemporalClient Client,
    string Id,
    string? RunId = null,
    string? ResultRunId = null,
    string? FirstExecutionRunId = null)
{
    /// <summary>Waits for the end of the workflow.</summary>
    /// <param name="followRuns">Whether to go on with the next run when there is one.</param>
    /// <param name="rpcOptions">Options of the calls.</param>
    /// <returns>Task of the workflow.</returns>
    /// <exception cref="WorkflowFailedException">It did not complete.</exception>
    /// <exception cref="WorkflowContinuedAsNewException">It continued as new, and runs are not followed.</exception>
    public Task GetResultAsync(bool followRuns = true, RpcOptions? rpcOptions = null) =>
        GetResultAsync<ValueTuple>(followRuns, rpcOptions);

    /// <summary>Waits for the result of the workflow.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="followRuns">Whether to go on with the next run when there is one.</param>
    /// <param name="rpcOptions">Options of the calls.</param>
    /// <returns>The result.</returns>
    /// <exception cref="WorkflowFailedException">It did not complete.</exception>
    /// <exception cref="WorkflowContinuedAsNewException">It continued as new, and runs are not followed.</exception>
    public virtual Task<TResult> GetResultAsync<TResult>(bool followRuns = true, RpcOptions? rpcOptions = null) =>
        new WorkflowResultWait(Client, Id, followRuns, rpcOptions).RunAsync<TResult>(ResultRunId);

    /// <summary>Sends a signal.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <param name="signalCall">Call of the signal method.</param>
    /// <param name="options">Options.</param>
    /// <returns>Task of the call.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public Task SignalAsync<TWorkflow>(
        Expression<Func<TWorkflow, Task>> signalCall, WorkflowSignalOptions? options = null)
    {
        var (method, args) = ExpressionUtil.ExtractCall(signalCall);
        return SignalAsync(WorkflowSignalDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <summary>Sends a signal.</summary>
    /// <param name="signal">Name of the signal.</param>
    /// <param name="args">Arguments; they must be convertible.</param>
    /// <param name="options">Options.</param>
    /// <returns>Task of the call.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public virtual Task SignalAsync(
        string signal, IReadOnlyCollection<object?> args, WorkflowSignalOptions? options = null) =>
        Client.OutboundInterceptor.SignalWorkflowAsync(new(Id, RunId, signal, args, options, Headers: null));

    /// <summary>Asks a query.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <typeparam name="TQueryResult">Type of the answer.</typeparam>
    /// <param name="queryCall">Call of the query method, or read of the query property.</param>
    /// <param name="options">Options.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="WorkflowQueryFailedException">The query failed in the workflow.</exception>
    /// <exception cref="WorkflowQueryRejectedException">It was refused because of the workflow's state.</exception>
    public Task<TQueryResult> QueryAsync<TWorkflow, TQueryResult>(
        Expression<Func<TWorkflow, TQueryResult>> queryCall, WorkflowQueryOptions? options = null)
    {
        var (member, args) = ExpressionUtil.ExtractMemberAccess(queryCall);
        var name = member is System.Reflection.PropertyInfo property
            ? WorkflowQueryDefinition.NameFromPropertyForCall(property)
            : WorkflowQueryDefinition.NameFromMethodForCall((System.Reflection.MethodInfo)member);
        return QueryAsync<TQueryResult>(name, args, options);
    }

    /// <summary>Asks a query.</summary>
    /// <typeparam name="TQueryResult">Type of the answer.</typeparam>
    /// <param name="query">Name of the query.</param>
    /// <param name="args">Arguments; they must be convertible.</param>
    /// <param name="options">Options.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="WorkflowQueryFailedException">The query failed in the workflow.</exception>
    /// <exception cref="WorkflowQueryRejectedException">It was refused because of the workflow's state.</exception>
    public virtual Task<TQueryResult> QueryAsync<TQueryResult>(
        string query, IReadOnlyCollection<object?> args, WorkflowQueryOptions? options = null) =>
        Client.OutboundInterceptor.QueryWorkflowAsync<TQueryResult>(
            new(Id, RunId, query, args, options, Headers: null));

    /// <summary>Describes the workflow.</summary>
    /// <param name="options">Options.</param>
    /// <returns>The description.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public virtual Task<WorkflowExecutionDescription> DescribeAsync(WorkflowDescribeOptions? options = null) =>
        Client.OutboundInterceptor.DescribeWorkflowAsync(new(Id, RunId, options));

    /// <summary>Asks the workflow to cancel itself.</summary>
    /// <param name="options">Options.</param>
    /// <returns>Task of the call, which does not wait for the workflow.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public virtual Task CancelAsync(WorkflowCancelOptions? options = null) =>
        Client.OutboundInterceptor.CancelWorkflowAsync(new(Id, RunId, FirstExecutionRunId, options));

    /// <summary>Ends the workflow at once, without telling its code.</summary>
    /// <param name="reason">Reason, for people to read.</param>
    /// <param name="options">Options.</param>
    /// <returns>Task of the call.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public virtual Task TerminateAsync(string? reason = null, WorkflowTerminateOptions? options = null) =>
        Client.OutboundInterceptor.TerminateWorkflowAsync(new(Id, RunId, FirstExecutionRunId, reason, options));

    /// <summary>Fetches the history.</summary>
    /// <param name="options">Options.</param>
    /// <returns>The history.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public virtual async Task<WorkflowHistory> FetchHistoryAsync(WorkflowHistoryEventFetchOptions? options = null)
    {
        List<HistoryEvent> events = [];
        await foreach (var historyEvent in FetchHistoryEventsAsync(options).ConfigureAwait(false))
        {
            events.Add(historyEvent);
        }
        return new(Id, events);
    }

    /// <summary>Fetches the events of the history, page by page as they are needed.</summary>
    /// <param name="options">Options.</param>
    /// <returns>Events in order.</returns>
    /// <exception cref="RpcException">A call failed.</exception>
    public virtual IAsyncEnumerable<HistoryEvent> FetchHistoryEventsAsync(
        WorkflowHistoryEventFetchOptions? options = null) =>
        FetchEventsAsync(options ?? new());

    private async IAsyncEnumerable<HistoryEvent> FetchEventsAsync(
        WorkflowHistoryEventFetchOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (rpc, source) = (options.Rpc ?? new()).WithAdditionalCancellationToken(cancellationToken);
        using (source)
        {
            byte[]? token = null;
            do
            {
                var page = await Client.OutboundInterceptor.FetchWorkflowHistoryEventPageAsync(
                    new(
                        Id,
                        RunId,
                        PageSize: 0,
                        token,
                        options.WaitNewEvent,
                        options.EventFilterType,
                        options.SkipArchival,
                        rpc)).ConfigureAwait(false);
                foreach (var historyEvent in page.Events)
                {
                    yield return historyEvent;
                }
                token = page.NextPageToken;
            }
            while (token != null);
        }
    }
}
