using System.Collections.Concurrent;
using EndToEnd.Customers;
using Sagas.Harness;
using Xunit.Abstractions;

namespace EndToEnd.Kills;

/// <summary>Bookings while worker, API, Temporal server and PostgreSQL die at random.</summary>
[Collection(KillCollection.Name)]
public sealed class RandomKillTests(ITestOutputHelper output)
{
    private const int Bookings = 240;
    private const int ClientsAtOnce = 8;
    private const int Kills = 16;

    /// <summary>Every so many bookings one has a card that asks for its owner.</summary>
    private const int NeedyEvery = 24;

    private static readonly string[] _roles = ["worker", "api", "temporal", "postgres"];
    private static readonly TimeSpan _gap = TimeSpan.FromSeconds(1.5);

    [Fact]
    public async Task ManyBookings_UnderRandomKills_AllEndExactlyOnce()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        await using var system = await RunningSystem.StartAsync();
        await system.SeedEventAsync("kills", seatsPerSection: Bookings);
        var placed = new Placed(system);
        var customers = new ConcurrentBag<Task>();
        using var enough = new CancellationTokenSource();

        var killing = KillAsync(system, new Random(seed), enough.Token);
        try
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(1, Bookings),
                new ParallelOptions { MaxDegreeOfParallelism = ClientsAtOnce },
                async (number, _) =>
                {
                    var order = number % NeedyEvery == 0 ? Order.Needy : Order.InMix(number);
                    var id = await placed.PlaceAsync(order, "kills", $"A-{number}", $"kill-{number}");
                    if (order == Order.Needy)
                    {
                        customers.Add(Customer.ConfirmsAsync(system, id));
                    }
                });
        }
        finally
        {
            await enough.CancelAsync();
        }

        var killed = await killing;
        output.WriteLine($"killed: {string.Join(", ", killed)}");
        killed.Distinct().Count().ShouldBe(_roles.Length, "each role was killed");
        placed.Count.ShouldBe(Bookings);
        await Task.WhenAll(customers);
        await placed.EndWellAsync();
    }

    /// <summary>Each role in random order, again and again, until there were enough kills and the bookings are placed.</summary>
    private static async Task<IReadOnlyList<string>> KillAsync(RunningSystem system, Random random, CancellationToken enough)
    {
        var killed = new List<string>();
        using var timer = new PeriodicTimer(_gap);
        while (killed.Count < Kills && !(enough.IsCancellationRequested && killed.Count >= _roles.Length))
        {
            foreach (var role in _roles.OrderBy(_ => random.Next()))
            {
                await timer.WaitForNextTickAsync(CancellationToken.None);
                if (system.Pids().TryGetValue(role, out var pid) && Signals.Send(pid, Signals.Kill))
                {
                    killed.Add(role);
                }
            }
        }

        return killed;
    }
}

/// <summary>Tests that start systems of their own run one after another, and not beside the shared system's.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class KillCollection
{
    public const string Name = "kills";
}
