using Temporalio.Client.Schedules;

namespace Temporalio.Client;

/// <content>Handles of activities and schedules.</content>
public partial class TemporalClient
{
    /// <inheritdoc />
    public AsyncActivityHandle GetAsyncActivityHandle(byte[] taskToken) =>
        new(this, new AsyncActivityHandle.TaskTokenReference(taskToken));

    /// <inheritdoc />
    public AsyncActivityHandle GetAsyncActivityHandle(string workflowId, string runId, string activityId) =>
        new(this, new AsyncActivityHandle.IdReference(workflowId, runId, activityId));

    /// <inheritdoc />
    public Task<ScheduleHandle> CreateScheduleAsync(
        string scheduleId, Schedule schedule, ScheduleOptions? options = null) =>
        OutboundInterceptor.CreateScheduleAsync(new(scheduleId, schedule, options));

    /// <inheritdoc />
    public ScheduleHandle GetScheduleHandle(string scheduleId) => new(this, scheduleId);

    /// <inheritdoc />
    public IAsyncEnumerable<ScheduleListDescription> ListSchedulesAsync(ScheduleListOptions? options = null) =>
        OutboundInterceptor.ListSchedulesAsync(new(options));
}
