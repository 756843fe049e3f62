using Google.Protobuf;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.Matching;
using Temporal.DevServer.State;
using Temporal.DevServer.Timers;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workers.Deployments;

/// <summary>Worker deployments: what there is, which version is said to be current or ramping, their metadata and their end.</summary>
internal sealed class DeploymentRpcs(
    NamespaceRegistry registry, DeploymentBook book, TaskQueues queues, IClock clock) : IRpcService
{
    private const int PageSizeDefault = 100;

    /// <inheritdoc />
    public void Register(RpcTableBuilder table)
    {
        table.Add<ListWorkerDeploymentsRequest, ListWorkerDeploymentsResponse>("ListWorkerDeployments", ListAsync);
        table.Add<DescribeWorkerDeploymentRequest, DescribeWorkerDeploymentResponse>(
            "DescribeWorkerDeployment", DescribeAsync);
        table.Add<DescribeWorkerDeploymentVersionRequest, DescribeWorkerDeploymentVersionResponse>(
            "DescribeWorkerDeploymentVersion", DescribeVersionAsync);
        table.Add<SetWorkerDeploymentCurrentVersionRequest, SetWorkerDeploymentCurrentVersionResponse>(
            "SetWorkerDeploymentCurrentVersion", SetCurrentAsync);
        table.Add<SetWorkerDeploymentRampingVersionRequest, SetWorkerDeploymentRampingVersionResponse>(
            "SetWorkerDeploymentRampingVersion", SetRampingAsync);
        table.Add<UpdateWorkerDeploymentVersionMetadataRequest, UpdateWorkerDeploymentVersionMetadataResponse>(
            "UpdateWorkerDeploymentVersionMetadata", UpdateMetadataAsync);
        table.Add<SetWorkerDeploymentManagerRequest, SetWorkerDeploymentManagerResponse>(
            "SetWorkerDeploymentManager", SetManagerAsync);
        table.Add<DeleteWorkerDeploymentVersionRequest, DeleteWorkerDeploymentVersionResponse>(
            "DeleteWorkerDeploymentVersion", DeleteVersionAsync);
        table.Add<DeleteWorkerDeploymentRequest, DeleteWorkerDeploymentResponse>(
            "DeleteWorkerDeployment", DeleteAsync);
    }

    private Task<ListWorkerDeploymentsResponse> ListAsync(ListWorkerDeploymentsRequest request, RpcContext context)
    {
        var all = book.List(registry.Require(request.Namespace));
        var size = request.PageSize > 0 ? request.PageSize : PageSizeDefault;
        var after = request.NextPageToken.ToStringUtf8();
        var page = all.Where(d => string.CompareOrdinal(d.Name, after) > 0).Take(size).ToList();
        var response = new ListWorkerDeploymentsResponse();
        response.WorkerDeployments.Add(page.Select(DeploymentShape.ListEntry));
        if (page.Count == size && page[^1] != all[^1])
        {
            response.NextPageToken = ByteString.CopyFromUtf8(page[^1].Name);
        }

        return Task.FromResult(response);
    }

    private Task<DescribeWorkerDeploymentResponse> DescribeAsync(
        DescribeWorkerDeploymentRequest request, RpcContext context) => Task.FromResult(
        DeploymentShape.Describe(book.Require(registry.Require(request.Namespace), request.DeploymentName)));

    private Task<DescribeWorkerDeploymentVersionResponse> DescribeVersionAsync(
        DescribeWorkerDeploymentVersionRequest request, RpcContext context)
    {
        var ns = registry.Require(request.Namespace);
        var asked = VersionOf(request.DeploymentVersion, request.Version);
        var deployment = book.List(ns).FirstOrDefault(d => d.Name == asked.DeploymentName);
        return deployment is not null && DeploymentShape.Find(deployment, asked.BuildId) is { } version
            ? Task.FromResult(DeploymentShape.Describe(deployment, version))
            : throw RpcErrors.NotFound("Worker Deployment Version not found");
    }

    private async Task<SetWorkerDeploymentCurrentVersionResponse> SetCurrentAsync(
        SetWorkerDeploymentCurrentVersionRequest request, RpcContext context)
    {
        var ns = registry.Require(request.Namespace);
        var build = BuildOf(request.BuildId, request.Version, request.DeploymentName);
        var change = new RoutingChange(queues, request.Identity, request.ConflictToken)
        {
            AllowsNoPollers = request.AllowNoPollers,
            IgnoresMissingQueues = request.IgnoreMissingTaskQueues,
        };
        await EnsureAsync(ns, request.DeploymentName, request.AllowNoPollers).ConfigureAwait(false);
        var after = await book.UpdateAsync(ns, request.DeploymentName, request.Identity,
            deployment => change.SetCurrent(deployment, build, clock.UtcNow.ToStamp())).ConfigureAwait(false);
        return new SetWorkerDeploymentCurrentVersionResponse
        {
            ConflictToken = DeploymentShape.TokenOf(after),
            PreviousVersion = change.Before.CurrentVersion,
            PreviousDeploymentVersion = change.Before.CurrentDeploymentVersion,
        };
    }

    private async Task<SetWorkerDeploymentRampingVersionResponse> SetRampingAsync(
        SetWorkerDeploymentRampingVersionRequest request, RpcContext context)
    {
        var ns = registry.Require(request.Namespace);
        if (request.Percentage is < 0 or > 100)
        {
            throw RpcErrors.InvalidArgument("Percentage must be between 0 and 100 (inclusive)");
        }

        var build = BuildOf(request.BuildId, request.Version, request.DeploymentName);
        var change = new RoutingChange(queues, request.Identity, request.ConflictToken)
        {
            AllowsNoPollers = request.AllowNoPollers,
            IgnoresMissingQueues = request.IgnoreMissingTaskQueues,
        };
        await EnsureAsync(ns, request.DeploymentName, request.AllowNoPollers).ConfigureAwait(false);
        var after = await book.UpdateAsync(ns, request.DeploymentName, request.Identity,
            deployment => change.SetRamping(deployment, build, request.Percentage, clock.UtcNow.ToStamp()))
            .ConfigureAwait(false);
        return new SetWorkerDeploymentRampingVersionResponse
        {
            ConflictToken = DeploymentShape.TokenOf(after),
            PreviousVersion = change.Before.RampingVersion,
            PreviousDeploymentVersion = change.Before.RampingDeploymentVersion,
            PreviousPercentage = change.Before.RampingVersionPercentage,
        };
    }

    /// <summary>A deployment whose workers have never come can be set up beforehand, by whoever says so.</summary>
    private Task EnsureAsync(NamespaceEntry ns, string name, bool allowed) =>
        allowed ? book.EnsureAsync(ns.Id, name) : Task.CompletedTask;

    private async Task<UpdateWorkerDeploymentVersionMetadataResponse> UpdateMetadataAsync(
        UpdateWorkerDeploymentVersionMetadataRequest request, RpcContext context)
    {
        var ns = registry.Require(request.Namespace);
        var asked = VersionOf(request.DeploymentVersion, request.Version);
        VersionMetadata? metadata = null;
        await book.UpdateAsync(ns, asked.DeploymentName, request.Identity, deployment =>
        {
            var version = RequireVersion(deployment, asked.BuildId);
            metadata = version.Metadata ??= new VersionMetadata();
            foreach (var name in request.RemoveEntries)
            {
                metadata.Entries.Remove(name);
            }

            foreach (var (name, value) in request.UpsertEntries)
            {
                metadata.Entries[name] = value;
            }

            return true;
        }).ConfigureAwait(false);
        return new UpdateWorkerDeploymentVersionMetadataResponse { Metadata = metadata };
    }

    private async Task<SetWorkerDeploymentManagerResponse> SetManagerAsync(
        SetWorkerDeploymentManagerRequest request, RpcContext context)
    {
        var ns = registry.Require(request.Namespace);
        var before = "";
        var wanted = request.Self ? request.Identity : request.ManagerIdentity;
        var after = await book.UpdateAsync(ns, request.DeploymentName, request.Identity, deployment =>
        {
            before = deployment.ManagerIdentity;
            if (before == wanted && deployment.LastModifierIdentity == request.Identity)
            {
                return false;
            }

            DeploymentRules.RequireToken(deployment, request.ConflictToken);
            deployment.ManagerIdentity = wanted;
            return true;
        }).ConfigureAwait(false);
        return new SetWorkerDeploymentManagerResponse
        {
            ConflictToken = DeploymentShape.TokenOf(after),
            PreviousManagerIdentity = before,
        };
    }

    private async Task<DeleteWorkerDeploymentVersionResponse> DeleteVersionAsync(
        DeleteWorkerDeploymentVersionRequest request, RpcContext context)
    {
        var ns = registry.Require(request.Namespace);
        var asked = VersionOf(request.DeploymentVersion, request.Version);
        await book.UpdateAsync(ns, asked.DeploymentName, request.Identity, deployment =>
        {
            if (DeploymentShape.Find(deployment, asked.BuildId) is not { } version)
            {
                return false;
            }

            RequireUnused(ns, deployment, version, request);
            deployment.Versions.Remove(version);
            return true;
        }).ConfigureAwait(false);
        book.ForgetSightings(ns.Id, asked.DeploymentName, asked.BuildId);
        return new DeleteWorkerDeploymentVersionResponse();
    }

    private async Task<DeleteWorkerDeploymentResponse> DeleteAsync(
        DeleteWorkerDeploymentRequest request, RpcContext context)
    {
        await book.RemoveAsync(registry.Require(request.Namespace), request.DeploymentName).ConfigureAwait(false);
        return new DeleteWorkerDeploymentResponse();
    }

    private void RequireUnused(NamespaceEntry ns, StoredDeployment deployment, WorkerDeploymentVersionInfo version,
        DeleteWorkerDeploymentVersionRequest request)
    {
        var text = VersionWish.Text(version.DeploymentVersion);
        var status = DeploymentShape.StatusOf(deployment, version);
        if (status is WorkerDeploymentVersionStatus.Current or WorkerDeploymentVersionStatus.Ramping)
        {
            throw RpcErrors.FailedPrecondition($"version '{text}' cannot be deleted since it is current or ramping");
        }

        DeploymentRules.RequireManager(deployment, request.Identity);
        if (status == WorkerDeploymentVersionStatus.Draining && !request.SkipDrainage)
        {
            throw RpcErrors.FailedPrecondition($"version '{text}' cannot be deleted since it is draining");
        }

        if (DeploymentRouter.QueuesOf(deployment, version, text).Any(queue => queues.Find(queue)?.Pollers.Count > 0))
        {
            throw RpcErrors.FailedPrecondition($"version '{text}' cannot be deleted since it has active pollers");
        }
    }

    private static WorkerDeploymentVersionInfo RequireVersion(StoredDeployment deployment, string buildId) =>
        DeploymentShape.Find(deployment, buildId) ?? throw RpcErrors.NotFound("Worker Deployment Version not found");

    /// <summary>A version as it is named today, or in the old form <c>name.build</c>.</summary>
    private static WorkerDeploymentVersion VersionOf(WorkerDeploymentVersion? version, string old)
    {
        var cut = old.IndexOf('.', StringComparison.Ordinal);
        return version ?? (cut > 0
            ? new WorkerDeploymentVersion { DeploymentName = old[..cut], BuildId = old[(cut + 1)..] }
            : throw RpcErrors.InvalidArgument("deployment version cannot be empty"));
    }

    /// <summary>The build that a version of a deployment means; empty for workers without a version.</summary>
    private static string BuildOf(string buildId, string old, string deployment)
    {
        if (buildId.Length > 0 || old is "" or DeploymentShape.Unversioned)
        {
            return buildId;
        }

        return old.StartsWith($"{deployment}.", StringComparison.Ordinal)
            ? old[(deployment.Length + 1)..]
            : throw RpcErrors.InvalidArgument(
                $"version '{old}' is not of Worker Deployment '{deployment}': it must be '{deployment}.' and a build ID, "
                + $"or '{DeploymentShape.Unversioned}'");
    }
}
