using Sagas.Activities.Notifications.SendGrid;
using Sagas.Activities.Support;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Notifications;
using Sagas.Effects;
using Temporalio.Activities;

namespace Sagas.Activities.Notifications;

/// <summary>Mail to customers.</summary>
public sealed class NotificationActivities : INotificationActivities
{
    private readonly Mailing _mailing;

    /// <summary>Talks to SendGrid by HTTP.</summary>
    public NotificationActivities(HttpClient http, SendGridOptions options, IEffects effects, TimeProvider clock)
        : this(new SendGridMail(http, options, clock), effects)
    {
    }

    internal NotificationActivities(IMailProvider provider, IEffects effects) => _mailing = new Mailing(provider, effects);

    [Activity]
    public Task<TicketsSent> SendTicketsAsync(SendTickets command) =>
        CrashPoint.AroundAsync(BookingSteps.DeliverTickets, async () =>
        {
            var order = new MailOrder(
                command.Key, command.BookingId, TicketMail.Kind, command.Revision, command.Customer.Email);
            var messageId = await _mailing.DeliverAsync(
                order, () => TicketMail.Compose(command), BookingSteps.DeliverTickets, ActivityAttempt.Token)
                .ConfigureAwait(false);
            return new TicketsSent(messageId, ActivityAttempt.Number);
        });

    [Activity]
    public Task<CancellationSent> SendCancellationAsync(SendCancellation command) =>
        CrashPoint.AroundAsync(BookingCompensations.SendCancellation, async () =>
        {
            var order = new MailOrder(
                command.Key, command.BookingId, CancellationMail.Kind, Revision: 1, command.Customer.Email);
            var messageId = await _mailing.DeliverAsync(
                order, () => CancellationMail.Compose(command), BookingCompensations.SendCancellation, ActivityAttempt.Token)
                .ConfigureAwait(false);
            return new CancellationSent(messageId, ActivityAttempt.Number);
        });
}
