using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Temporal.DevServer.Grpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;

namespace Temporal.DevServer.Frontend.Namespaces;

/// <summary>
/// All namespaces, read without locks from an immutable snapshot. Changes are made one after another: first durable,
/// then visible.
/// </summary>
internal sealed class NamespaceRegistry : INamespaceRegistry, IDisposable
{
    /// <summary>Name of the namespace that a real server keeps for itself.</summary>
    public const string SystemName = "temporal-system";

    /// <summary>Longest name of a namespace.</summary>
    public const int NameLengthMax = 1000;

    private const int DeletedIdLength = 5;
    private const string SystemId = "32049b68-7872-4094-8e63-d0dd59896a83";
    private static readonly TimeSpan SystemRetention = TimeSpan.FromDays(7);
    private static readonly TimeSpan DefaultRetention = TimeSpan.FromDays(1);

    private readonly INamespaceStore _store;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile Snapshot _snapshot = Snapshot.Empty;

    private NamespaceRegistry(INamespaceStore store) => _store = store;

    /// <summary>Loads what is stored and makes sure that the system namespace and the given ones exist.</summary>
    public static async Task<NamespaceRegistry> OpenAsync(
        INamespaceStore store, IEnumerable<string> wanted, CancellationToken cancel)
    {
        var registry = new NamespaceRegistry(store);
        foreach (var entry in await store.LoadAsync(cancel).ConfigureAwait(false))
        {
            registry._snapshot = registry._snapshot.With(entry);
        }

        await registry.EnsureAsync(SystemEntry(), cancel).ConfigureAwait(false);
        foreach (var name in wanted)
        {
            await registry.EnsureAsync(NewEntry(name, DefaultRetention), cancel).ConfigureAwait(false);
        }

        return registry;
    }

    /// <inheritdoc />
    public bool TryGetByName(string name, [NotNullWhen(true)] out NamespaceEntry? entry) =>
        _snapshot.ByName.TryGetValue(name, out entry);

    /// <inheritdoc />
    public bool TryGetById(string id, [NotNullWhen(true)] out NamespaceEntry? entry) =>
        _snapshot.ById.TryGetValue(id, out entry);

    /// <inheritdoc />
    public IReadOnlyCollection<NamespaceEntry> List() => _snapshot.InOrder;

    /// <summary>The namespace of a request, or the error for it.</summary>
    public NamespaceEntry Require(string name)
    {
        if (name.Length == 0)
        {
            throw RpcErrors.InvalidArgument("Namespace is empty.");
        }

        if (name.Length > NameLengthMax)
        {
            throw RpcErrors.InvalidArgument("Namespace length exceeds limit.");
        }

        return TryGetByName(name, out var entry) ? entry : throw RpcErrors.NamespaceNotFound(name);
    }

    /// <summary>A fresh namespace with nothing but a name.</summary>
    public static NamespaceEntry NewEntry(string name, TimeSpan retention) => new()
    {
        Id = Guid.NewGuid().ToString(),
        Name = name,
        Retention = retention,
        CustomSearchAttributes = new Dictionary<string, IndexedValueType>(),
    };

    /// <summary>Adds a namespace; a name in use is ALREADY_EXISTS.</summary>
    public Task AddAsync(NamespaceEntry entry, CancellationToken cancel) => ChangeAsync(
        async () =>
        {
            if (_snapshot.ByName.ContainsKey(entry.Name))
            {
                throw new RpcException(
                    RpcCode.AlreadyExists, $"Namespace \"{entry.Name}\" already exists",
                    new NamespaceAlreadyExistsFailure());
            }

            await _store.SaveAsync(entry, cancel).ConfigureAwait(false);
            _snapshot = _snapshot.With(entry);
            return entry;
        },
        cancel);

    /// <summary>Replaces a namespace by what <paramref name="change"/> makes of it; returns the new one.</summary>
    public Task<NamespaceEntry> UpdateAsync(
        string name, Func<NamespaceEntry, NamespaceEntry> change, CancellationToken cancel) => ChangeAsync(
        async () =>
        {
            var before = Require(name);
            var after = change(before);
            if (!ReferenceEquals(before, after))
            {
                await _store.SaveAsync(after, cancel).ConfigureAwait(false);
                _snapshot = _snapshot.With(after);
            }

            return after;
        },
        cancel);

    /// <summary>Namespaces that are deleted while something of them is still there.</summary>
    public IReadOnlyCollection<NamespaceEntry> Deleted => _snapshot.Deleted;

    /// <summary>
    /// Takes a namespace from everybody's eyes, under a name that says so; its name is free at once. Durable, so that what
    /// is left of it is removed even after a restart.
    /// </summary>
    public Task<NamespaceEntry> MarkDeletedAsync(NamespaceEntry entry, CancellationToken cancel) => UpdateAsync(
        entry.Name,
        current => current with
        {
            Name = $"{current.Name}-deleted-{current.Id[..DeletedIdLength]}",
            State = NamespaceState.Deleted,
        },
        cancel);

    /// <summary>Forgets a namespace.</summary>
    public Task RemoveAsync(NamespaceEntry entry, CancellationToken cancel) => ChangeAsync(
        async () =>
        {
            await _store.RemoveAsync(entry.Id, cancel).ConfigureAwait(false);
            _snapshot = _snapshot.Without(entry);
            return entry;
        },
        cancel);

    /// <inheritdoc />
    public void Dispose() => _changing.Dispose();

    private static NamespaceEntry SystemEntry() => NewEntry(SystemName, SystemRetention) with
    {
        Id = SystemId,
        Description = "Temporal internal system namespace",
        OwnerEmail = "temporal-core@temporal.io",
    };

    private async Task EnsureAsync(NamespaceEntry entry, CancellationToken cancel)
    {
        if (!_snapshot.ByName.ContainsKey(entry.Name))
        {
            await AddAsync(entry, cancel).ConfigureAwait(false);
        }
    }

    private async Task<NamespaceEntry> ChangeAsync(Func<Task<NamespaceEntry>> change, CancellationToken cancel)
    {
        await _changing.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await change().ConfigureAwait(false);
        }
        finally
        {
            _changing.Release();
        }
    }

    private sealed record Snapshot(
        ImmutableDictionary<string, NamespaceEntry> ByName, ImmutableDictionary<string, NamespaceEntry> ById)
    {
        public static readonly Snapshot Empty = new(
            ImmutableDictionary.Create<string, NamespaceEntry>(StringComparer.Ordinal),
            ImmutableDictionary.Create<string, NamespaceEntry>(StringComparer.Ordinal));

        public IReadOnlyCollection<NamespaceEntry> InOrder { get; } =
            [.. ByName.Values.OrderBy(e => e.Id, StringComparer.Ordinal)];

        public IReadOnlyCollection<NamespaceEntry> Deleted { get; } =
            [.. ById.Values.Where(e => e.State == NamespaceState.Deleted)];

        /// <summary>With a namespace as it is now; a deleted one has no name by which it is found.</summary>
        public Snapshot With(NamespaceEntry entry)
        {
            var others = ById.TryGetValue(entry.Id, out var before) ? ByName.Remove(before.Name) : ByName;
            return new(
                entry.State == NamespaceState.Deleted ? others : others.SetItem(entry.Name, entry),
                ById.SetItem(entry.Id, entry));
        }

        public Snapshot Without(NamespaceEntry entry) => new(ByName.Remove(entry.Name), ById.Remove(entry.Id));
    }
}
