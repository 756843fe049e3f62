using Temporalio.Client.Schedules;

namespace Temporalio.Client.Interceptors;

/// <summary>Sees and may change every call that a client makes. Methods not overridden pass on to the next.</summary>
public abstract class ClientOutboundInterceptor
{
    private readonly ClientOutboundInterceptor? _next;

    /// <summary>Creates the interceptor.</summary>
    /// <param name="next">Next in the chain.</param>
    protected ClientOutboundInterceptor(ClientOutboundInterceptor next) => _next = next;

    /// <summary>Creates the last of the chain.</summary>
    private protected ClientOutboundInterceptor()
    {
    }

    /// <summary>Next in the chain.</summary>
    protected ClientOutboundInterceptor Next =>
        _next ?? throw new InvalidOperationException("This is the last interceptor of the chain");

    /// <summary>Catches up a schedule.</summary>
    /// <param name="input">Input.</param>
    /// <returns>Task of the call.</returns>
    public virtual Task BackfillScheduleAsync(BackfillScheduleInput input) => Next.BackfillScheduleAsync(input);

    /// <summary>Cancels a workflow.</summary>
    /// <param name="input">Input.</param>
    /// <returns>Task of the call.</returns>
    public virtual Task CancelWorkflowAsync(CancelWorkflowInput input) => Next.CancelWorkflowAsync(input);

    /// <summary>Completes an activity from outside.</summary>
    /// <param name="input">Input.</param>
    /// <returns>Task of the call.</returns>
    public virtual Task CompleteAsyncActivityAsync(CompleteAsyncActivityInput input) =>
        Next.CompleteAsyncActivityAsync(input);

    /// <summary>Counts workflows.</summary>
    /// <param name="input">Input.</param>
    /// <returns>The result.</returns>
    public virtual Task<WorkflowExecutionCount> CountWorkflowsAsync(CountWorkflowsInput input) =>
        Next.CountWorkflowsAsync(input);

    /// <summary>Creates a schedule.</summary>
    /// <param name="input">Input.</param>
    /// <returns>The result.</returns>
    public virtual Task<ScheduleHandle> CreateScheduleAsync(CreateScheduleInput input) =>
        Next.CreateScheduleAsync(input);

    /// <summary>Deletes a schedule.</summary>
    /// <param name="input">Input.</param>
    /// <returns>Task of the call.</returns>
    public virtual Task DeleteScheduleAsync(DeleteScheduleInput input) => Next.DeleteScheduleAsync(input);

    /// <summary>Describes a schedule.</summary>
    /// <param name="input">Input.</param>
    /// <returns>The result.</returns>
    public virtual Task<ScheduleDescription> DescribeScheduleAsync(DescribeScheduleInput input) =>
        Next.DescribeScheduleAsync(input);

    /// <summary>Describes a workflow.</summary>
    /// <param name="input">Input.</param>
    /// <returns>The result.</returns>
    public virtual Task<WorkflowExecutionDescription> DescribeWorkflowAsync(DescribeWorkflowInput input) =>
        Next.DescribeWorkflowAsync(input);

    /// <summary>Fails an activity from outside.</summary>
    /// <param name="input">Input.</param>
    /// <returns>Task of the call.</returns>
    public virtual Task FailAsyncActivityAsync(FailAsyncActivityInput input) => Next.FailAsyncActivityAsync(input);

    /// <summary>Fetches a page of history.</summary>
    /// <param name="input">Input.</param>
    /// <returns>The result.</returns>
    public virtual Task<WorkflowHistoryEventPage> FetchWorkflowHistoryEventPageAsync(
        FetchWorkflowHistoryEventPageInput input) =>
        Next.FetchWorkflowHistoryEventPageAsync(input);

    /// <summary>Sends a heartbeat of an activity from outside.</summary>
    /// <param name="input">Input.</param>
    /// <returns>Task of the call.</returns>
    public virtual Task HeartbeatAsyncActivityAsync(HeartbeatAsyncActivityInput input) =>
        Next.HeartbeatAsyncActivityAsync(input);

    /// <summary>Lists schedules.</summary>
    /// <param name="input">Input.</param>
    /// <returns>The result.</returns>
    public virtual IAsyncEnumerable<ScheduleListDescription> ListSchedulesAsync(ListSchedulesInput input) =>
        Next.ListSchedulesAsync(input);

