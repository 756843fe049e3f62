using Temporal.DevServer.History;
using Temporal.DevServer.Matching;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporal.DevServer.Timers;
using Temporal.DevServer.Visibility;
using Temporal.DevServer.Visibility.Query;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Frontend.Workers.Deployments;

/// <summary>
/// Finds out when a version that no longer gets new runs is drained: no open run is pinned to it any more. Looks every
/// three minutes, and not before, as a real server does.
/// </summary>
internal sealed class DrainageWatch : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(3);

    private readonly DeploymentBook _book;
    private readonly IVisibilityIndex _index;
    private readonly IClock _clock;
    private readonly TimerQueue _timers;

    /// <summary>Creates the watch.</summary>
    public DrainageWatch(DeploymentBook book, IVisibilityIndex index, IClock clock)
    {
        _book = book;
        _index = index;
        _clock = clock;
        _timers = new TimerQueue(clock, CheckAsync);
    }

    /// <summary>Starts looking.</summary>
    public void Start() => _timers.Start();

    /// <summary>Takes note of what changed.</summary>
    public void Follow(IReadOnlyCollection<StoredDeployment> deployments)
    {
        foreach (var deployment in deployments)
        {
            _timers.Set(KeyOf(deployment), NextCheck(deployment));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _timers.DisposeAsync();

    private static RunKey KeyOf(StoredDeployment deployment) => new(deployment.NamespaceId, deployment.Name, "");

    private static DateTimeOffset? NextCheck(StoredDeployment deployment) =>
        deployment.Versions.Select(DueOf).Aggregate((DateTimeOffset?)null, Times.Earlier);

    private static DateTimeOffset? DueOf(WorkerDeploymentVersionInfo version) =>
        version.DrainageInfo is { Status: VersionDrainageStatus.Draining } drainage
            ? drainage.LastCheckedTime.ToDateTimeOffset() + s_interval
            : null;

    private async Task CheckAsync(RunKey key)
    {
        if (_book.Find(key.NamespaceId, key.WorkflowId) is not { } deployment)
        {
            _timers.Set(key, null);
            return;
        }

        var now = _clock.UtcNow;
        var empty = new HashSet<string>(StringComparer.Ordinal);
        foreach (var version in deployment.Versions.Where(v => DueOf(v) <= now))
        {
            if (await CountPinnedAsync(key.NamespaceId, version).ConfigureAwait(false) == 0)
            {
                empty.Add(version.DeploymentVersion.BuildId);
            }
        }

        await _book.NoteDrainageAsync(deployment, changed =>
        {
            foreach (var version in changed.Versions.Where(v => DueOf(v) <= now))
            {
                version.DrainageInfo.LastCheckedTime = now.ToStamp();
                if (empty.Contains(version.DeploymentVersion.BuildId))
                {
                    version.DrainageInfo.Status = VersionDrainageStatus.Drained;
                    version.DrainageInfo.LastChangedTime = now.ToStamp();
                }
            }
        }).ConfigureAwait(false);
    }

    private async Task<long> CountPinnedAsync(string namespaceId, WorkerDeploymentVersionInfo version)
    {
        var pinned = new Predicate.And(
            Is("TemporalWorkerDeploymentVersion", VersionWish.Text(version.DeploymentVersion), isSystem: false),
            Is("TemporalWorkflowVersioningBehavior", nameof(VersioningBehavior.Pinned), isSystem: false));
        var open = Is("ExecutionStatus", nameof(WorkflowExecutionStatus.Running), isSystem: true);
        var counts = await _index.CountAsync(namespaceId, new Predicate.And(pinned, open), default).ConfigureAwait(false);
        return counts.Values.Sum();
    }

    private static Predicate.Compare Is(string name, string value, bool isSystem) =>
        new(new Field(name, IndexedValueType.Keyword, isSystem), CompareOp.Equal, value);
}
