using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Namespaces;

/// <summary>Register, describe, update, list and deprecate namespaces.</summary>
internal sealed class NamespaceRpcs(NamespaceRegistry registry) : IRpcService
{
    private const int PageSizeDefault = 100;
    private static readonly TimeSpan RetentionMin = TimeSpan.FromHours(1);

    /// <inheritdoc />
    public void Register(RpcTableBuilder table)
    {
        table.Add<RegisterNamespaceRequest, RegisterNamespaceResponse>("RegisterNamespace", RegisterAsync);
        table.Add<DescribeNamespaceRequest, DescribeNamespaceResponse>("DescribeNamespace", DescribeAsync);
        table.Add<UpdateNamespaceRequest, UpdateNamespaceResponse>("UpdateNamespace", UpdateAsync);
        table.Add<ListNamespacesRequest, ListNamespacesResponse>("ListNamespaces", ListAsync);
        table.Add<DeprecateNamespaceRequest, DeprecateNamespaceResponse>("DeprecateNamespace", DeprecateAsync);
    }

    private async Task<RegisterNamespaceResponse> RegisterAsync(RegisterNamespaceRequest request, RpcContext context)
    {
        RequireName(request.Namespace);
        if (request.Namespace.Length > NamespaceRegistry.NameLengthMax)
        {
            throw RpcErrors.InvalidArgument("Namespace length exceeds limit.");
        }

        if (request.IsGlobalNamespace)
        {
            throw RpcErrors.InvalidArgument("Cannot register global namespace when not enabled");
        }

        var entry = NamespaceRegistry.NewEntry(
            request.Namespace, RequireRetention(request.WorkflowExecutionRetentionPeriod)) with
        {
            Description = request.Description,
            OwnerEmail = request.OwnerEmail,
            Data = new Dictionary<string, string>(request.Data),
        };
        if (!registry.TryGetByName(entry.Name, out _))
        {
            NamespaceRules.CheckClusters(request.ActiveClusterName, request.Clusters);
        }

        await registry.AddAsync(entry, context.Cancelled).ConfigureAwait(false);
        return new RegisterNamespaceResponse();
    }

    private Task<DescribeNamespaceResponse> DescribeAsync(DescribeNamespaceRequest request, RpcContext context)
    {
        if (request.Id.Length > 0 && request.Namespace.Length > 0)
        {
            throw RpcErrors.InvalidArgument("GetNamespace operation failed.  Both ID and Name specified in request.");
        }

        if (request.Id.Length > 0)
        {
            return Task.FromResult(registry.TryGetById(request.Id, out var entry)
                ? NamespaceShape.Describe(entry)
                : throw RpcErrors.NamespaceNotFound(request.Id));
        }

        RequireName(request.Namespace);
        return Task.FromResult(NamespaceShape.Describe(registry.Require(request.Namespace)));
    }

    private async Task<UpdateNamespaceResponse> UpdateAsync(UpdateNamespaceRequest request, RpcContext context)
    {
        RequireName(request.Namespace);
        var updated = await registry
            .UpdateAsync(request.Namespace, entry => Merge(entry, request), context.Cancelled).ConfigureAwait(false);
        return new UpdateNamespaceResponse
        {
            NamespaceInfo = NamespaceShape.Info(updated),
            Config = NamespaceShape.Config(updated),
            ReplicationConfig = NamespaceShape.Replication(updated),
        };
    }

    private Task<ListNamespacesResponse> ListAsync(ListNamespacesRequest request, RpcContext context)
    {
        var size = request.PageSize > 0 ? request.PageSize : PageSizeDefault;
        var start = ReadToken(request.NextPageToken);
        var all = registry.List();
        var response = new ListNamespacesResponse();
        response.Namespaces.AddRange(all.Skip(start).Take(size).Select(NamespaceShape.Describe));
        if (start + size < all.Count)
        {
            response.NextPageToken =
                ByteString.CopyFromUtf8((start + size).ToString(CultureInfo.InvariantCulture));
        }

        return Task.FromResult(response);
    }

    private async Task<DeprecateNamespaceResponse> DeprecateAsync(
        DeprecateNamespaceRequest request, RpcContext context)
    {
        RequireName(request.Namespace);
        await registry.UpdateAsync(
            request.Namespace, e => e with { State = NamespaceState.Deprecated }, context.Cancelled)
            .ConfigureAwait(false);
        return new DeprecateNamespaceResponse();
    }

    private static NamespaceEntry Merge(NamespaceEntry entry, UpdateNamespaceRequest request)
    {
        if (request.DeleteBadBinary.Length > 0)
        {
            // Bad binaries are not kept, so there is none to take away.
            throw RpcErrors.InvalidArgument($"Bad binary checksum {request.DeleteBadBinary} doesn't exists.");
        }

        if (request.UpdateInfo is { } info)
        {
            var data = new Dictionary<string, string>(entry.Data);
            foreach (var (key, value) in info.Data)
            {
                data[key] = value;
            }

            entry = entry with
            {
                Description = info.Description.Length > 0 ? info.Description : entry.Description,
                OwnerEmail = info.OwnerEmail.Length > 0 ? info.OwnerEmail : entry.OwnerEmail,
                Data = data,
                State = NamespaceRules.Next(entry.State, info.State),
            };
        }

        if (request.Config is { } config)
        {
            entry = config.WorkflowExecutionRetentionTtl is { } retention
                ? entry with { Retention = RequireRetention(retention) }
                : entry;
            entry = NamespaceRules.WithAliases(entry, config.CustomSearchAttributeAliases);
        }

        NamespaceRules.CheckReplication(request);
        return entry;
    }

    private static void RequireName(string name)
    {
        if (name.Length == 0)
        {
            throw RpcErrors.InvalidArgument("Namespace not set on request.");
        }
    }

    private static TimeSpan RequireRetention(Duration? retention)
    {
        // Compared in seconds: a duration from the wire may be far beyond what a TimeSpan holds.
        if (retention is null || retention.Seconds < RetentionMin.TotalSeconds)
        {
            throw RpcErrors.InvalidArgument("A valid retention period is not set on request.");
        }

        return retention.Seconds >= TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.MaxValue
            : TimeSpan.FromSeconds(retention.Seconds);
    }

    private static int ReadToken(ByteString token)
    {
        if (token.IsEmpty)
        {
            return 0;
        }

        return int.TryParse(
            Encoding.UTF8.GetString(token.Span), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? start
            : throw RpcErrors.InvalidArgument("Invalid NextPageToken.");
    }
}
