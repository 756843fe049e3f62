using NexusRpc.Handlers;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

/// <summary>Sends a header with each Nexus operation of a workflow, and shows what handlers got.</summary>
public class NexusHeaders : IWorkerInterceptor
{
    private const string Header = "who";

    public string? Received { get; private set; }

    public WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) =>
        new Inbound(nextInterceptor);

    public NexusOperationInboundInterceptor InterceptNexusOperation(
        NexusOperationInboundInterceptor nextInterceptor) => new Handler(this, nextInterceptor);

    private sealed class Inbound(WorkflowInboundInterceptor next) : WorkflowInboundInterceptor(next)
    {
        public override void Init(WorkflowOutboundInterceptor outbound) => base.Init(new Outbound(outbound));
    }

    private sealed class Outbound(WorkflowOutboundInterceptor next) : WorkflowOutboundInterceptor(next)
    {
        public override Task<NexusWorkflowOperationHandle<TResult>> ScheduleNexusOperationAsync<TResult>(
            ScheduleNexusOperationInput input) => base.ScheduleNexusOperationAsync<TResult>(
                input with { Headers = new Dictionary<string, string> { [Header] = Workflow.Info.WorkflowType } });
    }

    private sealed class Handler(NexusHeaders headers, NexusOperationInboundInterceptor next)
        : NexusOperationInboundInterceptor(next)
    {
        public override Task<OperationStartResult<object?>> ExecuteNexusOperationStartAsync(
            ExecuteNexusOperationStartInput input)
        {
            headers.Received = input.Context.Headers?[Header];
            return base.ExecuteNexusOperationStartAsync(input);
        }
    }
}
