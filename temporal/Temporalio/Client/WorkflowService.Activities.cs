using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Client;

/// <summary>Calls of Temporal's workflow service, one method for each.</summary>
public abstract partial class WorkflowService
{
    /// <summary>Invokes CountActivityExecutions.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<CountActivityExecutionsResponse> CountActivityExecutionsAsync(
        CountActivityExecutionsRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("CountActivityExecutions", req, CountActivityExecutionsResponse.Parser, options);

    /// <summary>Invokes DeleteActivityExecution.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<DeleteActivityExecutionResponse> DeleteActivityExecutionAsync(
        DeleteActivityExecutionRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("DeleteActivityExecution", req, DeleteActivityExecutionResponse.Parser, options);

    /// <summary>Invokes DescribeActivityExecution.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<DescribeActivityExecutionResponse> DescribeActivityExecutionAsync(
        DescribeActivityExecutionRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("DescribeActivityExecution", req, DescribeActivityExecutionResponse.Parser, options);

    /// <summary>Invokes ListActivityExecutions.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<ListActivityExecutionsResponse> ListActivityExecutionsAsync(
        ListActivityExecutionsRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("ListActivityExecutions", req, ListActivityExecutionsResponse.Parser, options);

    /// <summary>Invokes PauseActivity.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<PauseActivityResponse> PauseActivityAsync(PauseActivityRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("PauseActivity", req, PauseActivityResponse.Parser, options);

    /// <summary>Invokes PauseActivityExecution.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<PauseActivityExecutionResponse> PauseActivityExecutionAsync(
        PauseActivityExecutionRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("PauseActivityExecution", req, PauseActivityExecutionResponse.Parser, options);

    /// <summary>Invokes PollActivityExecution.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<PollActivityExecutionResponse> PollActivityExecutionAsync(
        PollActivityExecutionRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("PollActivityExecution", req, PollActivityExecutionResponse.Parser, options);

    /// <summary>Invokes RequestCancelActivityExecution.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<RequestCancelActivityExecutionResponse> RequestCancelActivityExecutionAsync(
        RequestCancelActivityExecutionRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("RequestCancelActivityExecution", req, RequestCancelActivityExecutionResponse.Parser, options);

    /// <summary>Invokes ResetActivity.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<ResetActivityResponse> ResetActivityAsync(ResetActivityRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("ResetActivity", req, ResetActivityResponse.Parser, options);

    /// <summary>Invokes ResetActivityExecution.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<ResetActivityExecutionResponse> ResetActivityExecutionAsync(
        ResetActivityExecutionRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("ResetActivityExecution", req, ResetActivityExecutionResponse.Parser, options);

    /// <summary>Invokes StartActivityExecution.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<StartActivityExecutionResponse> StartActivityExecutionAsync(
        StartActivityExecutionRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("StartActivityExecution", req, StartActivityExecutionResponse.Parser, options);

    /// <summary>Invokes TerminateActivityExecution.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<TerminateActivityExecutionResponse> TerminateActivityExecutionAsync(
        TerminateActivityExecutionRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("TerminateActivityExecution", req, TerminateActivityExecutionResponse.Parser, options);

    /// <summary>Invokes UnpauseActivity.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<UnpauseActivityResponse> UnpauseActivityAsync(UnpauseActivityRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("UnpauseActivity", req, UnpauseActivityResponse.Parser, options);

    /// <summary>Invokes UnpauseActivityExecution.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<UnpauseActivityExecutionResponse> UnpauseActivityExecutionAsync(
        UnpauseActivityExecutionRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("UnpauseActivityExecution", req, UnpauseActivityExecutionResponse.Parser, options);

    /// <summary>Invokes UpdateActivityExecutionOptions.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<UpdateActivityExecutionOptionsResponse> UpdateActivityExecutionOptionsAsync(
        UpdateActivityExecutionOptionsRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("UpdateActivityExecutionOptions", req, UpdateActivityExecutionOptionsResponse.Parser, options);

    /// <summary>Invokes UpdateActivityOptions.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<UpdateActivityOptionsResponse> UpdateActivityOptionsAsync(
        UpdateActivityOptionsRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("UpdateActivityOptions", req, UpdateActivityOptionsResponse.Parser, options);
}
