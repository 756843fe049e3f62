using System.Text.Json;
using Dapper;
using Npgsql;
using Sagas.Storage.Invariants;

namespace Sagas.Harness;

/// <summary>
/// The invariants: no seat, cent or ticket is lost. PostgreSQL by its own check; then our ledger against the Stripe
/// sandbox, intent by intent, the mails against the SendGrid sandbox, and the ends of the sagas against Temporal. And no log tells
/// a secret.
/// </summary>
public static class Soundness
{
    /// <summary>Every violation; empty = sound. Bookings still at work may be half done, but never with money unaccounted for.</summary>
    public static async Task<IReadOnlyList<string>> CheckAsync(RunningSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        var stripe = (await system.Stripe.DumpAsync()).GetProperty("payment_intents").EnumerateArray().ToList();
        var mails = (await system.SendGrid.DumpAsync()).GetProperty("mails").EnumerateArray().ToList();
        return
        [
            .. (await InvariantChecker.CheckAsync(system.Database)).Select(violation => violation.ToString()),
            .. await MoneyAsync(system.Database, stripe),
            .. await MailsAsync(system.Database, mails),
            .. await SagaEnds.CheckAsync(system),
            .. Secrecy.Check(system),
        ];
    }

    private static async Task<IEnumerable<string>> MoneyAsync(NpgsqlDataSource database, List<JsonElement> stripe)
    {
        var ledger = (await InvariantChecker.LedgerAsync(database)).ToDictionary(entry => entry.IntentId);
        var faults = new List<string>();
        foreach (var intent in stripe)
        {
            var id = intent.GetProperty("id").GetString()!;
            var received = intent.GetProperty("amount_received").GetInt64();
            var refunded = intent.GetProperty("amount_refunded").GetInt64();
            var isHeld = intent.GetProperty("status").GetString() == "requires_capture";
            if (!ledger.TryGetValue(id, out var entry))
            {
                // Created, but its id was never stored: nothing may be held or taken by it.
                if (received > 0 || isHeld)
                {
                    faults.Add($"intent {id} has money and no payment of ours");
                }

                continue;
            }

            if (entry.Lifecycle == "pending")
            {
                continue;
            }

            if (entry.CapturedMinor != received || entry.RefundedMinor != refunded)
            {
                faults.Add($"intent {id} of booking {entry.BookingId}: Stripe has {received} captured and {refunded} refunded, "
                    + $"the ledger {entry.CapturedMinor} and {entry.RefundedMinor}");
            }

            if (isHeld)
            {
                faults.Add($"intent {id} of booking {entry.BookingId} ({entry.Lifecycle}) still holds money");
            }
        }

        var known = stripe.Select(intent => intent.GetProperty("id").GetString()!).ToHashSet();
        faults.AddRange(ledger.Keys.Except(known).Select(id => $"payment {id} is unknown to Stripe"));
        faults.AddRange(stripe.Where(intent => intent.GetProperty("amount_received").GetInt64() > 0)
            .GroupBy(intent => intent.GetProperty("metadata").TryGetProperty("booking_id", out var booking)
                ? booking.GetString() : "unnamed")
            .Where(group => group.Count() > 1)
            .Select(group => $"booking {group.Key} was charged {group.Count()} times"));
        return faults;
    }

    private static async Task<IEnumerable<string>> MailsAsync(NpgsqlDataSource database, List<JsonElement> mails)
    {
        await using var connection = await database.OpenConnectionAsync();
        var unsent = await connection.QueryAsync<(string MailId, string? MessageId)>(
            "select mail_id, message_id from bookings.mails where state = 'accepted'");
        var sent = mails.Select(mail => mail.GetProperty("id").GetString()!).ToHashSet();
        var without = await connection.QueryAsync<string>(
            """
            select b.booking_id from bookings.bookings b
             where b.lifecycle = 'confirmed' and b.parked is null and not exists (
               select 1 from bookings.mails m where m.booking_id = b.booking_id and m.kind = 'ticket' and m.state = 'accepted')
               and b.finished_at < now() - interval '1 minute'
            """);
        return
        [
            .. unsent.Where(mail => mail.MessageId is null || !sent.Contains(mail.MessageId))
                .Select(mail => $"mail {mail.MailId} counts as sent and is not in the inbox"),
            .. without.Select(booking => $"booking {booking} is confirmed and its tickets were never sent"),
        ];
    }
}
