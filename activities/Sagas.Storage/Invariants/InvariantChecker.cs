using Dapper;
using Npgsql;

namespace Sagas.Storage.Invariants;

/// <summary>
/// Checks that no seat, cent or ticket is lost: what was sold is confirmed and paid, what was undone is wholly undone, and
/// the read model is what the facts say. Meant for tests after every fault, and for operators at any time.
/// </summary>
public static class InvariantChecker
{
    /// <summary>Every broken rule in one consistent view of the database; empty = sound.</summary>
    public static async Task<IReadOnlyList<Violation>> CheckAsync(
        NpgsqlDataSource database, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var rows = await connection.QueryAsync<Violation>(new CommandDefinition(
            "select rule, subject, explanation from bookings.violations() order by rule, subject",
            commandTimeout: 0, cancellationToken: cancellationToken)).ConfigureAwait(false);
        return rows.AsList();
    }

    /// <summary>
    /// What a captured, and what a refunded amount per payment intent should be at the provider, by our ledger. Compare with
    /// the provider's own figures: the ledger is right only if they agree.
    /// </summary>
    public static async Task<IReadOnlyList<LedgerOfIntent>> LedgerAsync(
        NpgsqlDataSource database, CancellationToken cancellationToken = default)
    {
        const string Sql = """
            select p.intent_id as IntentId, p.booking_id as BookingId, b.lifecycle as Lifecycle,
                   coalesce((select sum(l.amount_minor) from bookings.ledger_entries l
                              where l.entry_key = p.intent_id || ':capture'), 0)::bigint as CapturedMinor,
                   coalesce((select -sum(l.amount_minor) from bookings.refunds r
                               join bookings.ledger_entries l on l.entry_key = r.refund_id || ':refund'
                              where r.intent_id = p.intent_id), 0)::bigint as RefundedMinor
              from bookings.payments p join bookings.bookings b using (booking_id)
             where p.intent_id is not null
             order by p.booking_id, p.attempt
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var rows = await connection.QueryAsync<LedgerOfIntent>(
            new CommandDefinition(Sql, cancellationToken: cancellationToken)).ConfigureAwait(false);
        return rows.AsList();
    }
}

/// <summary>One payment intent as our ledger has it; amounts in minor units.</summary>
public sealed record LedgerOfIntent(
    string IntentId, string BookingId, string Lifecycle, long CapturedMinor, long RefundedMinor);
