using Npgsql;

namespace Sagas.Storage;

/// <summary>Sections A, B, C… of an event to seed; each has the same number of seats, and A costs most.</summary>
/// <param name="EventId">Its id; an event that exists already is left as it is.</param>
/// <param name="Name">What is shown.</param>
/// <param name="Sections">1 to 26.</param>
/// <param name="SeatsPerSection">Seats are numbered from 1: …</param>
public sealed record EventSeed(string EventId, string Name, int Sections, int SeatsPerSection)
{
    /// <summary>Where it takes place.</summary>
    public string Venue { get; init; } = "Demo Hall";

    /// <summary>ISO 4217, three capitals.</summary>
    public string Currency { get; init; } = "EUR";

    /// <summary>Price of section A in minor units; each later section costs a tenth of it less, the last a tenth.</summary>
    public long TopPriceMinor { get; init; } = 12_000;
}

/// <summary>Something to try the system with. Every call is idempotent.</summary>
public static class DemoSeed
{
    /// <summary>The event `demo`: sections A to T of 1,000 seats each, so that benchmarks find seats too.</summary>
    public static EventSeed Demo { get; } = new("demo", "Demo Night", Sections: 20, SeatsPerSection: 1_000);

    /// <summary>Seeds the demo event and the two demo keys.</summary>
    /// <param name="database">A migrated database.</param>
    /// <param name="clientKey">Plain API key for role `client`; only its hash is stored.</param>
    /// <param name="supportKey">Plain API key for role `support`; only its hash is stored.</param>
    /// <param name="cancellationToken">Stops it; each part is all or nothing.</param>
    public static async Task SeedAsync(
        NpgsqlDataSource database, string clientKey, string supportKey, CancellationToken cancellationToken = default)
    {
        await SeedEventAsync(database, Demo, cancellationToken).ConfigureAwait(false);
        await ApiKeys.AddAsync(database, clientKey, "demo-client", ApiKeyRole.Client, cancellationToken).ConfigureAwait(false);
        await ApiKeys.AddAsync(database, supportKey, "demo-support", ApiKeyRole.Support, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Puts an event on sale, unless one with that id exists.</summary>
    /// <returns>Whether it was new.</returns>
    public static async Task<bool> SeedEventAsync(
        NpgsqlDataSource database, EventSeed seed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(seed);
        ArgumentOutOfRangeException.ThrowIfLessThan(seed.Sections, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seed.Sections, 26);
        ArgumentOutOfRangeException.ThrowIfLessThan(seed.SeatsPerSection, 1);
        await using var command = database.CreateCommand(
            "select events.seed_event($1, $2, $3, $4, $5, $6, $7)");
        command.CommandTimeout = 0;
        command.Parameters.Add(new() { Value = seed.EventId });
        command.Parameters.Add(new() { Value = seed.Name });
        command.Parameters.Add(new() { Value = seed.Venue });
        command.Parameters.Add(new() { Value = seed.Currency });
        command.Parameters.Add(new() { Value = seed.Sections });
        command.Parameters.Add(new() { Value = seed.SeatsPerSection });
        command.Parameters.Add(new() { Value = seed.TopPriceMinor });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
