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
    ApiOptions options, WebhookGate gate, PaymentEvents events, IBookingSagas sagas, TimeProvider clock, ILogger<StripeWebhook> logger)
{
    /// <summary>An intent with all the metadata that Stripe allows has about 50 kilobytes.</summary>
    private const int BytesMax = 256 * 1024;

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var body = await SignedBodyAsync(context);
        var happened = StripeEvent.Read(body)
            ?? throw ProblemException.Of(ProblemTypes.BadRequest, "The body is signed, but is no event of Stripe.");
        if (happened is { IsTelling: true, IntentId.Length: > 0 })
        {
            await TellAsync(happened, context.RequestAborted);
        }

        return TypedResults.Ok();
    }

    /// <summary>What no event of Stripe can be is refused before its body is read.</summary>
    private async Task<ReadOnlyMemory<byte>> SignedBodyAsync(HttpContext context)
    {
        var header = context.Request.Headers["Stripe-Signature"].ToString();
        if (StripeSignature.FormFault(header) is { } malformed)
        {
            throw Refused(malformed);
        }

        if (context.Request.ContentLength > BytesMax)
        {
            throw ProblemException.Of(ProblemTypes.BodyTooLarge, $"At most {BytesMax} bytes are read.");
        }

        using var place = gate.Enter();
        var body = await gate.ReadAsync(context, BytesMax);
        return StripeSignature.Fault(header, body.Span, options.StripeWebhookSecret!, clock.GetUtcNow()) is { } fault
            ? throw Refused(fault)
            : body;
    }

    private ProblemException Refused(string fault)
    {
        if (gate.MayNoteRefusal())
        {
            logger.WebhookRefused(fault);
        }

        return ProblemException.Of(ProblemTypes.BadSignature, $"The event is not taken: {fault}.");
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
