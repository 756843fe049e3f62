using Npgsql;
using Sagas.Contracts.Bookings;
using Sagas.Effects;

namespace Sagas.Activities.Bookings.Recovery;

internal sealed record BeginRecoveryEffect(BeginRecovery Command) : Effect<BookingFacts>
{
    protected override string Sql =>
        "select unfinished, held, committed, confirmed, being_undone, has_refund, payment_attempt, intent_id, refund_attempt, "
        + "mail_revision from bookings.begin_recovery($1, $2, $3)";

    protected override void Bind(EffectParameters parameters) =>
        parameters.Text(Command.Key).Text(Command.BookingId).Text(Command.Cause);

    protected override BookingFacts Read(NpgsqlDataReader row) => new(
        IsRunning: false,
        IsUnfinished: row.GetBoolean(0),
        IsHeld: row.GetBoolean(1),
        IsCommitted: row.GetBoolean(2),
        IsConfirmed: row.GetBoolean(3),
        IsBeingUndone: row.GetBoolean(4),
        HasRefund: row.GetBoolean(5),
        PaymentAttempt: row.GetInt32(6),
        PaymentIntentId: row.IsDBNull(7) ? null : row.GetString(7),
        RefundAttempt: row.GetInt32(8),
        MailRevision: row.GetInt32(9));
}

internal sealed record StandDownEffect(BeginRecovery Command) : Effect<Done>
{
    protected override string Sql => "select bookings.stand_down($1, $2)";

    protected override void Bind(EffectParameters parameters) => parameters.Text(Command.Key).Text(Command.BookingId);

    protected override Done Read(NpgsqlDataReader row) => default;
}
