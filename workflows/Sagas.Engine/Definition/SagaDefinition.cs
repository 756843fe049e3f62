namespace Sagas.Engine.Definition;

/// <summary>A checked saga: an ordered list of steps. Built once per process; holds no state of any run.</summary>
/// <typeparam name="TState">The saga's own data.</typeparam>
public sealed class SagaDefinition<TState>
{
    internal SagaDefinition(string name, IReadOnlyList<SagaStep<TState>> steps, SagaHooks<TState> hooks)
    {
        Name = name;
        Steps = steps;
        Hooks = hooks;
    }

    /// <summary>Name of the saga.</summary>
    public string Name { get; }

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<SagaStep<TState>> Steps { get; }

    /// <summary>What the application does when the saga parks or goes on, and how it describes itself.</summary>
    public SagaHooks<TState> Hooks { get; }
}
