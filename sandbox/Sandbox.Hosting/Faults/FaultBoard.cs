namespace Sandbox.Hosting.Faults;

/// <summary>The rules in force, oldest first. In memory only: a restarted sandbox is a healthy one.</summary>
public sealed class FaultBoard
{
    private const int RulesMax = 1000;

    private readonly Lock _lock = new();
    private readonly List<FaultRule> _rules = [];
    private volatile bool _armed;

    /// <summary>Adds a rule; false when the board is full.</summary>
    public bool TryAdd(FaultRule rule)
    {
        lock (_lock)
        {
            if (_rules.Count >= RulesMax)
            {
                return false;
            }

            _rules.Add(rule);
            _armed = true;
            return true;
        }
    }

    /// <summary>The first rule for this call, counted down; null when the call goes well.</summary>
    public FaultRule? Take(string operation, Func<string, bool> carries)
    {
        if (!_armed)
        {
            return null;
        }

        lock (_lock)
        {
            var index = _rules.FindIndex(rule =>
                (rule.Operation == "*" || rule.Operation == operation) && (rule.Match is null || carries(rule.Match)));
            if (index < 0)
            {
                return null;
            }

            var taken = _rules[index];
            if (taken.Times > 1)
            {
                _rules[index] = taken with { Times = taken.Times - 1 };
            }
            else
            {
                _rules.RemoveAt(index);
                _armed = _rules.Count > 0;
            }

            return taken;
        }
    }

    /// <summary>The rules still in force.</summary>
    public IReadOnlyList<FaultRule> List()
    {
        lock (_lock)
        {
            return [.. _rules];
        }
    }

    /// <summary>Ends all faults.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
            _armed = false;
        }
    }
}
