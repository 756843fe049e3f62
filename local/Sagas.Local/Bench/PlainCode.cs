using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Sagas.Activities.Bookings;
using Sagas.Activities.Events;
using Sagas.Activities.Notifications;
using Sagas.Activities.Notifications.SendGrid;
using Sagas.Activities.Payments;
using Sagas.Activities.Payments.Stripe;
using Sagas.Api.Bookings;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Events;
using Sagas.Contracts.Notifications;
using Sagas.Contracts.Payments;
using Sagas.Effects;
using Sagas.Local.State;
using Temporalio.Exceptions;

namespace Sagas.Local.Bench;

/// <summary>
/// The baseline: the same bookings by plain code. Same steps, same SQL with the same grouping of commits, same calls to
/// Stripe and SendGrid, the same undoing; but one process, no API, no workflow, and nothing survives its death.
/// </summary>
internal sealed class PlainCode : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly GroupCommitter _effects;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly BookingActivities _bookings;
    private readonly EventActivities _events;
    private readonly PaymentActivities _payments;
    private readonly NotificationActivities _mail;
    private readonly Mix _mix;

    public PlainCode(UpFile running, Mix mix)
    {
        _mix = mix;
        _database = Storage.SagasDatabase.Open(running.Urls.Database, "sagas-bench", poolMax: 64);
        _effects = new GroupCommitter(_database);
        _bookings = new BookingActivities(_effects, new TicketCodes(RandomNumberGenerator.GetBytes(TicketCodes.SecretBytesMin)));
        _events = new EventActivities(_effects, new HoldOptions());
        _payments = new PaymentActivities(
            _http, new StripeOptions { BaseAddress = new Uri(running.Urls.Stripe), ApiKey = "sk_test_bench" }, _effects);
        _mail = new NotificationActivities(
            _http,
            new SendGridOptions { BaseAddress = new Uri(running.Urls.SendGrid), ApiKey = "SG.bench" },
            _effects,
            TimeProvider.System);
    }

    public Func<int, CancellationToken, Task<string?>> CreateClient() => BookAsync;

    public async ValueTask DisposeAsync()
    {
        await _effects.DisposeAsync();
        await _database.DisposeAsync();
        _http.Dispose();
    }

    private async Task<string?> BookAsync(int index, CancellationToken _)
    {
        var booking = new BookSeats(
            BookingIds.Create(),
            "bench",
            _mix.EventId,
            [_mix.SeatOf(index)],
            new Customer("Bench", _mix.EmailOf(index)),
            Mix.PaymentMethodOf(index),
            DeliveryFailurePolicy.Compensate);
        await AcceptAsync(booking, _mix.KeyOf(index));
        var outcome = await SagaAsync(booking);
        return outcome == Mix.KindOf(index) ? null : $"{Mix.KindOf(index)}: {outcome}";
    }

    private async Task<Kind> SagaAsync(BookSeats b)
    {
        var held = await _events.HoldSeatsAsync(new HoldSeats(
            Key(b, BookingSteps.HoldSeats), b.BookingId, b.EventId, b.Seats, Epoch: 1));
        AuthorisationAnswer authorised;
        try
        {
            authorised = await _payments.AuthorisePaymentAsync(new AuthorisePayment(
                Key(b, BookingSteps.AuthorisePayment), b.BookingId, 1, held.Total, b.PaymentMethod, "Bench"));
        }
        catch (ApplicationFailureException refusal) when (refusal.ErrorType == RefusalCodes.PaymentDeclined)
        {
            await _payments.CancelPaymentAsync(new CancelPayment(
                Key(b, BookingCompensations.CancelPayment), b.BookingId, 1, null, refusal.ErrorType));
            await ReleaseAndCloseAsync(b, held, BookingStatuses.Rejected, refusal);
            return Kind.Declined;
        }

        await _events.CommitSeatsAsync(new CommitSeats(
            Key(b, BookingSteps.CommitSeats), b.BookingId, b.EventId, b.Seats, 1, held.EventVersion));
        var captured = await _payments.CapturePaymentAsync(new CapturePayment(
            Key(b, BookingSteps.CapturePayment), b.BookingId, 1, authorised.PaymentIntentId, held.Total));
        var confirmed = await _bookings.ConfirmBookingAsync(new ConfirmBooking(
            Key(b, BookingSteps.ConfirmBooking),
            b.BookingId,
            b.EventId,
            held.EventVersion,
            [.. held.Prices.Select(price => new SeatSold(price.Seat, price.Price))],
            held.Total,
            authorised.PaymentIntentId,
            captured.ChargeId));
        try
        {
            await _mail.SendTicketsAsync(new SendTickets(
                Key(b, BookingSteps.DeliverTickets), b.BookingId, 1, b.Customer, held.EventName, held.EventStartsAt,
                confirmed.Tickets, held.Total));
            return Kind.Confirmed;
        }
        catch (ApplicationFailureException refusal) when (refusal.ErrorType == RefusalCodes.MailAddressRejected)
        {
            await UndoAsync(b, held, authorised, refusal);
            return Kind.MailRefused;
        }
    }

    private async Task UndoAsync(
        BookSeats b, SeatsHeld held, AuthorisationAnswer authorised, ApplicationFailureException refusal)
    {
        await _bookings.VoidTicketsAsync(new VoidTickets(
            Key(b, BookingCompensations.VoidTickets), b.BookingId, refusal.ErrorType!));
        var refund = await _payments.RefundPaymentAsync(new RefundPayment(
            Key(b, BookingCompensations.RefundPayment), b.BookingId, 1, authorised.PaymentIntentId, held.Total,
            refusal.ErrorType!));
        await ReleaseAndCloseAsync(b, held, BookingStatuses.Cancelled, refusal);
        try
        {
            await _mail.SendCancellationAsync(new SendCancellation(
                Key(b, BookingCompensations.SendCancellation), b.BookingId, b.Customer, held.EventName, b.Seats,
                refund.Refunded, refusal.ErrorType!));
        }
        catch (ApplicationFailureException again) when (again.ErrorType == RefusalCodes.MailAddressRejected)
        {
            // The same address refuses this mail too, which changes nothing: the booking is undone.
        }
    }

    private async Task ReleaseAndCloseAsync(
        BookSeats b, SeatsHeld held, string status, ApplicationFailureException refusal)
    {
        await _events.ReleaseSeatsAsync(new ReleaseSeats(
            Key(b, BookingCompensations.ReleaseSeats), b.BookingId, b.EventId, b.Seats, Epoch: 1));
        await _bookings.CloseBookingAsync(new CloseBooking(
            Key(b, BookingCompensations.CloseBooking), b.BookingId, status,
            new Refusal(refusal.ErrorType!, refusal.Message), held.Total));
    }

    private async Task AcceptAsync(BookSeats b, string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        if (await _effects.ApplyAsync(new AcceptBookingEffect(b, key, hash, Trace: null)) is not { Outcome: AcceptOutcomes.Accepted })
        {
            throw new InvalidOperationException($"Booking {b.BookingId} was not accepted.");
        }
    }

    private static string Key(BookSeats b, string step) => BusinessKeys.Of(b.BookingId, step, 1);
}
