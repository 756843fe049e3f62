using Google.Protobuf;
using Temporal.DevServer.Frontend.Visibility;
using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Visibility;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Schedules;

/// <summary>List and count schedules, and list the times of one.</summary>
internal sealed class ScheduleListRpcs(ScheduleServer schedules, ExecutionEngine engine) : IRpcService
{
    private const int PageMax = 1000;
    private const int TimesMax = 1000;

    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<ListSchedulesRequest, ListSchedulesResponse>("ListSchedules", ListAsync);
        table.Add<CountSchedulesRequest, CountSchedulesResponse>("CountSchedules", CountAsync);
        table.Add<ListScheduleMatchingTimesRequest, ListScheduleMatchingTimesResponse>(
            "ListScheduleMatchingTimes", TimesAsync);
    }

    private Task<ListSchedulesResponse> ListAsync(ListSchedulesRequest request, RpcContext context)
    {
        var size = request.MaximumPageSize is > 0 and <= PageMax ? request.MaximumPageSize : PageMax;
        var after = PageToken.Read(request.NextPageToken);
        var page = Matching(request.Namespace, request.Query)
            .Where(found => after is not { } last || found.Row.Place.CompareTo(last) > 0).Take(size).ToList();
        var now = engine.Clock.UtcNow;
        return Task.FromResult(new ListSchedulesResponse
        {
            Schedules = { page.Select(found => ScheduleShape.Entry(found.Actor, now)) },
            NextPageToken = page.Count == size ? PageToken.Write(page[^1].Row.Place) : ByteString.Empty,
        });
    }

    private Task<CountSchedulesResponse> CountAsync(CountSchedulesRequest request, RpcContext context) =>
        Task.FromResult(new CountSchedulesResponse { Count = Matching(request.Namespace, request.Query).Count() });

    private IEnumerable<(ScheduleActor Actor, VisibilityRow Row)> Matching(string name, string query)
    {
        var ns = engine.Namespace(name);
        var where = ListQueries.Bind(ns, query, grouping: null, ofSchedules: true);
        return schedules.List(ns.Id).Select(actor => (Actor: actor, Row: ScheduleShape.Row(actor)))
            .Where(found => PredicateEvaluator.Matches(where, found.Row)).OrderBy(found => found.Row.Place);
    }

    private Task<ListScheduleMatchingTimesResponse> TimesAsync(
        ListScheduleMatchingTimesRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        var actor = schedules.Require(ns, request.ScheduleId, "schedule not found");
        if (request.StartTime is null || request.EndTime is null)
        {
            throw new RpcException(RpcCode.InvalidArgument, "missing or invalid query", new QueryFailedFailure());
        }

        var response = new ListScheduleMatchingTimesResponse();
        var after = request.StartTime.ToDateTimeOffset();
        var end = request.EndTime.ToDateTimeOffset();
        while (response.StartTime.Count < TimesMax && actor.Times.Next(after) is { } time && time.Nominal <= end)
        {
            after = time.Nominal;
            response.StartTime.Add(time.Due.ToStamp());
        }

        return Task.FromResult(response);
    }
}
