namespace Sagas.Contracts.Sagas;

/// <summary>A saga as seen from outside at one moment: the answer of the <c>timeline</c> query, and part of its result.</summary>
/// <param name="State">One of <see cref="SagaStates"/>.</param>
/// <param name="Step">The step or compensation it is at, or was last at.</param>
/// <param name="Summary">One sentence for people.</param>
/// <param name="Timeline">Actions and compensations in the order in which they started.</param>
/// <param name="Parked">Set while the saga waits for support.</param>
/// <param name="Repairs">Every decision taken by support, oldest first.</param>
public sealed record SagaSnapshot(
    string State,
    string Step,
    string Summary,
    IReadOnlyList<TimelineEntry> Timeline,
    ParkedCase? Parked,
    IReadOnlyList<RepairEntry> Repairs);

/// <param name="Step">The step's name; for a compensation the name of the step that it undoes.</param>
/// <param name="Name">The name of the action or compensation itself.</param>
/// <param name="Kind">One of <see cref="TimelineKinds"/>.</param>
/// <param name="Outcome">One of <see cref="TimelineOutcomes"/>.</param>
/// <param name="Attempts">Attempts of the activity, as far as known; 0 when not known.</param>
public sealed record TimelineEntry(
    int Number,
    string Step,
    string Name,
    string Kind,
    string Outcome,
    int Attempts,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    SagaError? Error);

/// <param name="Code">The declared refusal, or the kind of failure.</param>
public sealed record SagaError(string Code, string Message, string? Detail = null);

/// <param name="Case">Counts how often this saga has parked; a repair names the case it means.</param>
public sealed record ParkedCase(int Case, string Step, bool Compensating, DateTimeOffset Since, SagaError Error);

public sealed record RepairEntry(
    int Case, string Action, string Step, string Who, string Why, string? Evidence, DateTimeOffset At);

public static class TimelineKinds
{
    public const string Action = "action";
    public const string Compensation = "compensation";
}

public static class TimelineOutcomes
{
    public const string Running = "running";
    public const string Done = "done";
    /// <summary>A declared "no".</summary>
    public const string Refused = "refused";
    /// <summary>Outcome unknown after all retries.</summary>
    public const string Failed = "failed";
    /// <summary>Taken as done by support.</summary>
    public const string Accepted = "accepted";
}
