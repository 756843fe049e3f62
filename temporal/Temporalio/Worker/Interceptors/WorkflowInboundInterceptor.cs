namespace Temporalio.Worker.Interceptors;

/// <summary>Calls into a workflow instance.</summary>
public abstract class WorkflowInboundInterceptor
{
    private readonly WorkflowInboundInterceptor? _next;

    /// <summary>Creates a link of the chain.</summary>
    /// <param name="next">Next link.</param>
    protected WorkflowInboundInterceptor(WorkflowInboundInterceptor next) => _next = next;

    private protected WorkflowInboundInterceptor()
    {
    }

    /// <summary>Gets the next link.</summary>
    protected WorkflowInboundInterceptor Next =>
        _next ?? throw new InvalidOperationException("No next interceptor");

    /// <summary>
    /// Called once before anything else, with the chain of outgoing calls, which may be wrapped here.
    /// </summary>
    /// <param name="outbound">Chain of outgoing calls.</param>
    public virtual void Init(WorkflowOutboundInterceptor outbound) => Next.Init(outbound);

    /// <summary>Runs the workflow.</summary>
    /// <param name="input">Call.</param>
    /// <returns>Result of the workflow.</returns>
    public virtual Task<object?> ExecuteWorkflowAsync(ExecuteWorkflowInput input) => Next.ExecuteWorkflowAsync(input);

    /// <summary>Handles a signal.</summary>
    /// <param name="input">Call.</param>
    /// <returns>Task that ends with the handler.</returns>
    public virtual Task HandleSignalAsync(HandleSignalInput input) => Next.HandleSignalAsync(input);

    /// <summary>Handles a query.</summary>
    /// <param name="input">Call.</param>
    /// <returns>Result of the query.</returns>
    public virtual object? HandleQuery(HandleQueryInput input) => Next.HandleQuery(input);

    /// <summary>Validates an update; an exception rejects it.</summary>
    /// <param name="input">Call.</param>
    public virtual void ValidateUpdate(HandleUpdateInput input) => Next.ValidateUpdate(input);

    /// <summary>Handles an update.</summary>
    /// <param name="input">Call.</param>
    /// <returns>Result of the update.</returns>
    public virtual Task<object?> HandleUpdateAsync(HandleUpdateInput input) => Next.HandleUpdateAsync(input);
}
