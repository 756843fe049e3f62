using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Events;
using Sagas.Contracts.Notifications;
using Sagas.Contracts.Payments;
using Temporalio.Activities;
using Temporalio.Exceptions;

namespace Sagas.Workflows.Tests.Fakes;

/// <summary>The Events port on a <see cref="World"/>.</summary>
internal sealed class FakeEvents(World world) : IEventActivities
{
    public static readonly Money Price = new(2500, "EUR");

    [Activity]
    public Task<SeatsHeld> HoldSeatsAsync(HoldSeats command) => world.RunAsync(
        "HoldSeats", command.Key, attempt => world.Once(command.Key, () => Hold(command, attempt)) with { Attempt = attempt });

    [Activity]
    public Task<SeatsCommitted> CommitSeatsAsync(CommitSeats command) => world.RunAsync("CommitSeats", command.Key, attempt =>
    {
        foreach (var seat in command.Seats)
        {
            world.Seats[seat] = (command.BookingId, command.Epoch, true);
        }
        return new SeatsCommitted(1, attempt);
    });

    [Activity]
    public Task<SeatsReleased> ReleaseSeatsAsync(ReleaseSeats command) => world.RunAsync("ReleaseSeats", command.Key, attempt =>
        new SeatsReleased(
            command.Seats.Count(seat => world.Seats.TryGetValue(seat, out var s)
                && s.Owner == command.BookingId && s.Epoch == command.Epoch && world.Seats.Remove(seat)),
            attempt));

    private SeatsHeld Hold(HoldSeats command, int attempt)
    {
        var taken = command.Seats.Where(seat => world.Seats.TryGetValue(seat, out var s) && s.Owner != command.BookingId).ToList();
        if (taken.Count > 0)
        {
            throw new ApplicationFailureException(
                "seats are taken", errorType: RefusalCodes.SeatsTaken, nonRetryable: true, details: [string.Join(",", taken), attempt]);
        }
        foreach (var seat in command.Seats)
        {
            world.Seats[seat] = (command.BookingId, command.Epoch, false);
        }
        return new SeatsHeld(
            1,
            "Demo night",
            DateTimeOffset.UnixEpoch,
            [.. command.Seats.Select(seat => new SeatPrice(seat, "A", world.Price))],
            world.Price with { Amount = world.Price.Amount * command.Seats.Count },
            world.HoldUntil,
            attempt,
            world.HoldUntil + World.Grace);
    }
}

/// <summary>The Bookings port on a <see cref="World"/>.</summary>
internal sealed class FakeBookings(World world) : IBookingActivities
{
    public List<NoteSagaState> Notes { get; } = [];

    public CloseBooking? Closed { get; private set; }

    [Activity]
    public Task<BookingOpened> OpenBookingAsync(OpenBooking command) => world.RunAsync("OpenBooking", command.Key, attempt =>
    {
        world.Bookings.TryAdd(command.BookingId, BookingStatuses.Pending);
        return new BookingOpened(attempt);
    });

    [Activity]
    public Task<BookingClosed> CloseBookingAsync(CloseBooking command) => world.RunAsync("CloseBooking", command.Key, attempt =>
    {
        Closed = command;
        world.Bookings[command.BookingId] = command.Status;
        return new BookingClosed(attempt);
    });

    [Activity]
    public Task<BookingConfirmed> ConfirmBookingAsync(ConfirmBooking command) =>
        world.RunAsync("ConfirmBooking", command.Key, attempt => world.Once(command.Key, () =>
        {
            world.Bookings[command.BookingId] = BookingStatuses.Confirmed;
            var tickets = command.Seats.Select(sold => new Ticket($"T-{sold.Seat}", sold.Seat)).ToList();
            world.Tickets.UnionWith(tickets.Select(ticket => ticket.Code));
            return new BookingConfirmed(tickets, attempt);
        }) with { Attempt = attempt });

    [Activity]
    public Task<TicketsVoided> VoidTicketsAsync(VoidTickets command) => world.RunAsync("VoidTickets", command.Key, attempt =>
    {
        var count = world.Tickets.Count;
        world.Tickets.Clear();
        return new TicketsVoided(count, attempt);
    });

    [Activity]
    public Task NoteSagaStateAsync(NoteSagaState command) => world.RunAsync("NoteSagaState", command.Key, _ =>
    {
        Notes.Add(command);
        return 0;
    });
}

