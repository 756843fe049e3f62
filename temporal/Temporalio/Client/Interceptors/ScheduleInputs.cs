using Temporalio.Client.Schedules;

namespace Temporalio.Client.Interceptors;

/// <summary>Input of catching up a schedule.</summary>
/// <param name="Id">Schedule id.</param>
/// <param name="Backfills">Times to catch up.</param>
/// <param name="RpcOptions">Options of the call to the server.</param>
public record BackfillScheduleInput(
    string Id,
    IReadOnlyCollection<ScheduleBackfill> Backfills,
    RpcOptions? RpcOptions);

/// <summary>Input of creating a schedule.</summary>
/// <param name="Id">Schedule id.</param>
/// <param name="Schedule">The schedule.</param>
/// <param name="Options">Options.</param>
public record CreateScheduleInput(string Id, Schedule Schedule, ScheduleOptions? Options);

/// <summary>Input of deleting a schedule.</summary>
/// <param name="Id">Schedule id.</param>
/// <param name="RpcOptions">Options of the call to the server.</param>
public record DeleteScheduleInput(string Id, RpcOptions? RpcOptions);

/// <summary>Input of describing a schedule.</summary>
/// <param name="Id">Schedule id.</param>
/// <param name="RpcOptions">Options of the call to the server.</param>
public record DescribeScheduleInput(string Id, RpcOptions? RpcOptions);

/// <summary>Input of listing schedules.</summary>
/// <param name="Options">Options.</param>
public record ListSchedulesInput(ScheduleListOptions? Options);

/// <summary>Input of pausing a schedule.</summary>
/// <param name="Id">Schedule id.</param>
/// <param name="Note">Note to leave, if any.</param>
/// <param name="RpcOptions">Options of the call to the server.</param>
public record PauseScheduleInput(string Id, string? Note, RpcOptions? RpcOptions);

/// <summary>Input of running the action of a schedule at once.</summary>
/// <param name="Id">Schedule id.</param>
/// <param name="Options">Options.</param>
public record TriggerScheduleInput(string Id, ScheduleTriggerOptions? Options);

/// <summary>Input of unpausing a schedule.</summary>
/// <param name="Id">Schedule id.</param>
/// <param name="Note">Note to leave, if any.</param>
/// <param name="RpcOptions">Options of the call to the server.</param>
public record UnpauseScheduleInput(string Id, string? Note, RpcOptions? RpcOptions);

/// <summary>Input of changing a schedule.</summary>
/// <param name="Id">Schedule id.</param>
/// <param name="Updater">Makes the new schedule of the current one.</param>
/// <param name="RpcOptions">Options of the call to the server.</param>
public record UpdateScheduleInput(
    string Id,
    Func<ScheduleUpdateInput, Task<ScheduleUpdate?>> Updater,
    RpcOptions? RpcOptions);
