using Temporalio.Client;
using Temporalio.Client.Interceptors;

namespace Temporalio.Testing;

/// <summary>Makes the handles of started workflows let the server skip time while their result is waited for.</summary>
internal sealed class TimeSkippingClientInterceptor(AutoTimeSkipping skipping) : IClientInterceptor
{
    public ClientOutboundInterceptor InterceptClient(ClientOutboundInterceptor nextInterceptor) =>
        new Outbound(nextInterceptor, skipping);

    private sealed class Outbound(ClientOutboundInterceptor next, AutoTimeSkipping skipping)
        : ClientOutboundInterceptor(next)
    {
        public override async Task<WorkflowHandle<TWorkflow, TResult>> StartWorkflowAsync<TWorkflow, TResult>(
            StartWorkflowInput input) =>
            new TimeSkippingWorkflowHandle<TWorkflow, TResult>(
                await base.StartWorkflowAsync<TWorkflow, TResult>(input).ConfigureAwait(false), skipping);
    }

    private sealed record TimeSkippingWorkflowHandle<TWorkflow, TResult>(
        WorkflowHandle<TWorkflow, TResult> Inner, AutoTimeSkipping Skipping)
        : WorkflowHandle<TWorkflow, TResult>(
            Inner.Client, Inner.Id, Inner.RunId, Inner.ResultRunId, Inner.FirstExecutionRunId)
    {
        public override Task<T> GetResultAsync<T>(bool followRuns = true, RpcOptions? rpcOptions = null) =>
            Skipping.WhileSkippingAsync(Client, () => base.GetResultAsync<T>(followRuns, rpcOptions));
    }
}
