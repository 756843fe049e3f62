using System.Collections.Concurrent;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporal.DevServer.Timers;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Frontend.Workers.Deployments;

/// <summary>
/// All worker deployments. A deployment and its version exist from the first poll of a worker that names them. Changes are
/// made one after another: first durable, then visible.
/// </summary>
internal sealed class DeploymentBook(IRecordStore<StoredDeployment> store, IClock clock) : IDisposable
{
    private readonly ConcurrentDictionary<(string NamespaceId, string Name), StoredDeployment> _deployments = [];
    private readonly ConcurrentDictionary<Sighting, bool> _seen = [];
    private readonly SemaphoreSlim _changing = new(1, 1);

    /// <summary>Told of each change: the namespace's id, and all deployments of the server.</summary>
    public Action<string, IReadOnlyCollection<StoredDeployment>>? Changed { get; set; }

    /// <summary>Loads what is stored.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        foreach (var stored in await store.LoadAsync(cancel).ConfigureAwait(false))
        {
            _deployments[(stored.NamespaceId, stored.Name)] = stored;
            Tell(stored.NamespaceId);
        }
    }

    /// <summary>Deployments of a namespace by name; not to be modified.</summary>
    public IReadOnlyList<StoredDeployment> List(NamespaceEntry ns) =>
    [
        .. _deployments.Values.Where(d => d.NamespaceId == ns.Id).OrderBy(d => d.Name, StringComparer.Ordinal),
    ];

    /// <summary>A deployment that must exist; not to be modified.</summary>
    public StoredDeployment Require(NamespaceEntry ns, string name) =>
        _deployments.TryGetValue((ns.Id, name), out var found) ? found : throw RpcErrors.NotFound(
            $"no Worker Deployment found with name '{name}'; does your Worker Deployment have pollers?");

    /// <summary>Writes down that a versioned worker polls a queue. Cheap when it is known.</summary>
    public async Task NoteAsync(string namespaceId, WorkerDeploymentOptions options, string queue, TaskQueueType type)
    {
        var sighting = new Sighting(namespaceId, options.DeploymentName, options.BuildId, queue, type);
        if (_seen.ContainsKey(sighting))
        {
            return;
        }

        await ChangeAsync(() =>
        {
            var next = _deployments.TryGetValue((namespaceId, options.DeploymentName), out var known)
                ? known.Clone()
                : NewDeployment(namespaceId, options.DeploymentName);
            AddQueue(DeploymentShape.Ensure(next, sighting.BuildId, clock.UtcNow.ToStamp()), sighting);
            return next;
        }).ConfigureAwait(false);
        _seen[sighting] = true;
    }

    /// <summary>A deployment, or null; not to be modified.</summary>
    public StoredDeployment? Find(string namespaceId, string name) => _deployments.GetValueOrDefault((namespaceId, name));

    /// <summary>Makes a deployment that is not there yet.</summary>
    public Task EnsureAsync(string namespaceId, string name) =>
        ChangeAsync(() => Find(namespaceId, name) is null ? NewDeployment(namespaceId, name) : null);

    /// <summary>Changes a deployment for a caller, unless there is nothing to change.</summary>
    public async Task<StoredDeployment> UpdateAsync(
        NamespaceEntry ns, string name, string identity, Func<StoredDeployment, bool> change)
    {
        var before = Require(ns, name);
        var after = await ChangeAsync(() =>
        {
            before = Require(ns, name);
            var next = before.Clone();
            if (!change(next))
            {
                return null;
            }

            next.Changes++;
            next.LastModifierIdentity = identity;
            return next;
        }).ConfigureAwait(false);
        return after ?? before;
    }

    /// <summary>Writes down what became of versions that drain, which is no caller's change.</summary>
    public Task NoteDrainageAsync(StoredDeployment deployment, Action<StoredDeployment> change) =>
        ChangeAsync(() =>
        {
            var next = Find(deployment.NamespaceId, deployment.Name)?.Clone();
            if (next is not null)
            {
                change(next);
            }

            return next;
        });

    /// <summary>Forgets a deployment without versions; an unknown one is no error.</summary>
    public async Task RemoveAsync(NamespaceEntry ns, string name)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_deployments.TryGetValue((ns.Id, name), out var known))
            {
                return;
            }

            if (known.Versions.Count > 0)
            {
                throw RpcErrors.FailedPrecondition("deployment has versions, can't be deleted");
            }

            await store.RemoveAsync(ns.Id, name).ConfigureAwait(false);
            _deployments.TryRemove((ns.Id, name), out _);
            Tell(ns.Id);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Forgets all deployments of a namespace.</summary>
    public async Task ForgetAllAsync(NamespaceEntry ns)
    {
        foreach (var deployment in List(ns))
        {
            await store.RemoveAsync(ns.Id, deployment.Name).ConfigureAwait(false);
            _deployments.TryRemove((ns.Id, deployment.Name), out _);
            foreach (var version in deployment.Versions)
            {
                ForgetSightings(ns.Id, deployment.Name, version.DeploymentVersion.BuildId);
            }

            Tell(ns.Id);
        }
    }

    /// <summary>A version that is deleted is made again when its workers poll again.</summary>
    public void ForgetSightings(string namespaceId, string name, string buildId)
    {
        foreach (var sighting in _seen.Keys.Where(
            s => s.NamespaceId == namespaceId && s.Deployment == name && s.BuildId == buildId))
        {
            _seen.TryRemove(sighting, out _);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();

    private async Task<StoredDeployment?> ChangeAsync(Func<StoredDeployment?> change)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            var next = change();
            if (next is not null)
            {
                await store.SaveAsync(next).ConfigureAwait(false);
                _deployments[(next.NamespaceId, next.Name)] = next;
                Tell(next.NamespaceId);
            }

            return next;
        }
        finally
        {
            _changing.Release();
        }
    }

    private void Tell(string namespaceId) => Changed?.Invoke(namespaceId, [.. _deployments.Values]);

    private StoredDeployment NewDeployment(string namespaceId, string name) => new()
    {
        NamespaceId = namespaceId,
        Name = name,
        CreateTime = clock.UtcNow.ToStamp(),
        Routing = new RoutingConfig { CurrentVersion = DeploymentShape.Unversioned },
    };

    private static void AddQueue(WorkerDeploymentVersionInfo version, Sighting sighting)
    {
        if (!version.TaskQueueInfos.Any(q => q.Name == sighting.Queue && q.Type == sighting.Type))
        {
            version.TaskQueueInfos.Add(new WorkerDeploymentVersionInfo.Types.VersionTaskQueueInfo
            {
                Name = sighting.Queue,
                Type = sighting.Type,
            });
        }
    }

    private sealed record Sighting(
        string NamespaceId, string Deployment, string BuildId, string Queue, TaskQueueType Type);
}
