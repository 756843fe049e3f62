using NexusRpc.Handlers;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Worker.Nexus;

/// <summary>Puts the worker's interceptors around each call of a handler.</summary>
internal sealed class NexusInterceptorChain(IReadOnlyCollection<IWorkerInterceptor> interceptors) : IOperationMiddleware
{
    /// <inheritdoc />
    public IOperationHandler<object?, object?> Intercept(
        OperationContext context, IOperationHandler<object?, object?> nextHandler)
    {
        NexusOperationInboundInterceptor chain = new End(nextHandler);
        foreach (var interceptor in interceptors.Reverse())
        {
            chain = interceptor.InterceptNexusOperation(chain);
        }
        return new Start(chain);
    }

    /// <summary>Last link: the handler itself.</summary>
    private sealed class End(IOperationHandler<object?, object?> handler) : NexusOperationInboundInterceptor
    {
        public override Task<OperationStartResult<object?>> ExecuteNexusOperationStartAsync(
            ExecuteNexusOperationStartInput input) => handler.StartAsync(input.Context, input.Input);

        public override Task ExecuteNexusOperationCancelAsync(ExecuteNexusOperationCancelInput input) =>
            handler.CancelAsync(input.Context);
    }

    /// <summary>What the Nexus library calls.</summary>
    private sealed class Start(NexusOperationInboundInterceptor chain) : IOperationHandler<object?, object?>
    {
        public Task<OperationStartResult<object?>> StartAsync(OperationStartContext context, object? input) =>
            chain.ExecuteNexusOperationStartAsync(new(context, input));

        public Task CancelAsync(OperationCancelContext context) => chain.ExecuteNexusOperationCancelAsync(new(context));
    }
}
