namespace Temporal.DevServer.Persistence;

/// <summary>Where records that are few and small enough to be kept in memory too survive a restart.</summary>
internal interface IRecordStore<T>
{
    /// <summary>All records, once at start-up.</summary>
    Task<IReadOnlyList<T>> LoadAsync(CancellationToken cancel);

    /// <summary>Inserts or replaces one, by namespace (empty: the whole server) and id; durable when the task ends.</summary>
    Task SaveAsync(T record);

    /// <summary>Forgets one; durable when the task ends.</summary>
    Task RemoveAsync(string namespaceId, string id);
}

/// <summary>Keeps nothing: for a server in memory.</summary>
internal sealed class NoRecordStore<T> : IRecordStore<T>
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<T>> LoadAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<T>>([]);

    /// <inheritdoc/>
    public Task SaveAsync(T record) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task RemoveAsync(string namespaceId, string id) => Task.CompletedTask;
}
