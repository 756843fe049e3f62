using Sagas.Engine.Execution;
using Temporalio.Common;

namespace Sagas.Engine.Definition;

/// <summary>What the application adds to the engine's own book-keeping. All parts are optional.</summary>
/// <typeparam name="TState">The saga's own data.</typeparam>
public sealed record SagaHooks<TState>
{
    /// <summary>Purpose: queue, timeouts and retries of <see cref="Parked"/> and <see cref="Repaired"/>.</summary>
    /// <value>Required when either is set.</value>
    public StepPolicy? Policy { get; init; }

    /// <summary>Runs when the saga has parked, to put it on somebody's list. Decisions are taken only after it is done.</summary>
    public Func<TState, OpenCase, StepCall, Task>? Parked { get; init; }

    /// <summary>Runs when a decision on a parked saga was taken, before it is carried out.</summary>
    public Func<TState, OpenCase, Decision, StepCall, Task>? Repaired { get; init; }

    /// <summary>What the saga means right now, for the Temporal UI. Default: state and step.</summary>
    public Func<TState, string>? Describe { get; init; }

    /// <summary>
    /// Numbers to keep in search attributes while the saga is undone or parked, and to zero at its end. The flag is true when
    /// the saga begins to be undone.
    /// </summary>
    public IReadOnlyList<(SearchAttributeKey<long> Key, Func<TState, bool, long> Value)> Measures { get; init; } = [];
}
