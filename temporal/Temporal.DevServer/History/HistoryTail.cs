using Temporalio.Api.History.V1;

namespace Temporal.DevServer.History;

/// <summary>
/// The newest events of a run, contiguous, in memory: sticky workflow tasks and long polls are served from here without
/// reading the store. Invariant: holds the events FirstId … NextId - 1.
/// </summary>
internal sealed class HistoryTail(long nextId)
{
    private readonly List<HistoryEvent> _events = [];

    /// <summary>Id of the first event held; equal to <see cref="NextId"/> when none is.</summary>
    public long FirstId { get; private set; } = nextId;

    /// <summary>Id the next event will have.</summary>
    public long NextId => FirstId + _events.Count;

    /// <summary>Appends the next event.</summary>
    public void Append(HistoryEvent item)
    {
        Invariant.Require(item.EventId == NextId);
        _events.Add(item);
    }

    /// <summary>True when every event from <paramref name="id"/> on is here.</summary>
    public bool Covers(long id) => id >= FirstId;

    /// <summary>An event held here, or null.</summary>
    public HistoryEvent? Find(long id) =>
        id >= FirstId && id < NextId ? _events[(int)(id - FirstId)] : null;

    /// <summary>Events <paramref name="from"/> … <paramref name="to"/>, both of which must be held.</summary>
    public IEnumerable<HistoryEvent> Range(long from, long to)
    {
        Invariant.Require(from >= FirstId && to < NextId);
        return to < from ? [] : _events.GetRange((int)(from - FirstId), (int)(to - from + 1));
    }

    /// <summary>Drops events from <paramref name="nextId"/> on: they were never committed.</summary>
    public void TruncateTo(long nextId)
    {
        if (nextId < FirstId)
        {
            _events.Clear();
            FirstId = nextId;
        }
        else if (nextId < NextId)
        {
            _events.RemoveRange((int)(nextId - FirstId), (int)(NextId - nextId));
        }
    }

    /// <summary>Forgets events older than both bounds: the first id still needed, and a number to keep.</summary>
    public void Trim(long neededFrom, int keepMax)
    {
        var from = Math.Min(neededFrom, NextId - keepMax);

        // Trimming in steps, so that a long run does not move its list at every event.
        if (from - FirstId > keepMax)
        {
            _events.RemoveRange(0, (int)(from - FirstId));
            FirstId = from;
        }
    }
}
