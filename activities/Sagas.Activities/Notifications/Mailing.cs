using Sagas.Activities.Notifications.SendGrid;
using Sagas.Activities.Support;
using Sagas.Contracts;
using Sagas.Effects;

namespace Sagas.Activities.Notifications;

/// <summary>
/// Sends one mail once, as far as that is possible with a provider that cannot be told "the same again": the row is written
/// first; a mail that may have been taken is looked for before it is sent again; one whose fate is known is not touched.
/// At worst there is one more copy, which says the same.
/// </summary>
internal sealed class Mailing(IMailProvider provider, IEffects effects)
{
    private static readonly TimeSpan CredentialsPause = TimeSpan.FromSeconds(30);

    /// <summary>The provider's message id, when it gave one.</summary>
    /// <param name="order">Which mail.</param>
    /// <param name="compose">Makes the text; called only if it is needed.</param>
    /// <param name="step">Name in crash points.</param>
    public async Task<string?> DeliverAsync(MailOrder order, Func<OutgoingMail> compose, string step, CancellationToken stop)
    {
        var begun = await effects.ApplyAsync(
            new BeginMailEffect(order.MailId, order.BookingId, order.Kind, order.Revision, order.Recipient), stop)
            .ConfigureAwait(false);
        CrashPoint.Pass(step, "noted");
        switch (begun.What)
        {
            case "accepted":
                return begun.MessageId;
            case "rejected":
                throw Rejected(order, begun.ErrorCode ?? "no code");
            case "look" when await provider.FindAsync(order.MailId, stop).ConfigureAwait(false) is { } found:
                await NoteAsync(order, "accepted", found.MessageId, null, sends: 1, stop).ConfigureAwait(false);
                return found.MessageId;
            default:
                return await SendAsync(order, compose(), step, stop).ConfigureAwait(false);
        }
    }

    private static Exception Rejected(MailOrder order, string code) => Failures.Refused(
        RefusalCodes.MailAddressRejected,
        $"The e-mail provider refuses mail {order.MailId} of booking {order.BookingId} for good ({code}).", code);

    private async Task<string?> SendAsync(MailOrder order, OutgoingMail mail, string step, CancellationToken stop)
    {
        var outcome = await provider.SendAsync(mail, stop).ConfigureAwait(false);
        CrashPoint.Pass(step, "sent");
        switch (outcome)
        {
            case MailOutcome.Accepted accepted:
                await NoteAsync(order, "accepted", accepted.MessageId, null, sends: 1, stop).ConfigureAwait(false);
                return accepted.MessageId;
            case MailOutcome.Rejected rejected:
                await NoteAsync(order, "rejected", null, rejected.Code, sends: 0, stop).ConfigureAwait(false);
                throw Rejected(order, rejected.Code);
            case MailOutcome.NotTaken notTaken:
                await NoteAsync(order, "refused", null, FailureCodes.ProviderBusy, sends: 0, stop).ConfigureAwait(false);
                throw Failures.TryAgain(FailureCodes.ProviderBusy, $"{order.MailId}: {notTaken.Message}", notTaken.RetryAfter);
            case MailOutcome.Credentials credentials:
                await NoteAsync(order, "refused", null, FailureCodes.ProviderCredentials, sends: 0, stop)
                    .ConfigureAwait(false);
                throw Failures.TryAgain(
                    FailureCodes.ProviderCredentials, $"{order.MailId}: {credentials.Message}", CredentialsPause);
            case MailOutcome.Unknown unknown:
                await NoteAsync(order, "unknown", null, FailureCodes.ProviderUnknown, sends: 1, stop).ConfigureAwait(false);
                throw Failures.TryAgain(FailureCodes.ProviderUnknown, $"{order.MailId}: {unknown.Message}");
            default:
                throw new InvalidOperationException($"The outcome {outcome} is not one of the closed set.");
        }
    }

    private Task NoteAsync(
        MailOrder order, string state, string? messageId, string? error, int sends, CancellationToken stop) =>
        effects.ApplyAsync(new NoteMailEffect(order.MailId, order.BookingId, state, messageId, error, sends), stop);
}

/// <param name="Kind">`ticket` or `cancellation`.</param>
internal sealed record MailOrder(string MailId, string BookingId, string Kind, int Revision, string Recipient)
{
    public override string ToString() => $"MailOrder {{ {MailId} }}";
}
