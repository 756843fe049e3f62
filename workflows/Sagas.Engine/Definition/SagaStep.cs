namespace Sagas.Engine.Definition;

/// <summary>One step of a saga, as built by <see cref="SagaBuilder{TState}"/>. Immutable.</summary>
/// <typeparam name="TState">The saga's own data: its input, and the receipts of its steps.</typeparam>
public sealed record SagaStep<TState>
{
    /// <summary>Name, unique in its saga; appears in timelines and search attributes.</summary>
    public required string Name { get; init; }

    /// <summary>Where the step stands relative to the point of no return.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>Queue, timeouts and retries of the action.</summary>
    public required StepPolicy Policy { get; init; }

    /// <summary>Asked when the saga comes to the step: false leaves it out, compensation and all. Null: always needed.</summary>
    public Func<TState, bool>? IsNeeded { get; init; }

    /// <summary>Runs the action, keeps its receipt in the state, and tells how many attempts it took (0: unknown).</summary>
    public required Func<TState, StepCall, Task<int>> Perform { get; init; }

    /// <summary>Asks the provider whether the action happened; if so keeps the receipt and answers true.</summary>
    public Func<TState, StepCall, Task<bool>>? Probe { get; init; }

    /// <summary>Checks the evidence that the action was done by other means; if it holds, keeps a receipt and answers true.</summary>
    public Func<TState, string, StepCall, Task<bool>>? Accept { get; init; }

    /// <summary>Error types that are a declared "no" of the business.</summary>
    public required IReadOnlySet<string> Refusals { get; init; }

    /// <summary>What a declared refusal leads to.</summary>
    public required Func<TState, RefusalMove> OnRefusal { get; init; }

    /// <summary>What the step is doing, for people; null: its name.</summary>
    public Func<TState, string>? Summary { get; init; }

    /// <summary>The compensation; null when an earlier step's compensation covers this step.</summary>
    public SagaUndo<TState>? Undo { get; init; }

    /// <summary>The earlier step whose compensation covers this one; null: none.</summary>
    public string? UndoneWith { get; init; }

    /// <summary>The earlier step whose compensation is no longer needed once this step is done; null: none.</summary>
    public string? Supersedes { get; init; }
}

/// <summary>The compensation of a step. Must accept that the action never happened.</summary>
/// <typeparam name="TState">The saga's own data.</typeparam>
public sealed record SagaUndo<TState>
{
    /// <summary>Name of the compensation, unique in its saga.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the step it undoes.</summary>
    public required string Step { get; init; }

    /// <summary>Queue, timeouts and retries; never gives up.</summary>
    public required StepPolicy Policy { get; init; }

    /// <summary>Runs the compensation and tells how many attempts it took (0: unknown).</summary>
    public required Func<TState, StepCall, Task<int>> Perform { get; init; }

    /// <summary>Error types that mean "nothing left to undo" and so count as success.</summary>
    public required IReadOnlySet<string> SettledBy { get; init; }

    /// <summary>Later steps whose compensations must have succeeded first; all others are independent of this one.</summary>
    public required IReadOnlySet<string> After { get; init; }

    /// <summary>True: runs when all other compensations have succeeded, because it tells somebody what they have done.</summary>
    public bool AtTheEnd { get; init; }
}
