using System.Diagnostics.Metrics;
using Npgsql;

namespace Sagas.Api.Observation;

/// <summary>
/// What is under way, what waits for people, and what money that is about: read from the database every few seconds,
/// because no process of ours knows it alone. Every API process reports the same numbers; a dashboard takes the largest.
/// </summary>
internal sealed class BookingGauges : BackgroundService
{
    private const string Sql = "select gauge, currency, value from bookings.gauge_view";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _clock;
    private readonly ILogger<BookingGauges> _logger;
    private readonly Meter _meter = new("Sagas.Api");
    private volatile IReadOnlyList<Reading> _readings = [];

    public BookingGauges(NpgsqlDataSource database, TimeProvider clock, ILogger<BookingGauges> logger)
    {
        _database = database;
        _clock = clock;
        _logger = logger;
        Observe("sagas.bookings.open", "open", null, "Bookings accepted and not decided yet");
        Observe("sagas.bookings.oldest_open", "oldest_open_seconds", "s", "Age of the oldest of them");
        Observe("sagas.bookings.waiting_for_customer", "waiting_for_customer", null,
            "Open bookings whose customer has to confirm the payment (3-D Secure)");
        Observe("sagas.bookings.parked", "parked", null, "Bookings that wait for a decision of support");
        Observe("sagas.bookings.money_at_risk", "money_at_risk", null,
            "Money authorised or charged for parked bookings that are neither confirmed nor undone, in the smallest unit of the currency");
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, _clock);
        do
        {
            try
            {
                _readings = await ReadAsync(stoppingToken);
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException)
            {
                // No reading is better than an old one.
                _readings = [];
                _logger.GaugesFailed(error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Observe(string name, string gauge, string? unit, string description) => _meter.CreateObservableGauge(
        name,
        () => _readings.Where(reading => reading.Gauge == gauge).Select(reading => reading.Currency.Length == 0
            ? new Measurement<double>(reading.Value)
            : new Measurement<double>(reading.Value, new KeyValuePair<string, object?>("currency", reading.Currency))),
        unit,
        description);

    private async Task<IReadOnlyList<Reading>> ReadAsync(CancellationToken stop)
    {
        await using var command = _database.CreateCommand(Sql);
        await using var row = await command.ExecuteReaderAsync(stop);
        var readings = new List<Reading>();
        while (await row.ReadAsync(stop))
        {
            readings.Add(new Reading(row.GetString(0), row.GetString(1), row.GetDouble(2)));
        }

        return readings;
    }

    private sealed record Reading(string Gauge, string Currency, double Value);
}
