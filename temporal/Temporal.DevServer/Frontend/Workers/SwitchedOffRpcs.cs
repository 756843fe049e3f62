using Google.Protobuf;
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
        RegisterOldDeployments(table);
        Off<CreateWorkflowRuleRequest, CreateWorkflowRuleResponse>(table, "CreateWorkflowRule");
        Off<DescribeWorkflowRuleRequest, DescribeWorkflowRuleResponse>(table, "DescribeWorkflowRule");
        Off<DeleteWorkflowRuleRequest, DeleteWorkflowRuleResponse>(table, "DeleteWorkflowRule");
        Off<TriggerWorkflowRuleRequest, TriggerWorkflowRuleResponse>(table, "TriggerWorkflowRule");
        Off<ListWorkflowRulesRequest, ListWorkflowRulesResponse>(table, "ListWorkflowRules");
        table.Add<UpdateWorkerConfigRequest, UpdateWorkerConfigResponse>(
            "UpdateWorkerConfig", (_, _) => throw RpcErrors.Unimplemented("UpdateWorkerConfig command is not enabled."));
        table.Add<FetchWorkerConfigRequest, FetchWorkerConfigResponse>(
            "FetchWorkerConfig", (_, _) => throw RpcErrors.Unimplemented("FetchWorkerConfig command is not enabled."));
    }

    /// <summary>The first form of deployments, which worker deployments replaced.</summary>
    private static void RegisterOldDeployments(RpcTableBuilder table)
    {
        Old<DescribeDeploymentRequest, DescribeDeploymentResponse>(table, "DescribeDeployment");
        Old<ListDeploymentsRequest, ListDeploymentsResponse>(table, "ListDeployments");
        Old<GetDeploymentReachabilityRequest, GetDeploymentReachabilityResponse>(table, "GetDeploymentReachability");
        Old<GetCurrentDeploymentRequest, GetCurrentDeploymentResponse>(table, "GetCurrentDeployment");
        Old<SetCurrentDeploymentRequest, SetCurrentDeploymentResponse>(table, "SetCurrentDeployment");
    }

    private static void Old<TRequest, TResponse>(RpcTableBuilder table, string method)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage =>
        table.Add<TRequest, TResponse>(method, (_, _) => throw RpcErrors.Unimplemented(
            "Deployments are deprecated and no longer supported, use Worker Deployments instead"));

    private static void Off<TRequest, TResponse>(RpcTableBuilder table, string method)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage =>
        table.Add<TRequest, TResponse>(method, (_, _) => throw RpcErrors.Unimplemented($"method {method} not supported"));
}
