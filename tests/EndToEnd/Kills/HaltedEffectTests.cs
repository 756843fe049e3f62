using Sagas.Harness;
using Xunit.Abstractions;

namespace EndToEnd.Kills;

/// <summary>
/// Temporal, PostgreSQL and the API in turn die while one booking each waits before, inside and after every side effect. The
/// worker lives on; how it dies at these points is in <see cref="CrashPointTests"/>.
/// </summary>
[Collection(KillCollection.Name)]
public sealed class HaltedEffectTests(ITestOutputHelper output) : IDisposable
{
    private const int SeatsMax = 1_000;

    private static readonly string[] _roles = ["temporal", "postgres", "api"];

    private static readonly TimeSpan _haltedWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _roundMax = TimeSpan.FromSeconds(2);

    private readonly DirectoryInfo _points = Directory.CreateTempSubdirectory("sagas-halts-");
    private int _seats;

    [Fact]
    public async Task EachProcess_DiesWhileEveryEffectWaits_EveryBookingEndsExactlyOnce()
    {
        await using var system = await RunningSystem.StartAsync(new Dictionary<string, string>
        {
            ["SAGAS_HALT_DIRECTORY"] = _points.FullName,
        });
        await system.SeedEventAsync("halts", seatsPerSection: SeatsMax);
        var placed = new Placed(system);
        foreach (var role in _roles)
        {
            await HaltEverywhereAsync(placed);
            Signals.Send(system.Pids()[role], Signals.Kill).ShouldBeTrue();
            GoOn();
        }

        output.WriteLine($"{Points().Count()} points, {placed.Count} bookings");
        await placed.EndWellAsync();
    }

    public void Dispose() => _points.Delete(recursive: true);

    private static IEnumerable<(string Point, Order Order)> Points() =>
    [
        .. Of(Order.Good, "hold-seats", "authorise-payment", "commit-seats", "capture-payment", "confirm-booking",
            "deliver-tickets"),
        .. Of(Order.Declined, "cancel-payment", "release-seats", "close-booking"),
        .. Of(Order.Undeliverable, "void-tickets", "refund-payment"),
        ("send-cancellation.before", Order.Undeliverable),
    ];

    private static IEnumerable<(string Point, Order Order)> Of(Order order, params string[] activities) =>
        from activity in activities
        from place in new[] { "before", "inside", "after" }
        select ($"{activity}.{place}", order);

    /// <summary>
    /// Books until somebody waits at every point. A booking waits at the first point that it finds free, so those that are to
    /// be undone may be kept on their way forward; in the next round others of their kind pass there.
    /// </summary>
    private async Task HaltEverywhereAsync(Placed placed)
    {
        foreach (var (point, _) in Points())
        {
            await File.WriteAllTextAsync(Path.Combine(_points.FullName, point), "");
        }

        await Eventually.HoldsAsync("a booking waits at every point", _haltedWithin, async () =>
        {
            await Task.WhenAll(Free().Select(free => PlaceAsync(placed, free.Order)));
            try
            {
                await Eventually.HoldsAsync("of this round too", _roundMax, () => Task.FromResult(!Free().Any()));
            }
            catch (TimeoutException)
            {
                // Another round.
            }

            return !Free().Any();
        });
    }

    private async Task PlaceAsync(Placed placed, Order order)
    {
        var seat = Interlocked.Increment(ref _seats);
        await placed.PlaceAsync(order, "halts", $"A-{seat}", $"halt-{seat}");
    }

    private IEnumerable<(string Point, Order Order)> Free() =>
        Points().Where(point => File.Exists(Path.Combine(_points.FullName, point.Point))).ToList();

    private void GoOn()
    {
        foreach (var halted in _points.GetFiles("*.halted"))
        {
            halted.Delete();
        }
    }
}
