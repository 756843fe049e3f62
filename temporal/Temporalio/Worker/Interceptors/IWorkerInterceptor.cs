namespace Temporalio.Worker.Interceptors;

/// <summary>
/// Wraps what a worker calls and what the called code calls. The first interceptor of the options is the outermost.
/// </summary>
public interface IWorkerInterceptor
{
    /// <summary>Wraps the calls into one workflow instance.</summary>
    /// <param name="nextInterceptor">Next link of the chain.</param>
    /// <returns>The wrapping link; the next one to wrap nothing.</returns>
    WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) => nextInterceptor;

    /// <summary>Wraps the calls into one activity attempt.</summary>
    /// <param name="nextInterceptor">Next link of the chain.</param>
    /// <returns>The wrapping link; the next one to wrap nothing.</returns>
    ActivityInboundInterceptor InterceptActivity(ActivityInboundInterceptor nextInterceptor) => nextInterceptor;

    /// <summary>Wraps the calls into one Nexus operation handler.</summary>
    /// <param name="nextInterceptor">Next link of the chain.</param>
    /// <returns>The wrapping link; the next one to wrap nothing.</returns>
    NexusOperationInboundInterceptor InterceptNexusOperation(NexusOperationInboundInterceptor nextInterceptor) =>
        nextInterceptor;
}
