using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workers;

/// <summary>
/// Worker deployments, of which this server keeps none: the list is empty, and what a name stands for is not found. What
/// this server has not is refused with a real server's words where that server has it switched off too.
/// </summary>
internal sealed class DeploymentRpcs(NamespaceRegistry registry) : IRpcService
{
    /// <inheritdoc />
    public void Register(RpcTableBuilder table)
    {
        table.Add<ListWorkerDeploymentsRequest, ListWorkerDeploymentsResponse>("ListWorkerDeployments", ListAsync);
        table.Add<DescribeWorkerDeploymentRequest, DescribeWorkerDeploymentResponse>(
            "DescribeWorkerDeployment", DescribeAsync);
        table.Add<DescribeWorkerDeploymentVersionRequest, DescribeWorkerDeploymentVersionResponse>(
            "DescribeWorkerDeploymentVersion", DescribeVersionAsync);
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

    private Task<ListWorkerDeploymentsResponse> ListAsync(ListWorkerDeploymentsRequest request, RpcContext context)
    {
        registry.Require(request.Namespace);
        return Task.FromResult(new ListWorkerDeploymentsResponse());
    }

    private Task<DescribeWorkerDeploymentResponse> DescribeAsync(
        DescribeWorkerDeploymentRequest request, RpcContext context)
    {
        registry.Require(request.Namespace);
        throw RpcErrors.NotFound($"no Worker Deployment found with name '{request.DeploymentName}'; does your Worker "
            + "Deployment have pollers?");
    }

    private Task<DescribeWorkerDeploymentVersionResponse> DescribeVersionAsync(
        DescribeWorkerDeploymentVersionRequest request, RpcContext context)
    {
        registry.Require(request.Namespace);
        throw RpcErrors.NotFound("Worker Deployment Version not found");
    }
}
