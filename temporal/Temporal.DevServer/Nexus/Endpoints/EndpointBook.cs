using System.Collections.Concurrent;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporal.DevServer.Timers;
using Temporalio.Api.Nexus.V1;
using Endpoint = Temporalio.Api.Nexus.V1.Endpoint;

namespace Temporal.DevServer.Nexus.Endpoints;

/// <summary>
/// All Nexus endpoints: names under which workflows of any namespace call services that workers of a task queue offer.
/// They belong to the whole server. Changes are made one after another: first durable, then visible.
/// </summary>
internal sealed class EndpointBook(
    IRecordStore<StoredNexusEndpoint> store, INamespaceRegistry namespaces, IClock clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, StoredNexusEndpoint> _endpoints = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changing = new(1, 1);

    /// <summary>Loads what is stored.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        foreach (var stored in await store.LoadAsync(cancel).ConfigureAwait(false))
        {
            _endpoints[stored.Endpoint.Id] = stored;
        }
    }

    /// <summary>All endpoints, by id.</summary>
    public IReadOnlyList<Endpoint> List() =>
        [.. _endpoints.Values.OrderBy(e => e.Endpoint.Id, StringComparer.Ordinal).Select(Show)];

    /// <summary>An endpoint by its id, or null.</summary>
    public Endpoint? Find(string id) => _endpoints.TryGetValue(id, out var found) ? Show(found) : null;

    /// <summary>An endpoint by its name, or null.</summary>
    public StoredNexusEndpoint? FindByName(string name) =>
        _endpoints.Values.FirstOrDefault(e => e.Endpoint.Spec.Name == name);

    /// <summary>The endpoint that an operation was scheduled for, or the one that has its name by now.</summary>
    public StoredNexusEndpoint? FindTarget(string id, string name) =>
        _endpoints.TryGetValue(id, out var found) ? found : FindByName(name);

    /// <summary>Creates an endpoint.</summary>
    public Task<Endpoint> CreateAsync(EndpointSpec spec) => ChangeAsync(() =>
    {
        if (FindByName(spec.Name) is not null)
        {
            throw new RpcException(RpcCode.AlreadyExists,
                $"error creating Nexus endpoint. Endpoint with name {spec.Name} already registered");
        }

        var id = Guid.NewGuid().ToString();
        return new Endpoint
        {
            Version = 1,
            Id = id,
            Spec = spec,
            CreatedTime = clock.UtcNow.ToStamp(),
            UrlPrefix = $"/nexus/endpoints/{id}/services",
        };
    });

    /// <summary>Replaces what an endpoint is, if the caller knows its newest version.</summary>
    public Task<Endpoint> UpdateAsync(string id, long version, EndpointSpec spec) => ChangeAsync(() =>
    {
        if (Find(id) is not { } next)
        {
            throw RpcErrors.NotFound($"error updating Nexus endpoint. endpoint ID {id} not found");
        }

        if (next.Version != version)
        {
            throw RpcErrors.FailedPrecondition(
                $"nexus endpoint version mismatch. received: {version} expected {next.Version}");
        }

        if (FindByName(spec.Name) is { } other && other.Endpoint.Id != id)
        {
            throw new RpcException(RpcCode.AlreadyExists,
                $"error updating Nexus endpoint. Endpoint with name {spec.Name} already registered");
        }

        next.Version++;
        next.Spec = spec;
        next.LastModifiedTime = clock.UtcNow.ToStamp();
        return next;
    });

    /// <summary>Forgets an endpoint.</summary>
    public async Task RemoveAsync(string id)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_endpoints.ContainsKey(id))
            {
                throw RpcErrors.NotFound($"error deleting nexus endpoint with ID: {id}");
            }

            await store.RemoveAsync("", id).ConfigureAwait(false);
            _endpoints.TryRemove(id, out _);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();

    private async Task<Endpoint> ChangeAsync(Func<Endpoint> change)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            var next = change();
            var stored = new StoredNexusEndpoint { Endpoint = next, TargetNamespaceId = NamespaceIdOf(next) };
            await store.SaveAsync(stored).ConfigureAwait(false);
            _endpoints[next.Id] = stored;
            return Show(stored);
        }
        finally
        {
            _changing.Release();
        }
    }

    private string NamespaceIdOf(Endpoint endpoint) =>
        endpoint.Spec.Target.Worker is { } worker && namespaces.TryGetByName(worker.Namespace, out var ns) ? ns.Id : "";

    /// <summary>A copy for callers, with the name that the target's namespace has now.</summary>
    private Endpoint Show(StoredNexusEndpoint stored)
    {
        var shown = stored.Endpoint.Clone();
        if (shown.Spec.Target.Worker is { } worker && namespaces.TryGetById(stored.TargetNamespaceId, out var ns))
        {
            worker.Namespace = ns.Name;
        }

        return shown;
    }
}
