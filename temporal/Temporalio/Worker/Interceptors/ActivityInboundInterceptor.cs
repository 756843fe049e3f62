namespace Temporalio.Worker.Interceptors;

/// <summary>Calls into an activity attempt.</summary>
public abstract class ActivityInboundInterceptor
{
    private readonly ActivityInboundInterceptor? _next;

    /// <summary>Creates a link of the chain.</summary>
    /// <param name="next">Next link.</param>
    protected ActivityInboundInterceptor(ActivityInboundInterceptor next) => _next = next;

    private protected ActivityInboundInterceptor()
    {
    }

    /// <summary>Gets the next link.</summary>
    protected ActivityInboundInterceptor Next =>
        _next ?? throw new InvalidOperationException("No next interceptor");

    /// <summary>Called once before the attempt, with the chain of outgoing calls, which may be wrapped here.</summary>
    /// <param name="outbound">Chain of outgoing calls.</param>
    public virtual void Init(ActivityOutboundInterceptor outbound) => Next.Init(outbound);

    /// <summary>Runs the attempt.</summary>
    /// <param name="input">Call.</param>
    /// <returns>Result of the activity.</returns>
    public virtual Task<object?> ExecuteActivityAsync(ExecuteActivityInput input) => Next.ExecuteActivityAsync(input);
}
