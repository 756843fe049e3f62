using Npgsql;

namespace Sagas.Api.Webhooks;

/// <summary>Events of the payment provider in PostgreSQL, through the functions made for the API.</summary>
internal sealed class PaymentEvents(NpgsqlDataSource database)
{
    private const string ReceiveSql = "select outcome, booking_id, trace_context from bookings.receive_payment_event($1, $2, $3)";

    /// <summary>Keeps an event if a payment waits for it. Null: none does, or its saga was told before.</summary>
    public async Task<AwaitedEvent?> ReceiveAsync(StripeEvent happened, CancellationToken stop)
    {
        await using var command = database.CreateCommand(ReceiveSql);
        Add(command, happened.Id);
        Add(command, happened.Type);
        Add(command, happened.IntentId);
        await using var row = await command.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        return row.GetString(0) == "awaited"
            ? new AwaitedEvent(row.GetString(1), await row.IsDBNullAsync(2, stop) ? null : row.GetString(2))
            : null;
    }

    /// <summary>Notes that the saga was told.</summary>
    public async Task HandledAsync(StripeEvent happened, CancellationToken stop)
    {
        await using var command = database.CreateCommand("select bookings.payment_event_handled($1)");
        Add(command, happened.Id);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static void Add(NpgsqlCommand command, string value) =>
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
}

/// <param name="TraceContext">The trace of the request that the booking was accepted with; null: it was not traced.</param>
internal sealed record AwaitedEvent(string BookingId, string? TraceContext);
