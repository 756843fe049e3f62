using System.Globalization;
using Sagas.Engine.Definition;
using Sagas.Engine.Execution;

namespace Sagas.Engine.Observation;

/// <summary>
/// What a saga is at, for people who look at it in the Temporal UI: what it does or waits for, since when, until when, and
/// what can be done. Made of step names, the application's words and error messages, so it is as free of personal data as
/// those are.
/// </summary>
internal static class SagaWords
{
    public static string Working(string doing, StepPolicy policy, DateTimeOffset since) => policy.GiveUpAfter is { } patience
        ? $"{doing}, since {Time(since)}. If it has not succeeded by {Time(since + patience)}, it needs attention."
        : $"{doing}, since {Time(since)}.";

    public static string TurningBack(SagaCause cause) => $"Being undone, because of {Cause(cause.Error)}";

    public static string Undoing(string undo, string step, SagaCause cause, DateTimeOffset since) =>
        $"{TurningBack(cause)} Now {undo}, which undoes {step}, since {Time(since)}.";

    /// <param name="open">What is stuck.</param>
    /// <param name="pause">Between further attempts; null: only a decision goes on.</param>
    /// <param name="canBeAccepted">Whether it can be taken as done on evidence.</param>
    public static string Parked(OpenCase open, TimeSpan? pause, bool canBeAccepted) =>
        $"Needs attention: {open.Name} is stuck since {Time(open.Since)} (case {open.Number}), because of {Cause(open.Error)} "
        + (pause is { } every ? $"It is tried again every {Span(every)}. " : "It waits for a decision. ")
        + $"What can be decided: {Choices(open.Compensating, canBeAccepted)}.";

    public static string GoingOn(Decision decision) => $"Case {decision.Case.Number} is closed: {Word(decision.Action)}.";

    public static string Ended(string state, SagaError? error, DateTimeOffset at) => error is null
        ? $"Ended {Time(at)}: {state}."
        : $"Ended {Time(at)}: {state}, because of {Cause(error)}";

    private static string Choices(bool compensating, bool canBeAccepted) => (compensating, canBeAccepted) switch
    {
        (true, _) => "retry it, or accept it as done on evidence",
        (false, true) => "retry it, undo the saga, or accept it as done on evidence",
        _ => "retry it, or undo the saga",
    };

    private static string Word(RepairAction action) => action switch
    {
        RepairAction.Retry => "tried again",
        RepairAction.Compensate => "the saga is undone",
        RepairAction.AcceptAsDone => "accepted as done",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "not an action on a parked saga"),
    };

    private static string Cause(SagaError error) => $"{error.Code}: {error.Message.TrimEnd('.')}.";

    private static string Span(TimeSpan span) => span.TotalMinutes >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} min")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s");

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
