using Sagas.Contracts.Payments;
using Sagas.Engine;
using Sagas.Engine.Definition;
using Temporalio.Workflows;

namespace Sagas.Workflows.Bookings;

/// <summary>
/// The step that authorises the payment. Where the card's bank wants the customer first (3-D Secure), the saga waits: it
/// looks at the payment when the provider tells of a change, and every so often in case that message is lost. Nothing is
/// decided by the message itself. When the hold ends the wait is extended once; when that ends too, the payment is
/// cancelled, and only then may the seats go. A customer who was quicker than the cancellation has paid in time.
/// </summary>
internal static class BookingAuthorisation
{
    public static async Task<PaymentAuthorised> RunAsync(BookingState b, StepCall call)
    {
        var answer = await BookingPorts.AuthoriseAsync(BookingCommands.Authorise(b), call);
        return Receipt(answer) ?? await AwaitCustomerAsync(b, call);
    }

    private static async Task<PaymentAuthorised> AwaitCustomerAsync(BookingState b, StepCall call)
    {
        Invariant.Require(b.Held is not null, "a payment is authorised only after the seats are held");
        var extended = b.Held.DecideBy ?? b.Held.HoldUntil;
        var authorised = await UntilAsync(b, call, b.Held.HoldUntil, isExtended: false)
            ?? await UntilAsync(b, call, extended, isExtended: true)
            ?? Receipt(await BookingPorts.ExpireAsync(BookingCommands.Expire(b), Options(call, "End the wait for the customer")));
        Invariant.Require(authorised is not null, "a payment that expired is authorised or refused");
        call.Waits(null);
        return authorised;
    }

    /// <summary>Null: the customer has not confirmed by then.</summary>
    private static async Task<PaymentAuthorised?> UntilAsync(
        BookingState b, StepCall call, DateTimeOffset deadline, bool isExtended)
    {
        while (deadline - Workflow.UtcNow is { Ticks: > 0 } left)
        {
            call.Waits(BookingWords.AwaitingCustomer(b, deadline, isExtended));
            await Workflow.WaitConditionWithOptionsAsync(new WaitConditionOptions(
                () => b.PaymentChanged,
                left < BookingPolicies.LookAtPaymentEvery ? left : BookingPolicies.LookAtPaymentEvery,
                "Look at the payment again",
                call.Options.CancellationToken));
            b.PaymentChanged = false;
            var answer = await BookingPorts.CheckAsync(
                BookingCommands.Check(b), Options(call, "Look whether the customer has confirmed"));
            if (Receipt(answer) is { } authorised)
            {
                return authorised;
            }
        }
        return null;
    }

    private static PaymentAuthorised? Receipt(AuthorisationAnswer answer) => answer.Authorised is { } authorised
        ? new PaymentAuthorised(answer.PaymentIntentId, authorised, answer.Attempt)
        : null;

    private static ActivityOptions Options(StepCall call, string summary)
    {
        var options = (ActivityOptions)call.Options.Clone();
        options.Summary = summary;
        return options;
    }
}
