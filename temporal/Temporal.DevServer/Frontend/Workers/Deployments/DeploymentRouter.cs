using System.Collections.Frozen;
using Temporal.DevServer.Matching;
using Temporal.DevServer.State;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Frontend.Workers.Deployments;

/// <summary>
/// Sends tasks to versions of deployments. A pinned run stays with its version. Every other run follows its queue: to the
/// version that is current there, or, for the set share of workflow ids, to the one that ramps up; where neither is set, to
/// workers without a version. A version takes part in a queue once its workers polled it.
/// </summary>
internal sealed class DeploymentRouter : IVersionRouter
{
    private sealed record Route(string Current, string Ramping, float Percentage);

    private const uint Shares = 10_000;

    private volatile FrozenDictionary<QueueKey, Route> _routes = FrozenDictionary<QueueKey, Route>.Empty;
    private volatile FrozenSet<QueueKey> _polled = [];
    private int _revision;

    /// <inheritdoc/>
    public int Revision => Volatile.Read(ref _revision);

    /// <summary>Takes over what deployments there are now.</summary>
    public void Use(IReadOnlyCollection<StoredDeployment> deployments)
    {
        var routes = new Dictionary<QueueKey, Route>();
        foreach (var deployment in deployments.OrderBy(Since))
        {
            AddRoutes(routes, deployment);
        }

        _polled = deployments.SelectMany(d => d.Versions.SelectMany(v => QueuesOf(d, v, VersionWish.Text(v.DeploymentVersion))))
            .ToFrozenSet();
        _routes = routes.ToFrozenDictionary();
        Interlocked.Increment(ref _revision);
    }

    /// <inheritdoc/>
    public string TargetOf(QueueTask task)
    {
        if (task.Wish is null && _routes.Count == 0)
        {
            return "";
        }

        var queue = new QueueKey(task.Run.NamespaceId, task.NormalQueue, task.Kind);
        if (task.Wish?.Pinned is { } version)
        {
            // An activity on a queue that the version does not serve is nobody's business but that queue's.
            var pinned = VersionWish.Text(version);
            if (task.Kind == QueueKind.Workflow || Serves(queue with { Version = pinned }))
            {
                return pinned;
            }
        }

        return _routes.TryGetValue(queue, out var route)
            ? Share(task.Run.WorkflowId) < route.Percentage * Shares / 100 ? route.Ramping : route.Current
            : "";
    }

    /// <inheritdoc/>
    public bool Serves(QueueKey queue) => _polled.Contains(queue);

    private static void AddRoutes(Dictionary<QueueKey, Route> routes, StoredDeployment deployment)
    {
        var routing = deployment.Routing;
        var unversionedShare = routing.RampingVersion == DeploymentShape.Unversioned ? routing.RampingVersionPercentage : 0;
        foreach (var version in deployment.Versions)
        {
            var text = VersionWish.Text(version.DeploymentVersion);
            var isCurrent = version.DeploymentVersion.Equals(routing.CurrentDeploymentVersion);
            var isRamping = version.DeploymentVersion.Equals(routing.RampingDeploymentVersion);
            if (!isCurrent && !isRamping)
            {
                continue;
            }

            foreach (var queue in QueuesOf(deployment, version, ""))
            {
                var known = routes.GetValueOrDefault(queue) ?? new("", "", 0);
                routes[queue] = isCurrent
                    ? known with { Current = text, Percentage = Math.Max(known.Percentage, unversionedShare) }
                    : known with { Ramping = text, Percentage = routing.RampingVersionPercentage };
            }
        }
    }

    /// <summary>The queues that a version's workers ever polled.</summary>
    public static IEnumerable<QueueKey> QueuesOf(
        StoredDeployment deployment, WorkerDeploymentVersionInfo version, string text) =>
        version.TaskQueueInfos.Select(queue => new QueueKey(deployment.NamespaceId, queue.Name,
            queue.Type == TaskQueueType.Activity ? QueueKind.Activity : QueueKind.Workflow, text));

    /// <summary>Of two deployments that share a queue the one changed last counts.</summary>
    private static DateTime Since(StoredDeployment deployment) =>
        (deployment.Routing.CurrentVersionChangedTime ?? deployment.CreateTime).ToDateTime();

    /// <summary>A workflow id always falls on the same side of a percentage (FNV-1a).</summary>
    private static uint Share(string workflowId)
    {
        var hash = 2_166_136_261;
        foreach (var letter in workflowId)
        {
            hash = (hash ^ letter) * 16_777_619;
        }

        return hash % Shares;
    }
}
