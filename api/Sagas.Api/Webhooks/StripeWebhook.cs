using Sagas.Api.Observation;
using Sagas.Api.Problems;
using Sagas.Api.Requests;
using Sagas.Api.Temporal;
using Sagas.Contracts.Bookings;

namespace Sagas.Api.Webhooks;

/// <summary>
/// Takes Stripe's events. An event is a hint: it makes the saga of a payment that waits for its customer look at that payment
/// now. It is kept before it is answered, and answered with success only when the saga was told, so Stripe delivers it again
/// while PostgreSQL or Temporal is away; should it never come, the saga looks by itself.
/// </summary>
internal sealed class StripeWebhook(
    ApiOptions options, PaymentEvents events, IBookingSagas sagas, TimeProvider clock, ILogger<StripeWebhook> logger)
{
    /// <summary>An intent with all the metadata that Stripe allows has about 50 kilobytes.</summary>
    private const int BytesMax = 256 * 1024;

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var body = await BodyBytes.ReadAsync(context, BytesMax);
        var header = context.Request.Headers["Stripe-Signature"].ToString();
        if (StripeSignature.Fault(header, body.Span, options.StripeWebhookSecret!, clock.GetUtcNow()) is { } fault)
        {
            logger.WebhookRefused(fault);
            throw ProblemException.Of(ProblemTypes.BadSignature, $"The event is not taken: {fault}.");
        }

        var happened = StripeEvent.Read(body)
            ?? throw ProblemException.Of(ProblemTypes.BadRequest, "The body is signed, but is no event of Stripe.");
        if (happened is { IsTelling: true, IntentId.Length: > 0 })
        {
            await TellAsync(happened, context.RequestAborted);
        }

        return TypedResults.Ok();
    }

    private async Task TellAsync(StripeEvent happened, CancellationToken stop)
    {
        if (await events.ReceiveAsync(happened, stop) is not { } awaited)
        {
            return;
        }

        using var span = TraceContext.Receive(awaited.TraceContext, awaited.BookingId);
        var told = await sagas.TellAsync(awaited.BookingId, new PaymentChanged(happened.Id, happened.Type), stop);
        await events.HandledAsync(happened, stop);
        logger.WebhookTaken(happened.Id, happened.Type, awaited.BookingId, told ? "told" : "has ended");
    }
}
