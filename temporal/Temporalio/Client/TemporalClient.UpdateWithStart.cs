using System.Linq.Expressions;
using Temporalio.Common;
using Temporalio.Workflows;

namespace Temporalio.Client;

/// <content>Starting updates with workflows.</content>
public partial class TemporalClient
{
    /// <inheritdoc />
    public Task<WorkflowUpdateHandle> StartUpdateWithStartWorkflowAsync<TWorkflow>(
        Expression<Func<TWorkflow, Task>> updateCall, WorkflowStartUpdateWithStartOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(updateCall);
        return StartUpdateWithStartWorkflowAsync(
            WorkflowUpdateDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <inheritdoc />
    public Task<WorkflowUpdateHandle<TUpdateResult>> StartUpdateWithStartWorkflowAsync<TWorkflow, TUpdateResult>(
        Expression<Func<TWorkflow, Task<TUpdateResult>>> updateCall, WorkflowStartUpdateWithStartOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(updateCall);
        return StartUpdateWithStartWorkflowAsync<TUpdateResult>(
            WorkflowUpdateDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <inheritdoc />
    public async Task<WorkflowUpdateHandle> StartUpdateWithStartWorkflowAsync(
        string update, IReadOnlyCollection<object?> args, WorkflowStartUpdateWithStartOptions options) =>
        await StartUpdateWithStartWorkflowAsync<ValueTuple>(update, args, options).ConfigureAwait(false);

    /// <inheritdoc />
    public Task<WorkflowUpdateHandle<TUpdateResult>> StartUpdateWithStartWorkflowAsync<TUpdateResult>(
        string update, IReadOnlyCollection<object?> args, WorkflowStartUpdateWithStartOptions options) =>
        OutboundInterceptor.StartUpdateWithStartWorkflowAsync<TUpdateResult>(
            new(update, args, options, Headers: null));
}
