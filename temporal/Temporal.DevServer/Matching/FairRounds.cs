namespace Temporal.DevServer.Matching;

/// <summary>
/// Shares out a level of a backlog between fairness keys. Each task takes place in a round: its key's last one plus the
/// inverse of its weight, but never one that is over. So a key with ten thousand tasks waits for one with a single task, and
/// one with weight 2 has two tasks in each round. Tasks with the same round go in order.
/// </summary>
internal sealed class FairRounds
{
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private double _now;

    /// <summary>The round of a new task.</summary>
    public double Join(string key, double weight)
    {
        var place = _places.GetValueOrDefault(key);
        var round = Math.Max(_now, place.Last) + 1 / weight;
        _places[key] = new Place(round, place.Waiting + 1);
        return round;
    }

    /// <summary>The round of a task that was taken and comes back: that which is on now.</summary>
    public double Rejoin(string key)
    {
        var place = _places.GetValueOrDefault(key);
        _places[key] = place with { Waiting = place.Waiting + 1 };
        return _now;
    }

    /// <summary>A task is taken, which ends the rounds before its own.</summary>
    public void Take(string key, double round)
    {
        _now = Math.Max(_now, round);
        Leave(key);
    }

    /// <summary>A task leaves without having been taken.</summary>
    public void Leave(string key)
    {
        var place = _places[key];
        if (place.Waiting > 1)
        {
            _places[key] = place with { Waiting = place.Waiting - 1 };
        }
        else
        {
            // Keys may be as many as customers: those without tasks are forgotten.
            _places.Remove(key);
        }
    }

    private readonly record struct Place(double Last, int Waiting);
}
