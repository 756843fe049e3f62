using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Sagas.Api.Bookings;
using Sagas.Api.Problems;
using Sagas.Api.Requests;
using Sagas.Api.Security;
using Sagas.Contracts.Bookings;

namespace Sagas.Api.Support;

internal static class SupportEndpoints
{
    private const string Root = "/v1/support/bookings";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var support = routes.MapGroup(Root).RequireCaller(CallerRole.Support);
        support.MapGet("", ListAsync)
            .WithName("listStuckBookings")
            .WithTags("support")
            .WithSummary("Bookings by status; without one, those that need attention, the longest-waiting first.")
            .Produces<StuckBookingsResponse>()
            .ProducesProblems(400, 401, 403, 503);
        support.MapGet("/{id}", ShowAsync)
            .WithName("getCase")
            .WithTags("support")
            .WithSummary("A booking with its steps, why it is stuck, and what support did.")
            .Produces<SupportCaseResponse>()
            .ProducesProblems(401, 403, 404, 503);
        support.MapPost("/{id}/retry", RetryAsync)
            .WithName("retryBooking")
            .WithTags("support")
            .WithSummary("Try the stuck step again, with a corrected e-mail address if given.")
            .Accepts<RetryRequest>("application/json")
            .Produces<RepairResponse>(StatusCodes.Status202Accepted)
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 422, 503)
            .WithMetadata(DecisionKey);
        support.MapPost("/{id}/compensate", CompensateAsync)
            .WithName("compensateBooking")
            .WithTags("support")
            .WithSummary("Undo the booking from where it is stuck.")
            .Accepts<CompensateRequest>("application/json")
            .Produces<RepairResponse>(StatusCodes.Status202Accepted)
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 422, 503)
            .WithMetadata(DecisionKey);
    }

    private static HeaderParameter DecisionKey { get; } = new(
        IdempotencyKey.Header, Required: false, "Your own name for this decision: repeating it decides once.");

    private static async Task<IResult> ListAsync(
        [FromQuery, Description("needs_attention (default), pending, confirmed, rejected or cancelled.")] string? status,
        HttpContext context,
        SupportStore store)
    {
        var wanted = status ?? BookingStatuses.NeedsAttention;
        if (!BookingStatuses.All.Contains(wanted))
        {
            throw ProblemException.Of(
                ProblemTypes.BadRequest, $"status must be one of {string.Join(", ", BookingStatuses.All)}.");
        }

        var rows = await store.ListAsync(wanted, context.RequestAborted);
        return TypedResults.Ok(new StuckBookingsResponse([.. rows.Select(SupportViews.InList)]));
    }

    private static async Task<IResult> ShowAsync(
        [FromRoute] string id, HttpContext context, BookingStore bookings, SupportStore store, Timelines timelines)
    {
        var stop = context.RequestAborted;
        var row = await bookings.FindAsync(id, clientId: null, stop) ?? throw ProblemException.Of(ProblemTypes.UnknownBooking);
        return TypedResults.Ok(new SupportCaseResponse(
            row.ToResponse(await timelines.OfAsync(row, stop)),
            row.ClientId,
            row.CustomerEmail,
            SupportViews.Stuck(row),
            await store.ActionsAsync(id, stop)));
    }

    private static async Task<IResult> RetryAsync([FromRoute] string id, HttpContext context, Repairs repairs)
    {
        using var body = await JsonBody.ReadAsync(context);
        var request = RepairReading.ReadRetry(body.RootElement);
        return Decided(await repairs.RetryAsync(context.Caller(), id, request, DecisionId(context), context.RequestAborted));
    }

    private static async Task<IResult> CompensateAsync([FromRoute] string id, HttpContext context, Repairs repairs)
    {
        using var body = await JsonBody.ReadAsync(context);
        var request = RepairReading.ReadCompensate(body.RootElement);
        return Decided(
            await repairs.CompensateAsync(context.Caller(), id, request, DecisionId(context), context.RequestAborted));
    }

    private static string DecisionId(HttpContext context) =>
        context.Request.Headers.ContainsKey(IdempotencyKey.Header)
            ? $"{context.Caller().ClientId}:{IdempotencyKey.Require(context.Request)}"
            : Guid.CreateVersion7().ToString("N");

    private static IResult Decided(RepairResponse repair) => TypedResults.Accepted($"{Root}/{repair.BookingId}", repair);
}
