namespace Sagas.Api.Sweeping;

/// <summary>Bookings to look at, each at its time. Not safe for several threads.</summary>
internal sealed class Suspects(TimeProvider clock)
{
    private const int CountMax = 50_000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, DateTimeOffset> _nextLook = [];

    /// <summary>False: there is no room now.</summary>
    public bool TryAdd(string bookingId)
    {
        if (_nextLook.Count >= CountMax)
        {
            return _nextLook.ContainsKey(bookingId);
        }

        _nextLook.TryAdd(bookingId, clock.GetUtcNow());
        return true;
    }

    /// <summary>Those whose time has come, the longest due first; each is due again after a while.</summary>
    public IReadOnlyList<string> TakeDue(int count)
    {
        var now = clock.GetUtcNow();
        var due = _nextLook.Where(next => next.Value <= now).OrderBy(next => next.Value).Take(count)
            .Select(next => next.Key).ToList();
        due.ForEach(id => _nextLook[id] = now + LookEvery);
        return due;
    }

    public void Postpone(string bookingId, TimeSpan pause) => _nextLook[bookingId] = clock.GetUtcNow() + pause;

    public void Clear(string bookingId) => _nextLook.Remove(bookingId);
}
