using Google.Protobuf;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Visibility;
using Temporal.DevServer.Visibility.Query;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Filter.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Visibility;

/// <summary>The lists from before there were queries: open runs and closed runs, each with one filter.</summary>
internal sealed class OldListRpcs(NamespaceRegistry registry, IVisibilityIndex index) : IRpcService
{
    private static readonly Field s_status = new("ExecutionStatus", IndexedValueType.Keyword, IsSystem: true);
    private static readonly Predicate s_open = Is("ExecutionStatus", nameof(WorkflowExecutionStatus.Running));

    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<ListOpenWorkflowExecutionsRequest, ListOpenWorkflowExecutionsResponse>(
            "ListOpenWorkflowExecutions", OpenAsync);
        table.Add<ListClosedWorkflowExecutionsRequest, ListClosedWorkflowExecutionsResponse>(
            "ListClosedWorkflowExecutions", ClosedAsync);
    }

    private async Task<ListOpenWorkflowExecutionsResponse> OpenAsync(
        ListOpenWorkflowExecutionsRequest request, RpcContext context)
    {
        var where = Filtered(s_open, "StartTime", request.StartTimeFilter, request.ExecutionFilter, request.TypeFilter);
        var page = await PageAsync(
            request.Namespace, where, request.NextPageToken, request.MaximumPageSize, context).ConfigureAwait(false);
        return new ListOpenWorkflowExecutionsResponse
        {
            Executions = { page.Records.Select(ExecutionInfoShape.Of) },
            NextPageToken = page.Next,
        };
    }

    private async Task<ListClosedWorkflowExecutionsResponse> ClosedAsync(
        ListClosedWorkflowExecutionsRequest request, RpcContext context)
    {
        if (request.StatusFilter is { Status: WorkflowExecutionStatus.Unspecified or WorkflowExecutionStatus.Running })
        {
            throw RpcErrors.InvalidArgument("StatusFilter must be specified and must be not Running.");
        }

        var status = request.StatusFilter?.Status ?? WorkflowExecutionStatus.Unspecified;

        Predicate where = status == WorkflowExecutionStatus.Unspecified
            ? new Predicate.Compare(s_status, CompareOp.NotEqual, nameof(WorkflowExecutionStatus.Running))
            : Is("ExecutionStatus", status.ToString());
        where = Filtered(where, "CloseTime", request.StartTimeFilter, request.ExecutionFilter, request.TypeFilter);
        var page = await PageAsync(
            request.Namespace, where, request.NextPageToken, request.MaximumPageSize, context).ConfigureAwait(false);
        return new ListClosedWorkflowExecutionsResponse
        {
            Executions = { page.Records.Select(ExecutionInfoShape.Of) },
            NextPageToken = page.Next,
        };
    }

    private Task<VisibilityPage> PageAsync(
        string name, Predicate where, ByteString token, int pageSize, RpcContext context) =>
        VisibilityPage.ReadAsync(index, registry.Require(name), where, token, pageSize, context.Cancelled);

    private static Predicate Filtered(
        Predicate where, string timeName, StartTimeFilter? time, WorkflowExecutionFilter? execution,
        WorkflowTypeFilter? type)
    {
        var field = new Field(timeName, IndexedValueType.Datetime, IsSystem: true);
        var parts = new List<Predicate> { where };
        if (time is { EarliestTime: { } from, LatestTime: { } until } && from > until)
        {
            throw RpcErrors.InvalidArgument("EarliestTime in StartTimeFilter should not be larger than LatestTime.");
        }

        if (time?.EarliestTime is { } earliest)
        {
            parts.Add(new Predicate.Compare(field, CompareOp.GreaterOrEqual, PageKey.Nanoseconds(earliest)));
        }

        if (time?.LatestTime is { } latest)
        {
            parts.Add(new Predicate.Compare(field, CompareOp.LessOrEqual, PageKey.Nanoseconds(latest)));
        }

        if (execution is { WorkflowId.Length: > 0 })
        {
            parts.Add(Is("WorkflowId", execution.WorkflowId));
        }

        if (execution is { RunId.Length: > 0 })
        {
            parts.Add(Is("RunId", execution.RunId));
        }

        if (type is { Name.Length: > 0 })
        {
            parts.Add(Is("WorkflowType", type.Name));
        }

        return parts.Aggregate((left, right) => new Predicate.And(left, right));
    }

    private static Predicate.Compare Is(string name, string value) =>
        new(new Field(name, IndexedValueType.Keyword, IsSystem: true), CompareOp.Equal, value);
}
