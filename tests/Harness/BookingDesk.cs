namespace Sagas.Harness;

/// <summary>Books and follows bookings to their end.</summary>
public sealed class BookingDesk(RunningSystem system)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Books; the answer is 202 at once.</summary>
    public async Task<string> PlaceAsync(
        string eventId,
        IReadOnlyList<string> seats,
        string card = "pm_card_visa",
        string email = "buyer@example.org",
        string? onDeliveryFailure = null)
    {
        var answer = await system.Api.PostAsync(
            "/v1/bookings",
            ApiClient.Body(eventId, seats, card, email, onDeliveryFailure),
            Guid.NewGuid().ToString("N"));
        return answer.Status == 202
            ? answer.Json.GetProperty("id").GetString()!
            : throw new InvalidOperationException($"Not accepted ({answer.Status}): {answer.Text}");
    }

    public async Task<Booking?> FindAsync(string id)
    {
        try
        {
            var answer = await system.Api.GetAsync($"/v1/bookings/{id}");
            return answer.Status == 200 ? new Booking(answer.Json) : null;
        }
        catch (HttpRequestException)
        {
            return null; // the API was killed and is being started again
        }
    }

    /// <summary>Waits until the booking is as wanted.</summary>
    public async Task<Booking> UntilAsync(string id, string what, Func<Booking, bool> holds, TimeSpan? patience = null)
    {
        Booking? last = null;
        try
        {
            return await Eventually.GetAsync($"booking {id} is {what}", patience ?? Patience, async () =>
            {
                last = await FindAsync(id) ?? last;
                return last is not null && holds(last) ? last : null;
            });
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message}; it is {last}{Environment.NewLine}{system.Logs()}", exception);
        }
    }

    public Task<Booking> UntilFinalAsync(string id, TimeSpan? patience = null) =>
        UntilAsync(id, "final", booking => booking.IsFinal, patience);

    /// <summary>Books and waits for the end.</summary>
    public async Task<Booking> BookAsync(
        string eventId,
        IReadOnlyList<string> seats,
        string card = "pm_card_visa",
        string email = "buyer@example.org",
        string? onDeliveryFailure = null) =>
        await UntilFinalAsync(await PlaceAsync(eventId, seats, card, email, onDeliveryFailure));

    /// <summary>Status of each seat of an event.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SeatsAsync(string eventId) =>
        (await system.Api.GetAsync($"/v1/events/{eventId}/seats")).Json.GetProperty("seats").EnumerateArray().ToDictionary(
            seat => seat.GetProperty("id").GetString()!, seat => seat.GetProperty("status").GetString()!);
}
