using Npgsql;
using Sagas.Effects;

namespace Sagas.Activities.Notifications;

/// <summary>The row comes before the call, because the provider knows no idempotency key.</summary>
internal sealed record BeginMailEffect(
    string MailId, string BookingId, string Kind, int Revision, string Recipient) : Effect<MailBegun>
{
    protected override string Sql => "select what, message_id, error_code from bookings.begin_mail($1, $2, $3, $4, $5)";

    protected override void Bind(EffectParameters parameters) =>
        parameters.Text(MailId).Text(BookingId).Text(Kind).Integer(Revision).Text(Recipient);

    protected override MailBegun Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2));

    public override string ToString() => $"BeginMailEffect {{ {MailId} }}";
}

/// <param name="What">`send`, `look` (it may have been sent), `accepted`, `rejected`.</param>
internal sealed record MailBegun(string What, string? MessageId, string? ErrorCode);

/// <param name="State">`accepted`, `rejected`, `unknown`, `refused` (surely not taken).</param>
internal sealed record NoteMailEffect(
    string MailId, string BookingId, string State, string? MessageId, string? ErrorCode, int Sends) : Effect<Done>
{
    protected override string Sql => "select bookings.note_mail($1, $2, $3, $4, $5, $6)";

    protected override void Bind(EffectParameters parameters) => parameters
        .Text(MailId).Text(BookingId).Text(State).Text(MessageId).Text(ErrorCode).Integer(Sends);

    protected override Done Read(NpgsqlDataReader row) => default;
}
