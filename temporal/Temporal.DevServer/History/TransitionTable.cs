using System.Collections.Concurrent;

namespace Temporal.DevServer.History;

/// <summary>
/// The allowed moves of a state machine, as data: the machine asks for the next state and breaks an invariant when
/// there is none. Tests read <see cref="Rows"/> and <see cref="Seen"/> to show that every row is exercised.
/// </summary>
/// <typeparam name="TState">States.</typeparam>
/// <typeparam name="TTrigger">What makes it move.</typeparam>
internal sealed class TransitionTable<TState, TTrigger>(
    string machine, params (TState From, TTrigger Trigger, TState To)[] rows)
    where TState : struct, Enum
    where TTrigger : struct, Enum
{
    private readonly Dictionary<(TState, TTrigger), TState> _next = rows.ToDictionary(r => (r.From, r.Trigger), r => r.To);

    /// <summary>All rows.</summary>
    public IReadOnlyList<(TState From, TTrigger Trigger, TState To)> Rows { get; } = rows;

    /// <summary>Rows used since the process started.</summary>
    public ConcurrentDictionary<(TState From, TTrigger Trigger), bool> Seen { get; } = new();

    /// <summary>The table as text, a row a line.</summary>
    public string Print() =>
        machine + "\n" + string.Concat(Rows.Select(row => $"  {row.From} --{row.Trigger}--> {row.To}\n"));

    /// <summary>True when the move is allowed.</summary>
    public bool Allows(TState from, TTrigger trigger) => _next.ContainsKey((from, trigger));

    /// <summary>The state after the move.</summary>
    /// <exception cref="InvariantException">There is no such row.</exception>
    public TState Next(TState from, TTrigger trigger, string subject)
    {
        if (!_next.TryGetValue((from, trigger), out var to))
        {
            throw new InvariantException($"{machine} {subject} is {from}: {trigger} is not allowed.");
        }

        Seen.TryAdd((from, trigger), true);
        return to;
    }
}
