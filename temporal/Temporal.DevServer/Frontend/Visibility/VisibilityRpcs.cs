using Google.Protobuf;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Visibility;
using Temporal.DevServer.Visibility.Query;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Visibility;

/// <summary>List, scan and count by query.</summary>
/// <param name="registry">The namespaces.</param>
/// <param name="index">The runs.</param>
/// <param name="countSchedules">How many schedules a namespace has.</param>
internal sealed class VisibilityRpcs(
    NamespaceRegistry registry, IVisibilityIndex index, Func<NamespaceEntry, int> countSchedules) : IRpcService
{
    private const string StatusName = "ExecutionStatus";

    /// <inheritdoc />
    public void Register(RpcTableBuilder table)
    {
        table.Add<ListWorkflowExecutionsRequest, ListWorkflowExecutionsResponse>("ListWorkflowExecutions", ListAsync);
        table.Add<ScanWorkflowExecutionsRequest, ScanWorkflowExecutionsResponse>("ScanWorkflowExecutions", ScanAsync);
        table.Add<CountWorkflowExecutionsRequest, CountWorkflowExecutionsResponse>(
            "CountWorkflowExecutions", CountAsync);
        table.Add<ListArchivedWorkflowExecutionsRequest, ListArchivedWorkflowExecutionsResponse>(
            "ListArchivedWorkflowExecutions", ListArchivedAsync);
    }

    private async Task<ListWorkflowExecutionsResponse> ListAsync(
        ListWorkflowExecutionsRequest request, RpcContext context)
    {
        var page = await PageAsync(request.Namespace, request.Query, request.NextPageToken, request.PageSize, context)
            .ConfigureAwait(false);
        return new ListWorkflowExecutionsResponse
        {
            Executions = { page.Records.Select(ExecutionInfoShape.Of) },
            NextPageToken = page.Next,
        };
    }

    private async Task<ScanWorkflowExecutionsResponse> ScanAsync(
        ScanWorkflowExecutionsRequest request, RpcContext context)
    {
        var page = await PageAsync(request.Namespace, request.Query, request.NextPageToken, request.PageSize, context)
            .ConfigureAwait(false);
        return new ScanWorkflowExecutionsResponse
        {
            Executions = { page.Records.Select(ExecutionInfoShape.Of) },
            NextPageToken = page.Next,
        };
    }

    private async Task<VisibilityPage> PageAsync(
        string name, string query, ByteString token, int pageSize, RpcContext context)
    {
        var entry = registry.Require(name);
        var where = ListQueries.Bind(entry, query, grouping: null);
        return await VisibilityPage.ReadAsync(index, entry, where, token, pageSize, context.Cancelled)
            .ConfigureAwait(false);
    }

    private async Task<CountWorkflowExecutionsResponse> CountAsync(
        CountWorkflowExecutionsRequest request, RpcContext context)
    {
        var entry = registry.Require(request.Namespace);
        var groups = new List<string>();
        var where = ListQueries.Bind(entry, request.Query, groups);
        var counts = SchedulerDivision.IsMeant(where)
            ? new Dictionary<WorkflowExecutionStatus, long> { [WorkflowExecutionStatus.Running] = countSchedules(entry) }
            : await index.CountAsync(entry.Id, where, context.Cancelled).ConfigureAwait(false);
        var response = new CountWorkflowExecutionsResponse { Count = counts.Values.Sum() };
        if (groups.Contains(StatusName))
        {
            response.Groups.AddRange(counts.Select(pair => new CountWorkflowExecutionsResponse.Types.AggregationGroup
            {
                Count = pair.Value,
                GroupValues = { StatusPayloads.Of(pair.Key) },
            }));
        }

        return response;
    }

    private Task<ListArchivedWorkflowExecutionsResponse> ListArchivedAsync(
        ListArchivedWorkflowExecutionsRequest request, RpcContext context)
    {
        registry.Require(request.Namespace);
        throw RpcErrors.InvalidArgument("Cluster is not configured for visibility archival.");
    }
}
