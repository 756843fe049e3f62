namespace Temporal.DevServer.Frontend.Namespaces;

/// <summary>Where namespaces survive a restart.</summary>
internal interface INamespaceStore
{
    /// <summary>All namespaces, once at start-up.</summary>
    Task<IReadOnlyList<NamespaceEntry>> LoadAsync(CancellationToken cancel);

    /// <summary>Inserts or replaces one, by id; durable when the task ends.</summary>
    Task SaveAsync(NamespaceEntry entry, CancellationToken cancel);

    /// <summary>Forgets one, by id.</summary>
    Task RemoveAsync(string id, CancellationToken cancel);
}

/// <summary>Keeps nothing: for a server in memory, whose registry is all there is.</summary>
internal sealed class NoNamespaceStore : INamespaceStore
{
    /// <inheritdoc />
    public Task<IReadOnlyList<NamespaceEntry>> LoadAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<NamespaceEntry>>([]);

    /// <inheritdoc />
    public Task SaveAsync(NamespaceEntry entry, CancellationToken cancel) => Task.CompletedTask;

    /// <inheritdoc />
    public Task RemoveAsync(string id, CancellationToken cancel) => Task.CompletedTask;
}
