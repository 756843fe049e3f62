using Google.Protobuf;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workers;

/// <summary>
/// The two old generations of worker versioning, refused with a real server's words so that clients know why, and the
/// partitions of a task queue, of which there is one here.
/// </summary>
internal sealed class VersioningRpcs(NamespaceRegistry registry) : IRpcService
{
    private const string VersionSets = "v0.1 (Version Set-based, deprecated)";
    private const string Rules = "v0.2 (Rules-based, deprecated)";

    /// <inheritdoc />
    public void Register(RpcTableBuilder table)
    {
        Refuse<UpdateWorkerBuildIdCompatibilityRequest, UpdateWorkerBuildIdCompatibilityResponse>(
            table, "UpdateWorkerBuildIdCompatibility", VersionSets);
        Refuse<GetWorkerBuildIdCompatibilityRequest, GetWorkerBuildIdCompatibilityResponse>(
            table, "GetWorkerBuildIdCompatibility", VersionSets);
        Refuse<UpdateWorkerVersioningRulesRequest, UpdateWorkerVersioningRulesResponse>(
            table, "UpdateWorkerVersioningRules", Rules);
        Refuse<GetWorkerVersioningRulesRequest, GetWorkerVersioningRulesResponse>(
            table, "GetWorkerVersioningRules", Rules);
        Refuse<GetWorkerTaskReachabilityRequest, GetWorkerTaskReachabilityResponse>(
            table, "GetWorkerTaskReachability", Rules);
        table.Add<ListTaskQueuePartitionsRequest, ListTaskQueuePartitionsResponse>(
            "ListTaskQueuePartitions", PartitionsAsync);
    }

    private static void Refuse<TRequest, TResponse>(RpcTableBuilder table, string name, string generation)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage
    {
        var message = $"Worker versioning {generation} is disabled on this namespace.";
        table.Add<TRequest, TResponse>(name, (_, _) => throw new RpcException(
            RpcCode.PermissionDenied, message, new PermissionDeniedFailure { Reason = message }));
    }

    private Task<ListTaskQueuePartitionsResponse> PartitionsAsync(
        ListTaskQueuePartitionsRequest request, RpcContext context)
    {
        registry.Require(request.Namespace);
        if (request.TaskQueue is not { Name.Length: > 0 } queue)
        {
            throw RpcErrors.InvalidArgument("taskQueue is not set");
        }

        var partition = new TaskQueuePartitionMetadata { Key = queue.Name, OwnerHostName = Environment.MachineName };
        return Task.FromResult(new ListTaskQueuePartitionsResponse
        {
            ActivityTaskQueuePartitions = { partition },
            WorkflowTaskQueuePartitions = { partition.Clone() },
        });
    }
}
