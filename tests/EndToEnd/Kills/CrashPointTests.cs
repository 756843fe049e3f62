using EndToEnd.Customers;
using Sagas.Harness;
using Xunit.Abstractions;

namespace EndToEnd.Kills;

/// <summary>The worker dies at each named point before, inside and after each side effect.</summary>
[Collection(KillCollection.Name)]
public sealed class CrashPointTests(ITestOutputHelper output)
{
    /// <summary>For a customer who is not waited for.</summary>
    private static readonly Dictionary<string, string> _shortHold = new()
    {
        ["SAGAS_HOLD_SECONDS"] = "1",
        ["SAGAS_HOLD_GRACE_SECONDS"] = "1",
    };

    private static readonly TimeSpan _deadWithin = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Worker_DiesAtEveryPoint_EveryBookingEndsExactlyOnce()
    {
        await using var system = await RunningSystem.StartAsync();
        var points = Points().ToList();
        await system.SeedEventAsync("points", seatsPerSection: points.Count);
        var placed = new Placed(system);
        var missed = new List<string>();
        await using (var worker = OwnPart.TakeOver(system))
        {
            for (var i = 0; i < points.Count; i++)
            {
                var order = points[i].Order;
                worker.Start(points[i].Point, order == Order.Forsaken ? _shortHold : null);
                var id = await placed.PlaceAsync(order, "points", $"A-{i + 1}", $"point-{i}");
                if (order == Order.Needy)
                {
                    await Customer.ConfirmsAsync(system, id);
                }

                if (!await worker.DiesAsync(_deadWithin))
                {
                    missed.Add(points[i].Point);
                    await worker.KillAsync();
                }
            }
        }

        output.WriteLine($"{points.Count} points");
        missed.ShouldBeEmpty("points that no booking came to");
        await placed.EndWellAsync();
    }

    private static IEnumerable<(string Point, Order Order)> Points() =>
    [
        .. Of(Order.Good, "hold-seats"),
        .. Of(Order.Good, "authorise-payment", "created", "stored"),
        .. Of(Order.Good, "commit-seats"),
        .. Of(Order.Good, "capture-payment"),
        .. Of(Order.Good, "confirm-booking"),
        .. Of(Order.Good, "deliver-tickets", "noted", "sent"),
        .. Of(Order.Declined, "cancel-payment", "cancelled"),
        .. Of(Order.Declined, "release-seats"),
        .. Of(Order.Declined, "close-booking"),
        .. Of(Order.Undeliverable, "void-tickets"),
        .. Of(Order.Undeliverable, "refund-payment", "requested", "created"),
        // The notice is refused like the tickets were, so nothing is left to report after it.
        ("send-cancellation.before", Order.Undeliverable),
        ("send-cancellation.noted", Order.Undeliverable),
        ("send-cancellation.sent", Order.Undeliverable),
        ("check-authorisation.inside", Order.Needy),
        ("expire-authorisation.cancelled", Order.Forsaken),
    ];

    private static IEnumerable<(string Point, Order Order)> Of(Order order, string activity, params string[] between) =>
        new[] { "before" }.Concat(between).Append("inside").Append("after").Select(place => ($"{activity}.{place}", order));
}
