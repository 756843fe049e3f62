using Npgsql;
using Sagas.Contracts.Payments;
using Sagas.Effects;

namespace Sagas.Activities.Payments;

/// <summary>Answers false if this attempt was cancelled meanwhile: then it must not be confirmed.</summary>
internal sealed record NoteIntentEffect(AuthorisePayment Command, string IntentId) : Effect<bool>
{
    protected override string Sql => "select bookings.note_intent($1, $2, $3, $4, $5, $6)";

    protected override void Bind(EffectParameters parameters) => parameters
        .Text(Command.Key).Text(Command.BookingId).Integer(Command.BusinessAttempt).Text(IntentId)
        .BigInt(Command.Total.Amount).Text(Command.Total.Currency);

    protected override bool Read(NpgsqlDataReader row) => row.GetBoolean(0);
}

internal sealed record FindIntentEffect(string BookingId, int BusinessAttempt) : Effect<StoredIntent?>
{
    protected override string Sql => "select intent_id, status from bookings.find_intent($1, $2)";

    protected override void Bind(EffectParameters parameters) => parameters.Text(BookingId).Integer(BusinessAttempt);

    protected override StoredIntent? Read(NpgsqlDataReader row) =>
        row.IsDBNull(1) ? null : new StoredIntent(row.IsDBNull(0) ? null : row.GetString(0), row.GetString(1));
}

/// <param name="IntentId">Null: the attempt was cancelled before it had an intent.</param>
internal sealed record StoredIntent(string? IntentId, string Status)
{
    public bool IsCancelled => Status == "cancelled";
}

/// <summary>The customer must act, on this page.</summary>
internal sealed record NoteActionEffect(AuthorisePayment Command, string Page) : Effect<Done>
{
    protected override string Sql => "select bookings.note_action($1, $2, $3, $4)";

    protected override void Bind(EffectParameters parameters) => parameters
        .Text(Command.Key).Text(Command.BookingId).Integer(Command.BusinessAttempt).Text(Page);

    protected override Done Read(NpgsqlDataReader row) => default;
}

/// <summary>The customer has acted, and the payment is authorised.</summary>
internal sealed record NoteActedEffect(string Key, string BookingId, int BusinessAttempt) : Effect<Done>
{
    protected override string Sql => "select bookings.note_acted($1, $2, $3)";

    protected override void Bind(EffectParameters parameters) =>
        parameters.Text(Key).Text(BookingId).Integer(BusinessAttempt);

    protected override Done Read(NpgsqlDataReader row) => default;
}

/// <param name="Key">Of the authorisation.</param>
internal sealed record NoteDeclineEffect(
    string Key, string BookingId, int BusinessAttempt, string? ErrorCode, string? DeclineCode) : Effect<Done>
{
    protected override string Sql => "select bookings.note_decline($1, $2, $3, $4, $5)";

    protected override void Bind(EffectParameters parameters) => parameters
        .Text(Key).Text(BookingId).Integer(BusinessAttempt).Text(ErrorCode).Text(DeclineCode);

    protected override Done Read(NpgsqlDataReader row) => default;
}

/// <summary>Answers the intent to cancel. Null: none, and none of this attempt will be confirmed any more.</summary>
internal sealed record BeginCancelEffect(CancelPayment Command) : Effect<string?>
{
    protected override string Sql => "select bookings.begin_cancel($1, $2, $3)";

    protected override void Bind(EffectParameters parameters) =>
        parameters.Text(Command.Key).Text(Command.BookingId).Integer(Command.BusinessAttempt);

    protected override string? Read(NpgsqlDataReader row) => row.IsDBNull(0) ? null : row.GetString(0);
}

internal sealed record NoteCancelEffect(CancelPayment Command) : Effect<Done>
{
    protected override string Sql => "select bookings.note_cancel($1, $2, $3)";

    protected override void Bind(EffectParameters parameters) =>
        parameters.Text(Command.Key).Text(Command.BookingId).Integer(Command.BusinessAttempt);

    protected override Done Read(NpgsqlDataReader row) => default;
}

/// <summary>The row comes first. Also notes the capture that is being given back.</summary>
internal sealed record RequestRefundEffect(RefundOrder Order) : Effect<Done>
{
    protected override string Sql => "select bookings.request_refund($1, $2, $3, $4, $5, $6, $7, $8)";

    protected override void Bind(EffectParameters parameters) => parameters
        .Text(Order.RefundId).Text(Order.BookingId).Text(Order.IntentId).Text(Order.ChargeId).BigInt(Order.Captured)
        .BigInt(Order.Captured).Text(Order.Currency).Text(Order.Reason);

    protected override Done Read(NpgsqlDataReader row) => default;
}

internal sealed record NoteRefundEffect(RefundOrder Order, string ProviderRefundId, string Status) : Effect<Done>
{
    protected override string Sql => "select bookings.note_refund($1, $2, $3, $4)";

    protected override void Bind(EffectParameters parameters) =>
        parameters.Text(Order.RefundId).Text(Order.BookingId).Text(ProviderRefundId).Text(Status);

    protected override Done Read(NpgsqlDataReader row) => default;
}

/// <summary>Give back the whole capture of one intent.</summary>
/// <param name="RefundId">Our id of the refund, made of business ids.</param>
/// <param name="Captured">Minor units.</param>
internal sealed record RefundOrder(
    string RefundId, string BookingId, string IntentId, string? ChargeId, long Captured, string Currency, string Reason);
