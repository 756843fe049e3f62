using Sagas.Activities.Payments;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Payments;

namespace Sagas.Activities.Tests;

/// <summary>The payment of one opened booking.</summary>
internal sealed class TestPayment
{
    public const string Visa = "pm_card_visa";
    public static readonly Money Total = new(12_000, "EUR");

    private readonly ProviderFixture _providers;
    private readonly PaymentActivities _activities;

    private TestPayment(ProviderFixture providers, PaymentActivities activities, TestBooking booking)
    {
        _providers = providers;
        _activities = activities;
        Booking = booking;
    }

    public TestBooking Booking { get; }

    public static async Task<TestPayment> NewAsync(
        DatabaseFixture database, ProviderFixture providers, string key = "sk_test_x", string? returnUrl = null)
    {
        var booking = await new TestBooking(database, await database.NewEventAsync(2), "A-1").OpenedAsync();
        return new TestPayment(providers, providers.Payments(database.Effects, key, returnUrl), booking);
    }

    public Task<AuthorisationAnswer> AuthoriseAsync(string method = Visa, int attempt = 1, string? page = null) =>
        _activities.AuthorisePaymentAsync(new AuthorisePayment(
            Booking.Key(BookingSteps.AuthorisePayment, attempt), Booking.Id, attempt, Total, method, "1 seat, An Evening",
            page));

    public Task<AuthorisationAnswer> CheckAsync() =>
        _activities.CheckAuthorisationAsync(new CheckAuthorisation(Booking.Id, 1, Total));

    public Task<AuthorisationAnswer> ExpireAsync() => _activities.ExpireAuthorisationAsync(
        new ExpireAuthorisation(Booking.Key("expire-payment"), Booking.Id, 1, Total));

    public Task<PaymentCaptured> CaptureAsync(string intent) => _activities.CapturePaymentAsync(
        new CapturePayment(Booking.Key(BookingSteps.CapturePayment), Booking.Id, 1, intent, Total));

    public Task<PaymentCancelled> CancelAsync(string? intent = null) => _activities.CancelPaymentAsync(
        new CancelPayment(Booking.Key(BookingCompensations.CancelPayment), Booking.Id, 1, intent, "test"));

    public Task<PaymentRefunded> RefundAsync(string intent) => _activities.RefundPaymentAsync(
        new RefundPayment(Booking.Key(BookingCompensations.RefundPayment), Booking.Id, 1, intent, Total, "test"));

    public Task<PaymentSeen> ReadAsync() => _activities.ReadPaymentAsync(new ReadPayment(Booking.Id, 1, null));

    /// <summary>Fails calls of this booking only.</summary>
    public Task FailAsync(
        string operation, int? status = null, int times = 1, bool work = false, bool drop = false, bool stored = false) =>
        _providers.FailStripeAsync(
            status is null
                ? new { operation, times, work, drop, stored, match = Booking.Id }
                : (object)new { operation, times, status, work, drop, stored, match = Booking.Id });

    public async Task<IReadOnlyList<string>> IntentStatusesAsync() =>
        [.. (await _providers.IntentsAsync(Booking.Id)).Select(intent => intent.GetProperty("status").GetString()!)];

    public async Task<int> RefundsAsync() =>
        (await _providers.IntentsAsync(Booking.Id)).Sum(intent => intent.GetProperty("refunds").GetArrayLength());
}
