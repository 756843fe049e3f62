using Sagas.Contracts.Bookings;
using Sagas.Contracts.Sagas;
using Sagas.Engine.Execution;
using Sagas.Engine.Observation;

namespace Sagas.Workflows.Bookings;

/// <summary>Turns the engine's report into the contract's snapshot.</summary>
internal static class BookingReports
{
    public static SagaSnapshot ToSnapshot(SagaReport report) => new(
        report.State,
        report.Step,
        report.Summary,
        [.. report.Timeline.Select(ToEntry)],
        report.Parked is { } open ? ToCase(open) : null,
        [.. report.Decisions.Select(ToEntry)]);

    public static string Word(RepairAction action) => action switch
    {
        RepairAction.Retry => RepairActions.Retry,
        RepairAction.Compensate => RepairActions.Compensate,
        RepairAction.AcceptAsDone => RepairActions.AcceptAsDone,
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "not an action on a parked saga"),
    };

    private static TimelineEntry ToEntry(TimelineLine line) => new(
        line.Number,
        line.Step,
        line.Name,
        line.Compensation ? TimelineKinds.Compensation : TimelineKinds.Action,
        Word(line.Outcome),
        line.Attempts,
        line.StartedAt,
        line.EndedAt,
        line.Error is { } error ? ToError(error) : null);

    private static string Word(LineOutcome outcome) => outcome switch
    {
        LineOutcome.Running => TimelineOutcomes.Running,
        LineOutcome.Done => TimelineOutcomes.Done,
        LineOutcome.Refused => TimelineOutcomes.Refused,
        LineOutcome.Failed => TimelineOutcomes.Failed,
        LineOutcome.Accepted => TimelineOutcomes.Accepted,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "not an outcome of a timeline line"),
    };

    private static ParkedCase ToCase(OpenCase open) =>
        new(open.Number, open.Name, open.Compensating, open.Since, ToError(open.Error));

    private static RepairEntry ToEntry(Decision decision) => new(
        decision.Case.Number,
        Word(decision.Action),
        decision.Case.Name,
        decision.Who,
        decision.Why,
        decision.Evidence,
        decision.At);

    private static Contracts.Sagas.SagaError ToError(Engine.Execution.SagaError error) =>
        new(error.Code, error.Message, error.Detail);
}
