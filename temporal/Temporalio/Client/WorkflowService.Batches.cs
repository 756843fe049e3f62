using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Client;

/// <summary>Calls of Temporal's workflow service, one method for each.</summary>
public abstract partial class WorkflowService
{
    /// <summary>Invokes CreateWorkflowRule.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<CreateWorkflowRuleResponse> CreateWorkflowRuleAsync(
        CreateWorkflowRuleRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("CreateWorkflowRule", req, CreateWorkflowRuleResponse.Parser, options);

    /// <summary>Invokes DeleteWorkflowRule.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<DeleteWorkflowRuleResponse> DeleteWorkflowRuleAsync(
        DeleteWorkflowRuleRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("DeleteWorkflowRule", req, DeleteWorkflowRuleResponse.Parser, options);

    /// <summary>Invokes DescribeBatchOperation.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<DescribeBatchOperationResponse> DescribeBatchOperationAsync(
        DescribeBatchOperationRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("DescribeBatchOperation", req, DescribeBatchOperationResponse.Parser, options);

    /// <summary>Invokes DescribeWorkflowRule.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<DescribeWorkflowRuleResponse> DescribeWorkflowRuleAsync(
        DescribeWorkflowRuleRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("DescribeWorkflowRule", req, DescribeWorkflowRuleResponse.Parser, options);

    /// <summary>Invokes ListBatchOperations.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<ListBatchOperationsResponse> ListBatchOperationsAsync(
        ListBatchOperationsRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("ListBatchOperations", req, ListBatchOperationsResponse.Parser, options);

    /// <summary>Invokes ListWorkflowRules.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<ListWorkflowRulesResponse> ListWorkflowRulesAsync(
        ListWorkflowRulesRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("ListWorkflowRules", req, ListWorkflowRulesResponse.Parser, options);

    /// <summary>Invokes StartBatchOperation.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<StartBatchOperationResponse> StartBatchOperationAsync(
        StartBatchOperationRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("StartBatchOperation", req, StartBatchOperationResponse.Parser, options);

    /// <summary>Invokes StopBatchOperation.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<StopBatchOperationResponse> StopBatchOperationAsync(
        StopBatchOperationRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("StopBatchOperation", req, StopBatchOperationResponse.Parser, options);

    /// <summary>Invokes TriggerWorkflowRule.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<TriggerWorkflowRuleResponse> TriggerWorkflowRuleAsync(
        TriggerWorkflowRuleRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("TriggerWorkflowRule", req, TriggerWorkflowRuleResponse.Parser, options);
}
