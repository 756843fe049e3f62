using System.Net;
using Sagas.Activities.Notifications.SendGrid;
using Sagas.Contracts.Notifications;
using SendGrid.Helpers.Mail;

namespace Sagas.Activities.Notifications;

/// <summary>Says that a booking with issued tickets was undone, and what became of the money.</summary>
internal static class CancellationMail
{
    public const string Kind = "cancellation";

    public static OutgoingMail Compose(SendCancellation command)
    {
        var seats = string.Join(", ", command.Seats);
        var money = command.Refunded.Amount == 0
            ? "Nothing was charged."
            : $"We have returned {command.Refunded} to your card; banks take a few days to show it.";
        return new OutgoingMail(
            command.Key,
            Kind,
            new EmailAddress(command.Customer.Email, command.Customer.Name),
            TicketMail.OneLine($"Your booking for {command.EventName} was cancelled"),
            $"""
            Hello {TicketMail.OneLine(command.Customer.Name)},

            your booking for {command.EventName} (seats {seats}) was cancelled.
            Tickets you may have received for it are no longer valid.
            {money}

            Booking: {command.BookingId}

            """,
            $"""
            <!DOCTYPE html>
            <html lang="en"><body style="font-family:sans-serif;max-width:600px;margin:auto">
            <p>Hello {WebUtility.HtmlEncode(command.Customer.Name)},</p>
            <p>your booking for <strong>{WebUtility.HtmlEncode(command.EventName)}</strong>
            (seats {WebUtility.HtmlEncode(seats)}) was cancelled.
            Tickets you may have received for it are no longer valid.</p>
            <p>{WebUtility.HtmlEncode(money)}</p>
            <p>Booking: {WebUtility.HtmlEncode(command.BookingId)}</p>
            </body></html>
            """,
            []);
    }
}