/// <summary>The Payments port on a <see cref="World"/>: one intent per business attempt.</summary>
internal sealed class FakePayments(World world) : IPaymentActivities
{
    [Activity]
    public Task<AuthorisationAnswer> AuthorisePaymentAsync(AuthorisePayment command) =>
        world.RunAsync("AuthorisePayment", command.Key, attempt =>
        {
            world.Intents.TryAdd(
                IntentOf(command.BookingId), world.CardNeedsCustomer ? PaymentStates.Open : PaymentStates.Authorised);
            return Answer(command.BookingId, command.Total, attempt);
        });

    [Activity]
    public Task<AuthorisationAnswer> CheckAuthorisationAsync(CheckAuthorisation command) =>
        world.RunAsync("CheckAuthorisation", "check", attempt =>
        {
            world.Customer.LookedAt("check");
            return Answer(command.BookingId, command.Total, attempt);
        });

    [Activity]
    public Task<AuthorisationAnswer> ExpireAuthorisationAsync(ExpireAuthorisation command) =>
        world.RunAsync("ExpireAuthorisation", command.Key, attempt =>
        {
            world.Customer.LookedAt("expiry");
            var intent = IntentOf(command.BookingId);
            if (world.Intents[intent] == PaymentStates.Open)
            {
                world.Intents[intent] = PaymentStates.Cancelled;
                throw new Fault.Refuse(RefusalCodes.PaymentNotConfirmed).ToException(attempt);
            }
            return Answer(command.BookingId, command.Total, attempt);
        });

    [Activity]
    public Task<PaymentCancelled> CancelPaymentAsync(CancelPayment command) =>
        world.RunAsync("CancelPayment", command.Key, attempt =>
        {
            var intent = IntentOf(command.BookingId);
            if (!world.Intents.TryGetValue(intent, out var state))
            {
                return new PaymentCancelled(null, CancelOutcomes.NeverHappened, attempt);
            }
            var wasCaptured = state is PaymentStates.Captured or PaymentStates.Refunded;
            world.Intents[intent] = wasCaptured ? PaymentStates.Refunded : PaymentStates.Cancelled;
            return new PaymentCancelled(intent, wasCaptured ? CancelOutcomes.Refunded : CancelOutcomes.Cancelled, attempt);
        });

    [Activity]
    public Task<PaymentCaptured> CapturePaymentAsync(CapturePayment command) =>
        world.RunAsync("CapturePayment", command.Key, attempt =>
        {
            world.Intents[command.PaymentIntentId] = PaymentStates.Captured;
            return new PaymentCaptured(command.PaymentIntentId, "ch_1", command.Total, attempt);
        });

    [Activity]
    public Task<PaymentRefunded> RefundPaymentAsync(RefundPayment command) =>
        world.RunAsync("RefundPayment", command.Key, attempt =>
        {
            if (world.Intents[command.PaymentIntentId] != PaymentStates.Captured)
            {
                return new PaymentRefunded(null, command.Total with { Amount = 0 }, attempt);
            }
            world.Intents[command.PaymentIntentId] = PaymentStates.Refunded;
            return new PaymentRefunded("re_1", command.Total, attempt);
        });

    [Activity]
    public Task<PaymentSeen> ReadPaymentAsync(ReadPayment query) => world.RunAsync("ReadPayment", "read", attempt =>
    {
        var intent = IntentOf(query.BookingId);
        var state = world.Intents.GetValueOrDefault(intent, PaymentStates.None);
        return new PaymentSeen(
            state, intent, "ch_1", state == PaymentStates.Captured ? FakeEvents.Price with { Amount = 5000 } : null, attempt);
    });

    private AuthorisationAnswer Answer(string bookingId, Money total, int attempt) => world.Intents[IntentOf(bookingId)] switch
    {
        PaymentStates.Open => new AuthorisationAnswer(IntentOf(bookingId), null, attempt),
        PaymentStates.Authorised => new AuthorisationAnswer(IntentOf(bookingId), total, attempt),
        var declined => throw new Fault.Refuse(RefusalCodes.PaymentDeclined, declined).ToException(attempt),
    };

    public static string IntentOf(string bookingId) => $"pi_{bookingId}";
}

/// <summary>The Notifications port on a <see cref="World"/>.</summary>
internal sealed class FakeNotifications(World world) : INotificationActivities
{
    [Activity]
    public Task<TicketsSent> SendTicketsAsync(SendTickets command) => world.RunAsync("SendTickets", command.Key, attempt =>
    {
        world.Mails.Add(command.Key);
        world.MailAddresses[command.Key] = command.Customer.Email;
        return new TicketsSent("sg_1", attempt);
    });

    [Activity]
    public Task<CancellationSent> SendCancellationAsync(SendCancellation command) =>
        world.RunAsync("SendCancellation", command.Key, attempt =>
        {
            world.Mails.Add(command.Key);
            return new CancellationSent("sg_2", attempt);
        });
}
