namespace Sagas.Harness;

/// <summary>A kind of booking, and how it must end whatever dies meanwhile.</summary>
public sealed record Order(string Card, string Email, string? OnDeliveryFailure, string EndsAs)
{
    public static readonly Order Good = new("pm_card_visa", "buyer@example.org", null, "confirmed");

    public static readonly Order Declined = new("pm_card_chargeDeclined", "buyer@example.org", null, "rejected");

    public static readonly Order Undeliverable = new("pm_card_visa", "buyer@invalid.example", "compensate", "cancelled");

    /// <summary>Confirmed once its customer has confirmed the payment (3-D Secure).</summary>
    public static readonly Order Needy = new("pm_card_authenticationRequired", "buyer@example.org", null, "confirmed");

    /// <summary>Its customer never confirms the payment.</summary>
    public static readonly Order Forsaken = new("pm_card_authenticationRequired", "buyer@example.org", null, "rejected");

    /// <summary>The mix of the benchmark: of 20, 15 are confirmed, 4 declined and 1 undone after its mail was refused.</summary>
    public static Order InMix(int number) => (number % 20) switch
    {
        < 15 => Good,
        < 19 => Declined,
        _ => Undeliverable,
    };

    public string Body(string eventId, string seat) => ApiClient.Body(eventId, [seat], Card, Email, OnDeliveryFailure);

    /// <summary>Books as a stubborn client does: the same key again until it is accepted.</summary>
    public async Task<string> PlaceAsync(RunningSystem system, string eventId, string seat, string key)
    {
        ArgumentNullException.ThrowIfNull(system);
        return await Eventually.GetAsync($"order {key} is accepted", TimeSpan.FromSeconds(90), async () =>
        {
            try
            {
                var answer = await system.Api.PostAsync("/v1/bookings", Body(eventId, seat), key);
                return answer.Status is 200 or 201 or 202 ? answer.Json.GetProperty("id").GetString()
                    : answer.Status == 409 && answer.Problem == "booking-still-running"
                        ? answer.Json.GetProperty("bookingId").GetString()
                    : answer.Status is 402 or 409 && answer.Json.TryGetProperty("bookingId", out var rejected)
                        ? rejected.GetString()
                    : answer.Status >= 500 ? null
                    : throw new InvalidOperationException($"Order {key} was refused: {answer.Text}");
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                return null;
            }
        });
    }
}
