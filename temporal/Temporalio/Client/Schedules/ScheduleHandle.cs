using Temporalio.Exceptions;

namespace Temporalio.Client.Schedules;

/// <summary>A schedule, by its id.</summary>
/// <param name="Client">Client.</param>
/// <param name="Id">Schedule id.</param>
public record ScheduleHandle(ITemporalClient Client, string Id)
{
    /// <summary>Makes the runs of spans of time now.</summary>
    /// <param name="backfills">The spans.</param>
    /// <param name="rpcOptions">Options of the call.</param>
    /// <returns>Task of the call.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public virtual Task BackfillAsync(
        IReadOnlyCollection<ScheduleBackfill> backfills, RpcOptions? rpcOptions = null) =>
        Client.OutboundInterceptor.BackfillScheduleAsync(new(Id, backfills, rpcOptions));

    /// <summary>Deletes the schedule; runs going on are not touched.</summary>
    /// <param name="rpcOptions">Options of the call.</param>
    /// <returns>Task of the call.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public virtual Task DeleteAsync(RpcOptions? rpcOptions = null) =>
        Client.OutboundInterceptor.DeleteScheduleAsync(new(Id, rpcOptions));

    /// <summary>Describes the schedule.</summary>
    /// <param name="rpcOptions">Options of the call.</param>
    /// <returns>The description.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public virtual Task<ScheduleDescription> DescribeAsync(RpcOptions? rpcOptions = null) =>
        Client.OutboundInterceptor.DescribeScheduleAsync(new(Id, rpcOptions));

    /// <summary>Pauses the schedule.</summary>
    /// <param name="note">Note to leave; null for a standard one.</param>
    /// <param name="rpcOptions">Options of the call.</param>
    /// <returns>Task of the call.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public virtual Task PauseAsync(string? note = null, RpcOptions? rpcOptions = null) =>
        Client.OutboundInterceptor.PauseScheduleAsync(new(Id, note, rpcOptions));

    /// <summary>Runs the action at once.</summary>
    /// <param name="options">Options.</param>
    /// <returns>Task of the call.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public virtual Task TriggerAsync(ScheduleTriggerOptions? options = null) =>
        Client.OutboundInterceptor.TriggerScheduleAsync(new(Id, options));

    /// <summary>Lets the schedule go on.</summary>
    /// <param name="note">Note to leave; null for a standard one.</param>
    /// <param name="rpcOptions">Options of the call.</param>
    /// <returns>Task of the call.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public virtual Task UnpauseAsync(string? note = null, RpcOptions? rpcOptions = null) =>
        Client.OutboundInterceptor.UnpauseScheduleAsync(new(Id, note, rpcOptions));

    /// <summary>Changes the schedule.</summary>
    /// <param name="updater">Makes the new schedule of the current one; null changes nothing.</param>
    /// <param name="rpcOptions">Options of the calls.</param>
    /// <returns>Task of the change.</returns>
    /// <exception cref="RpcException">A call failed.</exception>
    public Task UpdateAsync(Func<ScheduleUpdateInput, ScheduleUpdate?> updater, RpcOptions? rpcOptions = null) =>
        UpdateAsync(input => Task.FromResult(updater(input)), rpcOptions);

    /// <summary>Changes the schedule.</summary>
    /// <param name="updater">Makes the new schedule of the current one; null changes nothing.</param>
    /// <param name="rpcOptions">Options of the calls.</param>
    /// <returns>Task of the change.</returns>
    /// <exception cref="RpcException">A call failed.</exception>
    public virtual Task UpdateAsync(
        Func<ScheduleUpdateInput, Task<ScheduleUpdate?>> updater, RpcOptions? rpcOptions = null) =>
        Client.OutboundInterceptor.UpdateScheduleAsync(new(Id, updater, rpcOptions));
}
