using Temporalio.Activities;

namespace Sagas.Contracts.Notifications;

/// <summary>Port of the e-mail provider, on <see cref="TaskQueues.Notifications"/>. Implementations repeat the attributes.</summary>
public interface INotificationActivities
{
    /// <summary>Refuses with MailAddressRejected.</summary>
    [Activity]
    Task<TicketsSent> SendTicketsAsync(SendTickets command);

    /// <summary>Refuses with MailAddressRejected, which ends it: the booking is undone either way.</summary>
    [Activity]
    Task<CancellationSent> SendCancellationAsync(SendCancellation command);
}
