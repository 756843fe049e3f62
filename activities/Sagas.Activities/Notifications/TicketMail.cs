using System.Globalization;
using System.Net;
using System.Text;
using QRCoder;
using Sagas.Activities.Notifications.SendGrid;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Notifications;
using SendGrid.Helpers.Mail;

namespace Sagas.Activities.Notifications;

/// <summary>The mail with the tickets: each code as text and as a QR picture, so that it works on paper and without pictures.</summary>
internal static class TicketMail
{
    public const string Kind = "ticket";

    private const int PixelsPerModule = 4;

    public static OutgoingMail Compose(SendTickets command) => new(
        command.Key,
        Kind,
        new EmailAddress(command.Customer.Email, command.Customer.Name),
        OneLine($"Your tickets for {command.EventName}"),
        Text(command),
        Html(command),
        command.Tickets.Select(QrCode).ToList());

    /// <summary>Names come from outside; a subject is one line.</summary>
    public static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();

    public static string When(DateTimeOffset time) =>
        time.UtcDateTime.ToString("dddd, d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Text(SendTickets command)
    {
        var text = new StringBuilder()
            .AppendLine($"Hello {OneLine(command.Customer.Name)},")
            .AppendLine()
            .AppendLine($"here are your tickets for {command.EventName}, {When(command.EventStartsAt)}.")
            .AppendLine("Show the code at the door, on paper or on your phone.")
            .AppendLine();
        foreach (var ticket in command.Tickets)
        {
            text.AppendLine($"  Seat {ticket.Seat}: {ticket.Code}");
        }

        return text.AppendLine()
            .AppendLine($"Paid: {command.Total}")
            .AppendLine($"Booking: {command.BookingId}")
            .ToString();
    }

    private static string Html(SendTickets command)
    {
        var rows = new StringBuilder();
        for (var i = 0; i < command.Tickets.Count; i++)
        {
            var ticket = command.Tickets[i];
            rows.Append($"""
                <tr><td style="padding:12px"><img src="cid:{ContentId(ticket)}" width="132" height="132" alt="{E(ticket.Code)}"></td>
                <td style="padding:12px">Seat <strong>{E(ticket.Seat)}</strong><br>
                <code style="font-size:18px">{E(ticket.Code)}</code></td></tr>

                """);
        }

        return $"""
            <!DOCTYPE html>
            <html lang="en"><body style="font-family:sans-serif;max-width:600px;margin:auto">
            <p>Hello {E(command.Customer.Name)},</p>
            <p>here are your tickets for <strong>{E(command.EventName)}</strong>, {E(When(command.EventStartsAt))}.
            Show the code at the door, on paper or on your phone.</p>
            <table>
            {rows}</table>
            <p>Paid: {E(command.Total.ToString())}<br>Booking: {E(command.BookingId)}</p>
            </body></html>
            """;
    }

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private static string ContentId(Ticket ticket) => $"qr-{ticket.Code}";

    private static Attachment QrCode(Ticket ticket)
    {
        using var data = QRCodeGenerator.GenerateQrCode(ticket.Code, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(data);
        return new Attachment
        {
            Content = Convert.ToBase64String(picture.GetGraphic(PixelsPerModule)),
            Type = "image/png",
            Filename = $"ticket-{ticket.Code}.png",
            Disposition = "inline",
            ContentId = ContentId(ticket),
        };
    }
}
