using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Playwright;
using Sagas.Harness;

namespace Browser;

/// <summary>A test against the shared system; afterwards every fault of a sandbox is ended.</summary>
[Collection(OperatorUiCollection.Name)]
public abstract class UiTest(OperatorUi ui) : IAsyncLifetime
{
    /// <summary>A call of the payment provider that comes before any money is charged.</summary>
    private const string AuthorisationsFail = """{"operation":"payment_intents.create","times":100000,"status":500}""";

    protected OperatorUi Ui => ui;

    protected RunningSystem System => ui.System;

    protected BookingDesk Desk => ui.Desk;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await System.Stripe.HealAsync();
        await System.SendGrid.HealAsync();
    }

    protected Task VisitAsync(Func<IPage, Task> act, [CallerMemberName] string test = "") => ui.VisitAsync(test, act);

    /// <summary>The provider refuses to work from now on: bookings are stuck before anything is charged.</summary>
    protected Task BreakPaymentsAsync() => System.Stripe.FailAsync(AuthorisationsFail);

    /// <summary>A booking that is parked: its tickets cannot be delivered.</summary>
    protected async Task<string> ParkedAsync(string eventId, string seat)
    {
        var id = await Desk.PlaceAsync(eventId, [seat], email: "buyer+refuse@example.org");
        await Desk.UntilAsync(id, "parked", booking => booking.Status == "needs_attention");
        return id;
    }

    /// <summary>Waits until Temporal tells that the pending activity of a booking has failed at least once.</summary>
    protected async Task UntilTriedAgainAsync(string bookingId)
    {
        using var http = new HttpClient();
        var address = new Uri($"{System.Urls.TemporalUi}/api/v1/namespaces/default/workflows/booking-{bookingId}");
        await Eventually.HoldsAsync($"the payment of {bookingId} is tried again", BookingDesk.Patience, async () =>
        {
            using var answer = JsonDocument.Parse(await http.GetStringAsync(address));
            return answer.RootElement.TryGetProperty("pendingActivities", out var pending)
                && pending[0].GetProperty("attempt").GetInt32() > 1;
        });
    }

    /// <summary>A booking whose payment is tried again and again; payments must be broken.</summary>
    protected async Task<string> StuckAsync(string eventId, string seat)
    {
        var id = await Desk.PlaceAsync(eventId, [seat]);
        await Desk.UntilAsync(id, "at its payment", booking => booking.Steps.Any(
            step => step.StartsWith("authorise-payment", StringComparison.Ordinal)));
        return id;
    }
}
