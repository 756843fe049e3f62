using Temporalio.Workflows;

namespace Temporalio.Worker.Interceptors;

/// <summary>Calls out of a workflow instance.</summary>
public abstract class WorkflowOutboundInterceptor
{
    private readonly WorkflowOutboundInterceptor? _next;

    /// <summary>Creates a link of the chain.</summary>
    /// <param name="next">Next link.</param>
    protected WorkflowOutboundInterceptor(WorkflowOutboundInterceptor next) => _next = next;

    private protected WorkflowOutboundInterceptor()
    {
    }

    /// <summary>Gets the next link.</summary>
    protected WorkflowOutboundInterceptor Next =>
        _next ?? throw new InvalidOperationException("No next interceptor");

    /// <summary>Requests the cancellation of another workflow.</summary>
    /// <param name="input">Call.</param>
    /// <returns>Task that ends when the request is delivered.</returns>
    public virtual Task CancelExternalWorkflowAsync(CancelExternalWorkflowInput input) =>
        Next.CancelExternalWorkflowAsync(input);

    /// <summary>Creates the exception that continues the run as a new one.</summary>
    /// <param name="input">Call.</param>
    /// <returns>The exception.</returns>
    public virtual ContinueAsNewException CreateContinueAsNewException(CreateContinueAsNewExceptionInput input) =>
        Next.CreateContinueAsNewException(input);

    /// <summary>Starts a timer.</summary>
    /// <param name="input">Call.</param>
    /// <returns>Task that ends with the timer.</returns>
    public virtual Task DelayAsync(DelayAsyncInput input) => Next.DelayAsync(input);

    /// <summary>Schedules an activity.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="input">Call.</param>
    /// <returns>Result of the activity.</returns>
    public virtual Task<TResult> ScheduleActivityAsync<TResult>(ScheduleActivityInput input) =>
        Next.ScheduleActivityAsync<TResult>(input);

    /// <summary>Schedules a local activity.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="input">Call.</param>
    /// <returns>Result of the activity.</returns>
    public virtual Task<TResult> ScheduleLocalActivityAsync<TResult>(ScheduleLocalActivityInput input) =>
        Next.ScheduleLocalActivityAsync<TResult>(input);

    /// <summary>Starts a Nexus operation.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="input">Call.</param>
    /// <returns>Handle of the started operation.</returns>
    public virtual Task<NexusWorkflowOperationHandle<TResult>> ScheduleNexusOperationAsync<TResult>(
        ScheduleNexusOperationInput input) => Next.ScheduleNexusOperationAsync<TResult>(input);

    /// <summary>Signals a child workflow.</summary>
    /// <param name="input">Call.</param>
    /// <returns>Task that ends when the signal is delivered.</returns>
    public virtual Task SignalChildWorkflowAsync(SignalChildWorkflowInput input) =>
        Next.SignalChildWorkflowAsync(input);

    /// <summary>Signals another workflow.</summary>
    /// <param name="input">Call.</param>
    /// <returns>Task that ends when the signal is delivered.</returns>
    public virtual Task SignalExternalWorkflowAsync(SignalExternalWorkflowInput input) =>
        Next.SignalExternalWorkflowAsync(input);

    /// <summary>Starts a child workflow.</summary>
    /// <typeparam name="TWorkflow">Workflow type.</typeparam>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="input">Call.</param>
    /// <returns>Handle of the started child.</returns>
    public virtual Task<ChildWorkflowHandle<TWorkflow, TResult>> StartChildWorkflowAsync<TWorkflow, TResult>(
        StartChildWorkflowInput input) => Next.StartChildWorkflowAsync<TWorkflow, TResult>(input);
}
