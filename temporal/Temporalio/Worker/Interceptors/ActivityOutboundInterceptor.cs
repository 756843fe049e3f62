namespace Temporalio.Worker.Interceptors;

/// <summary>Calls out of an activity attempt.</summary>
public abstract class ActivityOutboundInterceptor
{
    private readonly ActivityOutboundInterceptor? _next;

    /// <summary>Creates a link of the chain.</summary>
    /// <param name="next">Next link.</param>
    protected ActivityOutboundInterceptor(ActivityOutboundInterceptor next) => _next = next;

    private protected ActivityOutboundInterceptor()
    {
    }

    /// <summary>Gets the next link.</summary>
    protected ActivityOutboundInterceptor Next =>
        _next ?? throw new InvalidOperationException("No next interceptor");

    /// <summary>Records a heartbeat.</summary>
    /// <param name="input">Call.</param>
    public virtual void Heartbeat(HeartbeatInput input) => Next.Heartbeat(input);
}
