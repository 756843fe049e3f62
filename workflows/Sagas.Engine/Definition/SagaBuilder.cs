namespace Sagas.Engine.Definition;

/// <summary>Defines a saga step by step; <see cref="Build"/> checks it as a whole.</summary>
/// <typeparam name="TState">The saga's own data: its input, and the receipts of its steps.</typeparam>
/// <param name="name">Name of the saga.</param>
public sealed class SagaBuilder<TState>(string name)
{
    private readonly List<StepDraft<TState>> _drafts = [];
    private SagaHooks<TState> _hooks = new();

    /// <summary>Adds a step before the point of no return.</summary>
    /// <typeparam name="TReceipt">What the action answers: everything its compensation needs.</typeparam>
    /// <param name="step">Name of the step.</param>
    /// <param name="policy">Queue, timeouts and retries.</param>
    /// <param name="action">Calls the activity with the given options.</param>
    public StepBuilder<TState, TReceipt> Compensable<TReceipt>(
        string step, StepPolicy policy, Func<TState, StepCall, Task<TReceipt>> action) =>
        Add(step, StepKind.Compensable, policy, action);

    /// <summary>Adds the point of no return.</summary>
    /// <inheritdoc cref="Compensable{TReceipt}"/>
    public StepBuilder<TState, TReceipt> Pivot<TReceipt>(
        string step, StepPolicy policy, Func<TState, StepCall, Task<TReceipt>> action) =>
        Add(step, StepKind.Pivot, policy, action);

    /// <summary>Adds a step after the point of no return.</summary>
    /// <inheritdoc cref="Compensable{TReceipt}"/>
    public StepBuilder<TState, TReceipt> RetryOnly<TReceipt>(
        string step, StepPolicy policy, Func<TState, StepCall, Task<TReceipt>> action) =>
        Add(step, StepKind.RetryOnly, policy, action);

    /// <summary>Sets what the application adds to the engine's book-keeping.</summary>
    /// <param name="hooks">The hooks.</param>
    public SagaBuilder<TState> With(SagaHooks<TState> hooks)
    {
        _hooks = hooks;
        return this;
    }

    /// <summary>The finished definition.</summary>
    /// <exception cref="SagaDefinitionException">Something is wrong; the exception lists everything that is.</exception>
    public SagaDefinition<TState> Build()
    {
        var steps = _drafts.Select(draft => draft.ToStep()).ToList();
        var faults = DefinitionFaults.Of(steps, _hooks).ToList();
        return faults.Count == 0
            ? new SagaDefinition<TState>(name, steps, _hooks)
            : throw new SagaDefinitionException(name, faults);
    }

    private StepBuilder<TState, TReceipt> Add<TReceipt>(
        string step, StepKind kind, StepPolicy policy, Func<TState, StepCall, Task<TReceipt>> action)
    {
        var builder = new StepBuilder<TState, TReceipt>(step, kind, policy, action);
        _drafts.Add(builder);
        return builder;
    }
}