    /// <summary>Lists workflows.</summary>
    /// <param name="input">Input.</param>
    /// <returns>The result.</returns>
    public virtual IAsyncEnumerable<WorkflowExecution> ListWorkflowsAsync(ListWorkflowsInput input) =>
        Next.ListWorkflowsAsync(input);

    /// <summary>Lists workflows page by page.</summary>
    /// <param name="input">Input.</param>
    /// <returns>The result.</returns>
    public virtual Task<WorkflowListPage> ListWorkflowsPaginatedAsync(ListWorkflowsPaginatedInput input) =>
        Next.ListWorkflowsPaginatedAsync(input);

    /// <summary>Pauses a schedule.</summary>
    /// <param name="input">Input.</param>
    /// <returns>Task of the call.</returns>
    public virtual Task PauseScheduleAsync(PauseScheduleInput input) => Next.PauseScheduleAsync(input);

    /// <summary>Queries a workflow.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="input">Input.</param>
    /// <returns>The result.</returns>
    public virtual Task<TResult> QueryWorkflowAsync<TResult>(QueryWorkflowInput input) =>
        Next.QueryWorkflowAsync<TResult>(input);

    /// <summary>Reports from outside that an activity is cancelled.</summary>
    /// <param name="input">Input.</param>
    /// <returns>Task of the call.</returns>
    public virtual Task ReportCancellationAsyncActivityAsync(ReportCancellationAsyncActivityInput input) =>
        Next.ReportCancellationAsyncActivityAsync(input);

    /// <summary>Signals a workflow.</summary>
    /// <param name="input">Input.</param>
    /// <returns>Task of the call.</returns>
    public virtual Task SignalWorkflowAsync(SignalWorkflowInput input) => Next.SignalWorkflowAsync(input);

    /// <summary>Starts an update, and the workflow if need be.</summary>
    /// <typeparam name="TUpdateResult">Type of the result.</typeparam>
    /// <param name="input">Input.</param>
    /// <returns>The result.</returns>
    public virtual Task<WorkflowUpdateHandle<TUpdateResult>> StartUpdateWithStartWorkflowAsync<TUpdateResult>(
        StartUpdateWithStartWorkflowInput input) =>
        Next.StartUpdateWithStartWorkflowAsync<TUpdateResult>(input);

    /// <summary>Starts a workflow.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="input">Input.</param>
    /// <returns>The result.</returns>
    public virtual Task<WorkflowHandle<TWorkflow, TResult>> StartWorkflowAsync<TWorkflow, TResult>(
        StartWorkflowInput input) =>
        Next.StartWorkflowAsync<TWorkflow, TResult>(input);

    /// <summary>Starts an update.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="input">Input.</param>
    /// <returns>The result.</returns>
    public virtual Task<WorkflowUpdateHandle<TResult>> StartWorkflowUpdateAsync<TResult>(
        StartWorkflowUpdateInput input) =>
        Next.StartWorkflowUpdateAsync<TResult>(input);

    /// <summary>Terminates a workflow.</summary>
    /// <param name="input">Input.</param>
    /// <returns>Task of the call.</returns>
    public virtual Task TerminateWorkflowAsync(TerminateWorkflowInput input) => Next.TerminateWorkflowAsync(input);

    /// <summary>Runs the action of a schedule at once.</summary>
    /// <param name="input">Input.</param>
    /// <returns>Task of the call.</returns>
    public virtual Task TriggerScheduleAsync(TriggerScheduleInput input) => Next.TriggerScheduleAsync(input);

    /// <summary>Unpauses a schedule.</summary>
    /// <param name="input">Input.</param>
    /// <returns>Task of the call.</returns>
    public virtual Task UnpauseScheduleAsync(UnpauseScheduleInput input) => Next.UnpauseScheduleAsync(input);

    /// <summary>Changes a schedule.</summary>
    /// <param name="input">Input.</param>
    /// <returns>Task of the call.</returns>
    public virtual Task UpdateScheduleAsync(UpdateScheduleInput input) => Next.UpdateScheduleAsync(input);
}
