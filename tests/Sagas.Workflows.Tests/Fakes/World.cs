using System.Collections.Concurrent;
using Sagas.Contracts;
using Temporalio.Activities;

namespace Sagas.Workflows.Tests.Fakes;

/// <summary>Everything outside the saga: what was called in which order, what is scripted to go wrong, and what is true.</summary>
internal sealed class World
{
    public static readonly TimeSpan Hold = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> _faults = new();
    private readonly ConcurrentDictionary<string, Fault> _always = new();
    private readonly ConcurrentDictionary<string, object> _answers = new();
    private readonly List<(string Activity, Func<bool> Holds, TaskCompletionSource Met)> _waits = [];
    private readonly List<string> _effects = [];
    private readonly object _lock = new();

    /// <summary>Held or sold seats with their owner's epoch.</summary>
    public Dictionary<string, (string Owner, int Epoch, bool Sold)> Seats { get; } = [];

    /// <summary>Intent state by id: open, authorised, captured, cancelled, refunded.</summary>
    public Dictionary<string, string> Intents { get; } = [];

    /// <summary>What the seats' hold tells the saga. Time begins with the test and is skipped, so this is the length of the hold too.</summary>
    public DateTimeOffset HoldUntil { get; } = DateTimeOffset.UtcNow + Hold;

    /// <summary>Of one seat.</summary>
    public Money Price { get; set; } = FakeEvents.Price;

    /// <summary>Whether a card asks for its owner; the intent is open until then.</summary>
    public bool CardNeedsCustomer { get; set; }

    public FakeCustomer Customer { get; } = new();

    /// <summary>Booking status by id.</summary>
    public Dictionary<string, string> Bookings { get; } = [];

    public HashSet<string> Tickets { get; } = [];

    /// <summary>Keys of mails sent; a key is sent once however often it is asked for.</summary>
    public HashSet<string> Mails { get; } = [];

    public Dictionary<string, string> MailAddresses { get; } = [];

    public HashSet<string> Keys { get; } = [];

    /// <summary>Names of activities whose effect took place or was refused, in order.</summary>
    public IReadOnlyList<string> Effects
    {
        get
        {
            lock (_lock)
            {
                return [.. _effects];
            }
        }
    }

    public void Next(string activity, params Fault[] faults)
    {
        var queue = _faults.GetOrAdd(activity, _ => new ConcurrentQueue<Fault>());
        foreach (var fault in faults)
        {
            queue.Enqueue(fault);
        }
    }

    public void Always(string activity, Fault fault) => _always[activity] = fault;

    public void Heal(string activity) => _always.TryRemove(activity, out _);

    /// <summary>Waits until the activity has had its effect this many times.</summary>
    public Task Seen(string activity, int times = 1)
    {
        lock (_lock)
        {
            bool Holds() => _effects.Count(effect => effect == activity) >= times;
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Holds())
            {
                met.SetResult();
            }
            _waits.Add((activity, Holds, met));
            return met.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    public async Task<T> RunAsync<T>(string activity, string key, Func<int, T> effect)
    {
        var attempt = ActivityExecutionContext.Current.Info.Attempt;
        var fault = NextFault(activity);
        switch (fault)
        {
            case Fault.WaitAt wait:
                await wait.Gate.PassAsync();
                break;
            case Fault.Refuse refuse:
                Note(activity);
                throw refuse.ToException(attempt);
            case Fault.Break:
                throw new InvalidOperationException($"{activity} broke");
            case Fault.BreakForGood:
                throw new Temporalio.Exceptions.ApplicationFailureException(
                    $"{activity} is broken for good", errorType: "Broken", nonRetryable: true);
        }
        T result;
        lock (_lock)
        {
            Keys.Add(key);
            result = effect(attempt);
        }
        Note(activity);
        return fault is Fault.LoseAnswer ? throw new TimeoutException($"answer of {activity} was lost") : result;
    }

    /// <summary>The first answer under a key stays the answer, whatever happens later.</summary>
    public T Once<T>(string key, Func<T> effect)
        where T : class =>
        (T)_answers.GetOrAdd(key, _ => effect());

    private Fault? NextFault(string activity) =>
        _faults.TryGetValue(activity, out var queue) && queue.TryDequeue(out var next) ? next
        : _always.TryGetValue(activity, out var always) ? always
        : null;

    private void Note(string activity)
    {
        lock (_lock)
        {
            _effects.Add(activity);
            foreach (var wait in _waits.Where(wait => wait.Holds()))
            {
                wait.Met.TrySetResult();
            }
        }
    }
}
