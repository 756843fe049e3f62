using Sagas.Contracts.Payments;
using Sagas.Engine.Definition;

namespace Sagas.Workflows.Bookings;

/// <summary>Asks the payment provider what is true, when the saga does not know or support claims to.</summary>
internal static class BookingEvidence
{
    public static async Task<PaymentAuthorised?> AuthorisedAsync(BookingState b, StepCall call)
    {
        var seen = await AskAsync(b, call);
        return seen is { State: PaymentStates.Authorised, PaymentIntentId: { } intent }
            ? new PaymentAuthorised(intent, b.Held!.Total, seen.Attempt)
            : null;
    }

    public static async Task<PaymentCaptured?> CapturedAsync(BookingState b, StepCall call)
    {
        var seen = await AskAsync(b, call);
        return seen is { State: PaymentStates.Captured, PaymentIntentId: { } intent, Captured: { } captured }
            ? new PaymentCaptured(intent, seen.ChargeId, captured, seen.Attempt)
            : null;
    }

    /// <summary>The evidence is the id of the intent or of its charge, as the provider's dashboard shows it.</summary>
    public static async Task<PaymentCaptured?> CapturedAsync(BookingState b, string evidence, StepCall call) =>
        await CapturedAsync(b, call) is { } captured
        && (captured.PaymentIntentId == evidence || captured.ChargeId == evidence)
            ? captured
            : null;

    private static Task<PaymentSeen> AskAsync(BookingState b, StepCall call) =>
        BookingPorts.AskAsync(BookingCommands.Ask(b), call);
}
