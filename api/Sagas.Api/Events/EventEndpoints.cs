using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Sagas.Api.Problems;
using Sagas.Api.Requests;
using Sagas.Api.Security;
using Sagas.Contracts.Bookings;

namespace Sagas.Api.Events;

internal static class EventEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var events = routes.MapGroup("/v1/events").RequireCaller(role: null);
        events.MapGet("", async (HttpContext context, EventStore store) =>
                TypedResults.Ok(new EventsResponse(await store.ListAsync(context.RequestAborted))))
            .WithName("listEvents")
            .WithTags("events")
            .WithSummary("Events, the soonest first.")
            .Produces<EventsResponse>()
            .ProducesProblems(401, 503);
        events.MapGet("/{id}", FindAsync)
            .WithName("getEvent")
            .WithTags("events")
            .WithSummary("An event with its priced sections.")
            .Produces<EventDetailResponse>()
            .ProducesProblems(401, 404, 503);
        events.MapGet("/{id}/seats", SeatsAsync)
            .WithName("listSeats")
            .WithTags("events")
            .WithSummary("The seats of an event.")
            .Produces<SeatsResponse>()
            .ProducesProblems(401, 404, 503);
    }

    private static async Task<IResult> FindAsync([FromRoute] string id, HttpContext context, EventStore store) =>
        TypedResults.Ok(Known(id) ? await store.FindAsync(id, context.RequestAborted) ?? throw Unknown(id) : throw Unknown(id));

    private static async Task<IResult> SeatsAsync(
        [FromRoute] string id,
        [FromQuery, Description("Only the seats of this section.")] string? section,
        HttpContext context,
        EventStore store)
    {
        var known = Known(id) && Text.IsClean(section);
        var seats = known ? await store.SeatsAsync(id, section, context.RequestAborted) : null;
        return TypedResults.Ok(new SeatsResponse(seats ?? throw Unknown(id)));
    }

    private static bool Known(string id) => id.Length <= BookSeats.EventIdLengthMax && Text.IsClean(id);

    private static ProblemException Unknown(string id) =>
        ProblemException.Of(ProblemTypes.UnknownEvent, Known(id) ? $"There is no event '{id}'." : null);
}
