using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workers;

/// <summary>What a real server has switched off by default, refused with its words.</summary>
internal sealed class SwitchedOffRpcs(NamespaceRegistry registry) : IRpcService
{
    /// <inheritdoc />
    public void Register(RpcTableBuilder table)
    {
        table.Add<PauseWorkflowExecutionRequest, PauseWorkflowExecutionResponse>(
            "PauseWorkflowExecution", (request, _) => throw RpcErrors.Unimplemented(
                $"workflow pause is not enabled for namespace: {registry.Require(request.Namespace).Name}"));
        table.Add<UnpauseWorkflowExecutionRequest, UnpauseWorkflowExecutionResponse>(
            "UnpauseWorkflowExecution", (request, _) =>
            {
                registry.Require(request.Namespace);
                throw RpcErrors.FailedPrecondition("workflow is not paused.");
            });
        table.Add<ListWorkflowRulesRequest, ListWorkflowRulesResponse>(
            "ListWorkflowRules", (_, _) => throw RpcErrors.Unimplemented("method ListWorkflowRules not supported"));
        table.Add<FetchWorkerConfigRequest, FetchWorkerConfigResponse>(
            "FetchWorkerConfig", (_, _) => throw RpcErrors.Unimplemented("FetchWorkerConfig command is not enabled."));
    }
}
