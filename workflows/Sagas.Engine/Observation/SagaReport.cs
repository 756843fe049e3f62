using Sagas.Engine.Execution;

namespace Sagas.Engine.Observation;

/// <summary>States of a saga, as in the search attribute <c>SagaState</c>.</summary>
public static class SagaStates
{
    /// <summary>Going forward.</summary>
    public const string Running = "running";

    /// <summary>Going forward, and at the moment waiting for somebody outside.</summary>
    public const string Waiting = "waiting";

    /// <summary>Being undone.</summary>
    public const string Compensating = "compensating";

    /// <summary>Parked, open, waiting for a decision.</summary>
    public const string NeedsAttention = "needs_attention";

    /// <summary>The state of a saga that ended so.</summary>
    /// <param name="outcome">How it ended.</param>
    public static string Of(SagaOutcome outcome) => outcome switch
    {
        SagaOutcome.Completed => "completed",
        SagaOutcome.Rejected => "rejected",
        SagaOutcome.Cancelled => "cancelled",
        SagaOutcome.Compensated => "compensated",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "not an outcome of a saga"),
    };
}

/// <summary>A saga as seen from outside at one moment.</summary>
/// <param name="State">One of <see cref="SagaStates"/>.</param>
/// <param name="Step">The step it is at, or was last at.</param>
/// <param name="Summary">One sentence for people.</param>
/// <param name="Timeline">Actions and compensations in the order in which they started.</param>
/// <param name="Parked">The open case, while it waits for a decision.</param>
/// <param name="Decisions">Every decision taken on it, oldest first.</param>
public sealed record SagaReport(
    string State,
    string Step,
    string Summary,
    IReadOnlyList<TimelineLine> Timeline,
    OpenCase? Parked,
    IReadOnlyList<Decision> Decisions);

/// <summary>One execution of an action or a compensation.</summary>
/// <param name="Number">Counts the lines from 1.</param>
/// <param name="Step">The step; for a compensation the step it undoes.</param>
/// <param name="Name">The action or compensation.</param>
/// <param name="Compensation">True for a compensation.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Attempts">Attempts of the activity, as far as known; 0 when not known.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="EndedAt">When its outcome was known; null while it runs.</param>
/// <param name="Error">What went wrong.</param>
public sealed record TimelineLine(
    int Number,
    string Step,
    string Name,
    bool Compensation,
    LineOutcome Outcome,
    int Attempts,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    SagaError? Error);

/// <summary>How an action or a compensation went.</summary>
public enum LineOutcome
{
    /// <summary>It is at work.</summary>
    Running,

    /// <summary>It happened.</summary>
    Done,

    /// <summary>A declared "no".</summary>
    Refused,

    /// <summary>Its outcome is unknown after all its retries.</summary>
    Failed,

    /// <summary>Taken as done by a decision of support.</summary>
    Accepted,
}
