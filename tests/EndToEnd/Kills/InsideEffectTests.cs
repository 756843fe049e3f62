using Sagas.Harness;

namespace EndToEnd.Kills;

/// <summary>Each process in turn dies while a provider is at work for a booking: just before its effect, or just after.</summary>
[Collection(KillCollection.Name)]
public sealed class InsideEffectTests
{
    private static readonly string[] _roles = ["temporal", "postgres", "api", "worker"];

    private static readonly string[] _operations =
        ["payment_intents.create", "payment_intents.confirm", "payment_intents.capture", "mail.send"];

    [Fact]
    public async Task EachProcess_DiesInsideEachEffect_EveryBookingEndsExactlyOnce()
    {
        await using var system = await RunningSystem.StartAsync();
        await system.SeedEventAsync("inside", seatsPerSection: _roles.Length * _operations.Length);
        var placed = new Placed(system);
        var number = 0;
        foreach (var operation in _operations)
        {
            foreach (var role in _roles)
            {
                number++;
                var delay = number % 2 == 0 ? "delayMs" : "delayAfterMs";
                var sandbox = operation == "mail.send" ? system.SendGrid : system.Stripe;
                await sandbox.FailAsync($$"""{"operation":"{{operation}}","{{delay}}":1500}""");
                await placed.PlaceAsync(Order.Good, "inside", $"A-{number}", $"inside-{number}");
                await Eventually.HoldsAsync(
                    $"{operation} is at work", BookingDesk.Patience, async () => await sandbox.FaultsLeftAsync() == 0);
                Signals.Send(system.Pids()[role], Signals.Kill).ShouldBeTrue();
            }
        }

        await placed.EndWellAsync();
    }
}
