namespace Sagas.Engine.Definition;

/// <summary>Defines one step; see <see cref="SagaBuilder{TState}"/>.</summary>
/// <typeparam name="TState">The saga's own data.</typeparam>
/// <typeparam name="TReceipt">What the action answers.</typeparam>
public sealed class StepBuilder<TState, TReceipt> : StepDraft<TState>
{
    private static readonly IReadOnlySet<string> None = new HashSet<string>();

    private readonly Func<TState, StepCall, Task<TReceipt>> _action;
    private Action<TState, TReceipt>? _keep;
    private Func<TReceipt, int>? _attempts;
    private SagaStep<TState> _step;

    internal StepBuilder(
        string name, StepKind kind, StepPolicy policy, Func<TState, StepCall, Task<TReceipt>> action)
    {
        _action = action;
        _step = new SagaStep<TState>
        {
            Name = name,
            Kind = kind,
            Policy = policy,
            Perform = PerformAsync,
            Refusals = None,
            OnRefusal = kind == StepKind.RetryOnly ? _ => RefusalMove.Park : _ => RefusalMove.Undo,
        };
    }

    /// <summary>Keeps the receipt in the state, where later steps and the compensation find it.</summary>
    /// <param name="keep">Stores the receipt.</param>
    /// <param name="attempts">Reads from it how many attempts the activity took, for the timeline.</param>
    public StepBuilder<TState, TReceipt> Keep(Action<TState, TReceipt> keep, Func<TReceipt, int>? attempts = null)
    {
        _keep = keep;
        _attempts = attempts;
        return this;
    }

    /// <summary>Describes the step for people; shown at the activity in the Temporal UI.</summary>
    /// <param name="summary">At most 200 bytes; no personal data.</param>
    public StepBuilder<TState, TReceipt> Says(Func<TState, string> summary)
    {
        _step = _step with { Summary = summary };
        return this;
    }

    /// <summary>Leaves the step out where it is not needed. Its compensation and its line in the timeline are left out with it.</summary>
    /// <param name="needed">Decides from the saga's own data, when the saga comes to the step.</param>
    public StepBuilder<TState, TReceipt> OnlyIf(Func<TState, bool> needed)
    {
        _step = _step with { IsNeeded = needed };
        return this;
    }

    /// <summary>Declares the error types that are a "no" of the business; every other failure is unknown.</summary>
    /// <param name="errorTypes">Error types of the activity's <c>ApplicationFailureException</c>.</param>
    public StepBuilder<TState, TReceipt> RefusedBy(params string[] errorTypes)
    {
        _step = _step with { Refusals = errorTypes.ToHashSet() };
        return this;
    }

    /// <summary>Decides what a declared refusal leads to. Default: undo up to the pivot, park after it.</summary>
    /// <param name="move">The policy, from the saga's own data.</param>
    public StepBuilder<TState, TReceipt> OnRefusal(Func<TState, RefusalMove> move)
    {
        _step = _step with { OnRefusal = move };
        return this;
    }

    /// <summary>Asks the provider what happened, when the action's outcome is still unknown after all its retries.</summary>
    /// <param name="probe">Answers the receipt if the action happened, null if not or if the provider does not know.</param>
    public StepBuilder<TState, TReceipt> AskedBy(Func<TState, StepCall, Task<TReceipt?>> probe)
    {
        _step = _step with { Probe = async (state, call) => KeepIfAny(state, await probe(state, call)) };
        return this;
    }

    /// <summary>Lets support take the step as done on evidence from outside.</summary>
    /// <param name="accept">Answers the receipt if the evidence holds, null if not.</param>
    public StepBuilder<TState, TReceipt> AcceptedOn(Func<TState, string, StepCall, Task<TReceipt?>> accept)
    {
        _step = _step with
        {
            Accept = async (state, evidence, call) => KeepIfAny(state, await accept(state, evidence, call)),
        };
        return this;
    }

    /// <summary>Sets the compensation. It must accept that the action never happened.</summary>
    /// <typeparam name="TUndone">What the compensation answers.</typeparam>
    /// <param name="name">Name of the compensation, unique in its saga.</param>
    /// <param name="policy">Queue, timeouts and retries; must not give up.</param>
    /// <param name="action">Calls the activity with the given options.</param>
    /// <param name="more">Its order and its receipt; null: nothing special.</param>
    public StepBuilder<TState, TReceipt> UndoneBy<TUndone>(
        string name,
        StepPolicy policy,
        Func<TState, StepCall, Task<TUndone>> action,
        Action<UndoBuilder<TState, TUndone>>? more = null)
    {
        var undo = new UndoBuilder<TState, TUndone>(name, policy, action);
        more?.Invoke(undo);
        _step = _step with { Undo = undo.For(_step.Name) };
        return this;
    }

    /// <summary>The compensation of an earlier step covers this one too.</summary>
    /// <param name="earlierStep">Name of that step.</param>
    public StepBuilder<TState, TReceipt> UndoneWith(string earlierStep)
    {
        _step = _step with { UndoneWith = earlierStep };
        return this;
    }

    /// <summary>Once this step is done, its compensation replaces that of an earlier step.</summary>
    /// <param name="earlierStep">Name of that step.</param>
    public StepBuilder<TState, TReceipt> Supersedes(string earlierStep)
    {
        _step = _step with { Supersedes = earlierStep };
        return this;
    }

    internal override SagaStep<TState> ToStep() => _step;

    private async Task<int> PerformAsync(TState state, StepCall call)
    {
        var receipt = await _action(state, call);
        _keep?.Invoke(state, receipt);
        return _attempts?.Invoke(receipt) ?? 0;
    }

    private bool KeepIfAny(TState state, TReceipt? receipt)
    {
        if (receipt is null)
        {
            return false;
        }
        _keep?.Invoke(state, receipt);
        return true;
    }
}
