using Dapper;
using Npgsql;
using Sagas.Api.Bookings;

namespace Sagas.Api.Support;

/// <summary>What support reads, and the audit trail of what support was refused.</summary>
internal sealed class SupportStore(NpgsqlDataSource database)
{
    public const int BookingsMax = 200;

    /// <summary>The longest-waiting first.</summary>
    public async Task<IReadOnlyList<BookingRow>> ListAsync(string status, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        // The partial index on parked rows serves the list that matters; the other lists are for looking around.
        var where = status == Contracts.Bookings.BookingStatuses.NeedsAttention ? "parked is not null" : "status = @status";
        var rows = await connection.QueryAsync<BookingRow>(new CommandDefinition(
            $"""
             select {BookingRow.Columns} from bookings.booking_view
              where {where} order by coalesce((parked->>'since')::timestamptz, accepted_at) limit {BookingsMax}
             """,
            new { status },
            cancellationToken: stop));
        return rows.AsList();
    }

    public async Task<IReadOnlyList<SupportActionResponse>> ActionsAsync(string bookingId, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var rows = await connection.QueryAsync<ActionRow>(new CommandDefinition(
            """
            select actor, action, reason, outcome, acted_at from bookings.support_action_view
             where booking_id = @bookingId order by action_id
            """,
            new { bookingId },
            cancellationToken: stop));
        return [.. rows.Select(row => new SupportActionResponse(row.Actor, row.Action, row.Reason, row.Outcome, row.ActedAt))];
    }

    /// <summary>Only what was refused or failed: a decision that a saga took, it notes itself, with its effects.</summary>
    public async Task RecordRefusedAsync(
        string bookingId, string who, string action, string reason, string outcome, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await connection.ExecuteAsync(new CommandDefinition(
            "select bookings.record_support_action(@bookingId, @who, @action, @reason, null, @outcome)",
            new { bookingId, who, action, reason, outcome },
            cancellationToken: stop));
    }

    private sealed class ActionRow
    {
        public required string Actor { get; init; }

        public required string Action { get; init; }

        public required string Reason { get; init; }

        public required string Outcome { get; init; }

        public DateTime ActedAt { get; init; }
    }
}
