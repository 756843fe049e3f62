using Microsoft.AspNetCore.Mvc;
using Sagas.Api.Problems;
using Sagas.Api.Requests;
using Sagas.Api.Security;

namespace Sagas.Api.Bookings;

internal static class BookingEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(BookingRoutes.Collection, (HttpContext context, PlaceBooking place) => place.HandleAsync(context))
            .WithName("placeBooking")
            .WithTags("bookings")
            .WithSummary("Book seats.")
            .WithDescription(
                "Answers 202 at once, or with 'Prefer: wait=N' the final outcome if it comes within N seconds (60 at most): 201 "
                + "with the booking, or a problem that says why it was rejected.")
            .Accepts<BookingRequest>("application/json")
            .Produces<BookingResponse>(StatusCodes.Status200OK)
            .Produces<BookingResponse>(StatusCodes.Status201Created)
            .Produces<BookingResponse>(StatusCodes.Status202Accepted)
            .ProducesProblems(400, 401, 402, 403, 404, 409, 413, 415, 422, 503)
            .WithMetadata(
                new HeaderParameter(IdempotencyKey.Header, Required: true, "Your own name for this booking; 1 to 255 visible "
                    + "ASCII characters. Repeating a request under the same key books once."),
                new HeaderParameter("Prefer", Required: false, "wait=N: wait up to N seconds for the final outcome."))
            .RequireCaller(CallerRole.Client);

        routes.MapGet(BookingRoutes.Collection + "/{id}", GetAsync)
            .WithName("getBooking")
            .WithTags("bookings")
            .WithSummary("A booking, with what its saga did.")
            .Produces<BookingResponse>()
            .ProducesProblems(401, 403, 404, 503)
            .RequireCaller(CallerRole.Client);
    }

    private static async Task<IResult> GetAsync(
        [FromRoute] string id, HttpContext context, BookingStore store, Timelines timelines)
    {
        var stop = context.RequestAborted;
        var row = await store.FindAsync(id, context.Caller().ClientId, stop)
            ?? throw ProblemException.Of(ProblemTypes.UnknownBooking);
        return TypedResults.Ok(row.ToResponse(await timelines.OfAsync(row, stop)));
    }
}
