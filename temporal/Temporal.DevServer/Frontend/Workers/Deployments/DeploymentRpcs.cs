using Google.Protobuf;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.State;
using Temporal.DevServer.Timers;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workers.Deployments;

/// <summary>Worker deployments: what there is, which version is said to be current or ramping, their metadata and their end.</summary>
internal sealed class DeploymentRpcs(NamespaceRegistry registry, DeploymentBook book, IClock clock) : IRpcService
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
        var before = new RoutingConfig();
        var after = await book.UpdateAsync(
            ns, request.DeploymentName, request.ConflictToken.Memory, request.Identity, deployment =>
            {
                before = deployment.Routing.Clone();
                DeploymentRouting.SetCurrent(deployment, build, clock.UtcNow.ToStamp());
            }).ConfigureAwait(false);
        return new SetWorkerDeploymentCurrentVersionResponse
        {
            ConflictToken = DeploymentShape.TokenOf(after),
            PreviousVersion = before.CurrentVersion,
            PreviousDeploymentVersion = before.CurrentDeploymentVersion,
        };
    }

    private async Task<SetWorkerDeploymentRampingVersionResponse> SetRampingAsync(
        SetWorkerDeploymentRampingVersionRequest request, RpcContext context)
    {
        var ns = registry.Require(request.Namespace);
        var build = BuildOf(request.BuildId, request.Version, request.DeploymentName);
        var before = new RoutingConfig();
        var after = await book.UpdateAsync(
            ns, request.DeploymentName, request.ConflictToken.Memory, request.Identity, deployment =>
            {
                before = deployment.Routing.Clone();
                DeploymentRouting.SetRamping(deployment, build, request.Percentage, clock.UtcNow.ToStamp());
            }).ConfigureAwait(false);
        return new SetWorkerDeploymentRampingVersionResponse
        {
            ConflictToken = DeploymentShape.TokenOf(after),
            PreviousVersion = before.RampingVersion,
            PreviousDeploymentVersion = before.RampingDeploymentVersion,
            PreviousPercentage = before.RampingVersionPercentage,
        };
    }

    private async Task<UpdateWorkerDeploymentVersionMetadataResponse> UpdateMetadataAsync(
        UpdateWorkerDeploymentVersionMetadataRequest request, RpcContext context)
    {
        var ns = registry.Require(request.Namespace);
        var asked = VersionOf(request.DeploymentVersion, request.Version);
        VersionMetadata? metadata = null;
        await book.UpdateAsync(ns, asked.DeploymentName, default, request.Identity, deployment =>
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
        }).ConfigureAwait(false);
        return new UpdateWorkerDeploymentVersionMetadataResponse { Metadata = metadata };
    }

    private async Task<SetWorkerDeploymentManagerResponse> SetManagerAsync(
        SetWorkerDeploymentManagerRequest request, RpcContext context)
    {
        var ns = registry.Require(request.Namespace);
        var before = "";
        var after = await book.UpdateAsync(
            ns, request.DeploymentName, request.ConflictToken.Memory, request.Identity, deployment =>
            {
                before = deployment.ManagerIdentity;
                deployment.ManagerIdentity = request.Self ? request.Identity : request.ManagerIdentity;
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
        await book.UpdateAsync(ns, asked.DeploymentName, default, request.Identity, deployment =>
        {
            var version = RequireVersion(deployment, asked.BuildId);
            if (deployment.Routing.CurrentDeploymentVersion?.BuildId == asked.BuildId
                || deployment.Routing.RampingDeploymentVersion?.BuildId == asked.BuildId)
            {
                throw RpcErrors.FailedPrecondition(
                    $"version '{asked.DeploymentName}:{asked.BuildId}' cannot be deleted since it is current or ramping");
            }

            deployment.Versions.Remove(version);
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
