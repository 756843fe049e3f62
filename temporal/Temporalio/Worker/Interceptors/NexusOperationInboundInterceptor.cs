using NexusRpc.Handlers;

namespace Temporalio.Worker.Interceptors;

/// <summary>Calls into a Nexus operation handler.</summary>
public abstract class NexusOperationInboundInterceptor
{
    private readonly NexusOperationInboundInterceptor? _next;

    /// <summary>Creates a link of the chain.</summary>
    /// <param name="next">Next link.</param>
    protected NexusOperationInboundInterceptor(NexusOperationInboundInterceptor next) => _next = next;

    private protected NexusOperationInboundInterceptor()
    {
    }

    /// <summary>Gets the next link.</summary>
    protected NexusOperationInboundInterceptor Next =>
        _next ?? throw new InvalidOperationException("No next interceptor");

    /// <summary>Starts an operation.</summary>
    /// <param name="input">Call.</param>
    /// <returns>Its result, or a token if it goes on.</returns>
    public virtual Task<OperationStartResult<object?>> ExecuteNexusOperationStartAsync(
        ExecuteNexusOperationStartInput input) => Next.ExecuteNexusOperationStartAsync(input);

    /// <summary>Asks that an operation end.</summary>
    /// <param name="input">Call.</param>
    /// <returns>Task that ends when that is taken note of.</returns>
    public virtual Task ExecuteNexusOperationCancelAsync(ExecuteNexusOperationCancelInput input) =>
        Next.ExecuteNexusOperationCancelAsync(input);
}

/// <summary>Call of <see cref="NexusOperationInboundInterceptor.ExecuteNexusOperationStartAsync" />.</summary>
/// <param name="Context">What the handler gets to know.</param>
/// <param name="Input">Argument.</param>
public record ExecuteNexusOperationStartInput(OperationStartContext Context, object? Input);

/// <summary>Call of <see cref="NexusOperationInboundInterceptor.ExecuteNexusOperationCancelAsync" />.</summary>
/// <param name="Context">What the handler gets to know.</param>
public record ExecuteNexusOperationCancelInput(OperationCancelContext Context);
