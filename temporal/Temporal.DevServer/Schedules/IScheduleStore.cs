using Temporal.DevServer.State;

namespace Temporal.DevServer.Schedules;

/// <summary>Where schedules survive a restart.</summary>
internal interface IScheduleStore
{
    /// <summary>All schedules, once at start-up.</summary>
    Task<IReadOnlyList<StoredSchedule>> LoadAsync(CancellationToken cancel);

    /// <summary>Inserts or replaces one, by namespace and id; durable when the task ends.</summary>
    Task SaveAsync(StoredSchedule schedule);

    /// <summary>Forgets one; durable when the task ends.</summary>
    Task RemoveAsync(string namespaceId, string scheduleId);
}

/// <summary>Keeps nothing: for a server in memory.</summary>
internal sealed class NoScheduleStore : IScheduleStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredSchedule>> LoadAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<StoredSchedule>>([]);

    /// <inheritdoc/>
    public Task SaveAsync(StoredSchedule schedule) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task RemoveAsync(string namespaceId, string scheduleId) => Task.CompletedTask;
}
