using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Store;

/// <summary>
/// The least that a journal must say for a store to become what it is: each object once, as it is now, in the order of their
/// creation; the answers that are still repeated; the events that are still to be delivered. What is final is forgotten one day,
/// or the journal would grow for ever.
/// </summary>
internal static class Snapshot
{
    /// <summary>Ninety days: longer than a test is interested in a payment.</summary>
    public const long FinalKeptSeconds = 90 * 24 * 60 * 60;

    public static IReadOnlyList<JournalRecord> Of(StripeStore store)
    {
        var now = store.Clock.Now;
        var intents = store.Intents.Items.Where(intent => IsKept(intent, now)).ToList();
        var ids = intents.Select(intent => intent.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. intents.Select(intent => Now(new Outcome { Status = 200, Intent = intent })),
            .. store.Charges.Items.Where(charge => ids.Contains(charge.Intent))
                .Select(charge => Now(new Outcome { Status = 200, Charge = charge })),
            .. store.Refunds.Items.Where(refund => ids.Contains(refund.Intent))
                .Select(refund => Now(new Outcome { Status = 200, Refund = refund })),
            .. store.Keys.Answered(now).Select(kept => Answered(kept.Key, kept.Answer)),
            .. store.Undelivered.Values.Select(happened => new JournalRecord { At = now, Event = happened }),
        ];

        JournalRecord Now(Outcome objects) => new() { At = now, Outcome = objects };
    }

    private static bool IsKept(Intent intent, long now) =>
        IntentStatus.CanCancel(intent.Status) || now - intent.Created < FinalKeptSeconds;

    /// <summary>The objects of an answer are those of then.</summary>
    private static JournalRecord Answered(string key, KeyedAnswer answer) => new()
    {
        Key = key,
        Fingerprint = answer.Fingerprint,
        RequestId = answer.RequestId,
        At = answer.Created,
        Outcome = answer.Outcome,
        Applies = false,
    };
}
