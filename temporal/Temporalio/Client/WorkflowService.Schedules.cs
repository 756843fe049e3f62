using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Client;

/// <summary>Calls of Temporal's workflow service, one method for each.</summary>
public abstract partial class WorkflowService
{
    /// <summary>Invokes CountSchedules.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<CountSchedulesResponse> CountSchedulesAsync(CountSchedulesRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("CountSchedules", req, CountSchedulesResponse.Parser, options);

    /// <summary>Invokes CreateSchedule.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<CreateScheduleResponse> CreateScheduleAsync(CreateScheduleRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("CreateSchedule", req, CreateScheduleResponse.Parser, options);

    /// <summary>Invokes DeleteSchedule.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<DeleteScheduleResponse> DeleteScheduleAsync(DeleteScheduleRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("DeleteSchedule", req, DeleteScheduleResponse.Parser, options);

    /// <summary>Invokes DescribeSchedule.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<DescribeScheduleResponse> DescribeScheduleAsync(
        DescribeScheduleRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("DescribeSchedule", req, DescribeScheduleResponse.Parser, options);

    /// <summary>Invokes ListScheduleMatchingTimes.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<ListScheduleMatchingTimesResponse> ListScheduleMatchingTimesAsync(
        ListScheduleMatchingTimesRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("ListScheduleMatchingTimes", req, ListScheduleMatchingTimesResponse.Parser, options);

    /// <summary>Invokes ListSchedules.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<ListSchedulesResponse> ListSchedulesAsync(ListSchedulesRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("ListSchedules", req, ListSchedulesResponse.Parser, options);

    /// <summary>Invokes PatchSchedule.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<PatchScheduleResponse> PatchScheduleAsync(PatchScheduleRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("PatchSchedule", req, PatchScheduleResponse.Parser, options);

    /// <summary>Invokes UpdateSchedule.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<UpdateScheduleResponse> UpdateScheduleAsync(UpdateScheduleRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("UpdateSchedule", req, UpdateScheduleResponse.Parser, options);
}
