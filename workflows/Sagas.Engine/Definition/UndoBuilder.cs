namespace Sagas.Engine.Definition;

/// <summary>Defines one compensation; see <see cref="StepBuilder{TState,TReceipt}.UndoneBy{TUndone}"/>.</summary>
/// <typeparam name="TState">The saga's own data.</typeparam>
/// <typeparam name="TUndone">What the compensation answers.</typeparam>
public sealed class UndoBuilder<TState, TUndone>
{
    private readonly string _name;
    private readonly StepPolicy _policy;
    private readonly Func<TState, StepCall, Task<TUndone>> _action;
    private readonly HashSet<string> _settledBy = [];
    private readonly HashSet<string> _after = [];
    private Action<TState, TUndone>? _keep;
    private Func<TUndone, int>? _attempts;
    private bool _atTheEnd;

    internal UndoBuilder(string name, StepPolicy policy, Func<TState, StepCall, Task<TUndone>> action)
    {
        _name = name;
        _policy = policy;
        _action = action;
    }

    /// <summary>Keeps the receipt of the compensation in the state.</summary>
    /// <param name="keep">Stores the receipt.</param>
    public UndoBuilder<TState, TUndone> Keep(Action<TState, TUndone> keep)
    {
        _keep = keep;
        return this;
    }

    /// <summary>Reads from the receipt how many attempts the activity took, for the timeline.</summary>
    /// <param name="attempts">The number of attempts.</param>
    public UndoBuilder<TState, TUndone> Attempts(Func<TUndone, int> attempts)
    {
        _attempts = attempts;
        return this;
    }

    /// <summary>Declares error types that mean "nothing left to undo".</summary>
    /// <param name="errorTypes">Error types of the activity's <c>ApplicationFailureException</c>.</param>
    public UndoBuilder<TState, TUndone> SettledBy(params string[] errorTypes)
    {
        _settledBy.UnionWith(errorTypes);
        return this;
    }

    /// <summary>Keeps this compensation back until those of the named later steps have succeeded.</summary>
    /// <param name="laterSteps">Names of steps.</param>
    public UndoBuilder<TState, TUndone> After(params string[] laterSteps)
    {
        _after.UnionWith(laterSteps);
        return this;
    }

    /// <summary>Runs when all other compensations have succeeded, because it tells somebody what they have done.</summary>
    public UndoBuilder<TState, TUndone> AtTheEnd()
    {
        _atTheEnd = true;
        return this;
    }

    internal SagaUndo<TState> For(string step) => new()
    {
        Name = _name,
        Step = step,
        Policy = _policy,
        Perform = PerformAsync,
        SettledBy = _settledBy,
        After = _after,
        AtTheEnd = _atTheEnd,
    };

    private async Task<int> PerformAsync(TState state, StepCall call)
    {
        var receipt = await _action(state, call);
        _keep?.Invoke(state, receipt);
        return _attempts?.Invoke(receipt) ?? 0;
    }
}
