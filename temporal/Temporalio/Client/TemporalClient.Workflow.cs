using System.Linq.Expressions;
using Temporalio.Common;
using Temporalio.Workflows;

namespace Temporalio.Client;

/// <content>Starting, listing and finding workflows.</content>
public partial class TemporalClient
{
    /// <inheritdoc />
    public Task<WorkflowHandle<TWorkflow, TResult>> StartWorkflowAsync<TWorkflow, TResult>(
        Expression<Func<TWorkflow, Task<TResult>>> workflowRunCall, WorkflowOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(workflowRunCall);
        return OutboundInterceptor.StartWorkflowAsync<TWorkflow, TResult>(
            new(WorkflowDefinition.NameFromRunMethodForCall(method), args, options, Headers: null));
    }

    /// <inheritdoc />
    public async Task<WorkflowHandle<TWorkflow>> StartWorkflowAsync<TWorkflow>(
        Expression<Func<TWorkflow, Task>> workflowRunCall, WorkflowOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(workflowRunCall);
        return await OutboundInterceptor.StartWorkflowAsync<TWorkflow, ValueTuple>(
            new(WorkflowDefinition.NameFromRunMethodForCall(method), args, options, Headers: null))
            .ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<WorkflowHandle> StartWorkflowAsync(
        string workflow, IReadOnlyCollection<object?> args, WorkflowOptions options) =>
        await OutboundInterceptor.StartWorkflowAsync<ValueTuple, ValueTuple>(
            new(workflow, args, options, Headers: null)).ConfigureAwait(false);

    /// <inheritdoc />
    public WorkflowHandle GetWorkflowHandle(string id, string? runId = null, string? firstExecutionRunId = null) =>
        new(this, id, runId, ResultRunId: null, firstExecutionRunId);

    /// <inheritdoc />
    public WorkflowHandle<TWorkflow> GetWorkflowHandle<TWorkflow>(
        string id, string? runId = null, string? firstExecutionRunId = null) =>
        new(this, id, runId, ResultRunId: null, firstExecutionRunId);

    /// <inheritdoc />
    public WorkflowHandle<TWorkflow, TResult> GetWorkflowHandle<TWorkflow, TResult>(
        string id, string? runId = null, string? firstExecutionRunId = null) =>
        new(this, id, runId, ResultRunId: null, firstExecutionRunId);

    /// <inheritdoc />
    public IAsyncEnumerable<WorkflowExecution> ListWorkflowsAsync(string query, WorkflowListOptions? options = null) =>
        OutboundInterceptor.ListWorkflowsAsync(new(query, options));

    /// <inheritdoc />
    public Task<WorkflowListPage> ListWorkflowsPaginatedAsync(
        string query, byte[]? nextPageToken, WorkflowListPaginatedOptions? options = null) =>
        OutboundInterceptor.ListWorkflowsPaginatedAsync(new(query, nextPageToken, options));

    /// <inheritdoc />
    public Task<WorkflowExecutionCount> CountWorkflowsAsync(string query, WorkflowCountOptions? options = null) =>
        OutboundInterceptor.CountWorkflowsAsync(new(query, options));
}
