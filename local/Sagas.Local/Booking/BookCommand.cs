using Sagas.Api.Bookings;
using Sagas.Contracts.Bookings;
using Sagas.Local.Client;
using Sagas.Local.Terminal;

namespace Sagas.Local.Booking;

/// <summary>Books seats as any client of the API would, and prints what the saga does, as it does it.</summary>
internal sealed class BookCommand(ApiClient api)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan DeliveryWithin = TimeSpan.FromSeconds(5);

    public async Task<int> RunAsync(BookingRequest request, string idempotencyKey, CancellationToken stop)
    {
        var booking = await api.PlaceAsync(request, idempotencyKey, stop);
        Console.WriteLine($"Booking {booking.Id} is accepted.");
        var printer = new StepPrinter(Console.Out);
        string? shown = null;
        using var timer = new PeriodicTimer(LookEvery);
        while (true)
        {
            booking = await api.GetAsync(booking.Id, stop);
            printer.Print(booking.Steps);
            if (booking.NextAction is { } action && action.Url != shown)
            {
                shown = action.Url;
                Console.WriteLine($"The card asks for its owner. Confirm the payment at{Environment.NewLine}  {action.Url}");
            }

            if (IsAtItsEnd(booking))
            {
                return Conclude(booking);
            }

            await timer.WaitForNextTickAsync(stop);
        }
    }

    /// <summary>
    /// A confirmed booking's saga still delivers the tickets; a parked one waits for support. Tickets whose delivery takes
    /// longer are not waited for: the booking is safe.
    /// </summary>
    private static bool IsAtItsEnd(BookingResponse booking) => booking.Status switch
    {
        BookingStatuses.Pending => false,
        BookingStatuses.Confirmed =>
            booking.Steps.Any(step => step is { Name: BookingSteps.DeliverTickets, Outcome: "done" or "accepted" })
            || DateTimeOffset.UtcNow - booking.FinishedAt > DeliveryWithin,
        BookingStatuses.NeedsAttention => true,
        _ => booking.Steps.All(step => step.EndedAt is not null),
    };

    private static int Conclude(BookingResponse booking)
    {
        switch (booking.Status)
        {
            case BookingStatuses.Confirmed:
                Console.WriteLine($"Confirmed: {booking.Total?.ToString() ?? "-"}. The tickets are on their way by e-mail.");
                foreach (var ticket in booking.Tickets)
                {
                    Console.WriteLine($"  seat {ticket.Seat}   ticket {ticket.Code}");
                }

                return 0;
            case BookingStatuses.NeedsAttention:
                Console.WriteLine($"Needs attention: {booking.Reason} ({booking.ReasonDetail}).");
                Console.WriteLine($"See ./sagas support show {booking.Id}");
                return 1;
            default:
                Console.WriteLine($"{Capital(booking.Status)}: {booking.Reason} ({booking.ReasonDetail}). Everything is undone.");
                return 1;
        }
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
