using System.Text.Json;
using Sandbox.Hosting;
using Sandbox.Hosting.Storage;
using Sandbox.Stripe.Model;
using Sandbox.Stripe.Webhooks;

namespace Sandbox.Stripe.Store;

/// <summary>All objects of the account. Every member but the lock itself is used under <see cref="Lock"/>.</summary>
internal sealed class StripeStore : IDisposable
{
    private readonly Journal? _journal;
    private readonly PriorityQueue<string, long> _due = new();
    private readonly Dictionary<string, List<string>> _refundsByIntent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _chargesByIntent = new(StringComparer.Ordinal);

    private StripeStore(SandboxClock clock, string? dataDirectory)
    {
        Clock = clock;
        _journal = dataDirectory is null ? null : Journal.Open(dataDirectory, "stripe.journal", Replay);
        Compact();
    }

    public Lock Lock { get; } = new();

    public SandboxClock Clock { get; }

    public Table<Intent> Intents { get; } = new(intent => intent.Id);

    public Table<Charge> Charges { get; } = new(charge => charge.Id);

    public Table<Refund> Refunds { get; } = new(refund => refund.Id);

    public IdempotencyKeys Keys { get; } = new();

    public SearchIndex Search { get; } = new();

    /// <summary>Events by id that their endpoint has not taken yet.</summary>
    public Dictionary<string, StripeEvent> Undelivered { get; } = new(StringComparer.Ordinal);

    /// <summary>Hears of every event, under the lock; null: there is no endpoint, so none is made.</summary>
    public Action<StripeEvent>? Happened { get; set; }

    public bool IsDurable => _journal is not null;

    public static StripeStore Open(SandboxClock clock, string? dataDirectory) => new(clock, dataDirectory);

    public IEnumerable<Refund> RefundsOf(string intent) =>
        _refundsByIntent.GetValueOrDefault(intent)?.Select(id => Refunds.Find(id)!) ?? [];

    public IEnumerable<Charge> ChargesOf(string intent) =>
        _chargesByIntent.GetValueOrDefault(intent)?.Select(id => Charges.Find(id)!) ?? [];

    /// <summary>Makes an outcome true and keeps it under its key. The journal comes first: if it fails, nothing changed.</summary>
    public void Commit(Outcome outcome, string? key, KeyedAnswer? answer, bool applies = true)
    {
        var happened = applies ? EventOf(outcome, key) : null;
        Append(new JournalRecord
        {
            Key = key,
            Fingerprint = answer?.Fingerprint,
            RequestId = answer?.RequestId,
            At = answer?.Created ?? Clock.Now,
            Outcome = outcome,
            Applies = applies,
            Event = happened,
        });
        Apply(outcome, key, answer, applies);
        if (happened is not null)
        {
            Undelivered.Add(happened.Id, happened);
            Happened!(happened);
        }
    }

    /// <summary>Notes that an event needs no more deliveries. Takes the lock itself.</summary>
    public void Delivered(string eventId)
    {
        lock (Lock)
        {
            if (Undelivered.Remove(eventId))
            {
                Append(new JournalRecord { Delivered = eventId });
            }
        }
    }

    /// <summary>Lets everything happen that is due by the clock: holds lapse, refunds settle.</summary>
    public void Settle()
    {
        var now = Clock.Now;
        while (_due.TryPeek(out var id, out var at) && at <= now)
        {
            _due.Dequeue();
            if (Settlement.Of(this, id, now) is { } outcome)
            {
                Commit(outcome, null, null);
            }
        }
    }

    public void Clear()
    {
        _journal?.Clear();
        Forget();
    }

    public void Dispose() => _journal?.Dispose();

    private void Forget()
    {
        Undelivered.Clear();
        Intents.Clear();
        Charges.Clear();
        Refunds.Clear();
        Keys.Clear();
        Search.Clear();
        _due.Clear();
        _refundsByIntent.Clear();
        _chargesByIntent.Clear();
    }

    /// <summary>Where a quarter of the records or more is history only, the journal is written anew, and read again.</summary>
    private void Compact()
    {
        if (_journal is null)
        {
            return;
        }

        var snapshot = Snapshot.Of(this);
        if (snapshot.Count * 4L > _journal.Count * 3L)
        {
            return;
        }

        var records = snapshot.Select(Serialize).ToList();
        if (_journal.Rewrite(records) is not { } positions)
        {
            return;
        }

        Forget();
        for (var i = 0; i < records.Count; i++)
        {
            Replay(positions[i], records[i]);
        }
    }

    private static byte[] Serialize(JournalRecord record) =>
        JsonSerializer.SerializeToUtf8Bytes(record, JournalJson.Default.JournalRecord);

    private static void Link(Dictionary<string, List<string>> links, string from, string to)
    {
        if (!links.TryGetValue(from, out var list))
        {
            links.Add(from, list = []);
        }

        list.Add(to);
    }

    private void Append(JournalRecord record) =>
        _journal?.Append(Serialize(record));

    private StripeEvent? EventOf(Outcome outcome, string? key) =>
        Happened is not null && outcome.Intent is { } intent && EventTypes.Of(Intents.Find(intent.Id), intent) is { } type
            ? new StripeEvent(Identifiers.New("evt_3", 23), type, Clock.Now, intent, key)
            : null;

    private void Apply(Outcome outcome, string? key, KeyedAnswer? answer, bool applies)
    {
        if (applies)
        {
            Apply(outcome);
        }

        if (key is not null && answer is not null)
        {
            Keys.Keep(key, answer);
        }
    }

    private void Apply(Outcome outcome)
    {
        if (outcome.Charge is { } charge)
        {
            if (Charges.Find(charge.Id) is null)
            {
                Link(_chargesByIntent, charge.Intent, charge.Id);
                _due.Enqueue(charge.Id, charge.CaptureBefore);
            }

            Charges.Put(charge);
        }

        if (outcome.Intent is { } intent && Intents.Find(intent.Id) is var before && !ReferenceEquals(before, intent))
        {
            Search.Put(intent, before);
            Intents.Put(intent);
        }

        if (outcome.Refund is { } refund)
        {
            if (Refunds.Find(refund.Id) is null)
            {
                Link(_refundsByIntent, refund.Intent, refund.Id);
            }

            if (refund.SettlesAt is { } settlesAt)
            {
                _due.Enqueue(refund.Id, settlesAt);
            }

            Refunds.Put(refund);
        }
    }

    private void Replay(long position, ReadOnlyMemory<byte> payload)
    {
        var record = JsonSerializer.Deserialize(payload.Span, JournalJson.Default.JournalRecord)
            ?? throw new SandboxStartException($"The journal's record at byte {position} is empty.");
        if (record.Delivered is { } delivered)
        {
            Undelivered.Remove(delivered);
        }

        if (record.Event is { } happened)
        {
            Undelivered.Add(happened.Id, happened);
        }

        if (record.Outcome is { } outcome)
        {
            var answer = record is { Key: not null, Fingerprint: not null, RequestId: not null }
                ? new KeyedAnswer(record.Fingerprint, record.At, record.RequestId, outcome)
                : null;
            Apply(outcome, record.Key, answer, record.Applies);
        }
    }
}
