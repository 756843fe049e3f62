using Google.Protobuf;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Frontend.Visibility;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.Visibility;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Activities;

/// <summary>List and count activities without a workflow, by the queries of lists of workflows.</summary>
internal sealed class StandaloneLists(NamespaceRegistry registry, IVisibilityIndex index) : IRpcService
{
    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<ListActivityExecutionsRequest, ListActivityExecutionsResponse>("ListActivityExecutions", ListAsync);
        table.Add<CountActivityExecutionsRequest, CountActivityExecutionsResponse>("CountActivityExecutions", CountAsync);
    }

    private async Task<ListActivityExecutionsResponse> ListAsync(
        ListActivityExecutionsRequest request, RpcContext context)
    {
        var entry = registry.Require(request.Namespace);
        var where = ListQueries.Bind(entry, request.Query, grouping: null, ofActivities: true);
        var page = await VisibilityPage.ReadAsync(
            index, entry, where, request.NextPageToken, request.PageSize, context.Cancelled).ConfigureAwait(false);
        return new ListActivityExecutionsResponse
        {
            Executions = { page.Records.Select(StandaloneShape.Of) },
            NextPageToken = page.Next,
        };
    }

    private async Task<CountActivityExecutionsResponse> CountAsync(
        CountActivityExecutionsRequest request, RpcContext context)
    {
        var entry = registry.Require(request.Namespace);
        var groups = new List<string>();
        var where = ListQueries.Bind(entry, request.Query, groups, ofActivities: true);
        var counts = await index.CountAsync(entry.Id, where, context.Cancelled).ConfigureAwait(false);
        var response = new CountActivityExecutionsResponse { Count = counts.Values.Sum() };
        if (groups.Count > 0)
        {
            response.Groups.AddRange(counts.Select(pair => new CountActivityExecutionsResponse.Types.AggregationGroup
            {
                Count = pair.Value,
                GroupValues = { StatusPayloads.Of(pair.Key) },
            }));
        }

        return response;
    }
}
