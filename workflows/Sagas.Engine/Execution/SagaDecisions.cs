using Sagas.Engine.Definition;

namespace Sagas.Engine.Execution;

/// <summary>
/// Where a saga goes after a step. Pure, so that the whole policy can be read, and tested, as one table:
/// <code>
/// step         result    cancel wanted   goes
/// compensable  done      no              on
/// compensable  done      yes             back, Cancelled
/// compensable  refused   either          back, Rejected
/// compensable  unknown   no              parks
/// compensable  unknown   yes             back, Cancelled
/// pivot        done      either          on
/// pivot        refused   either          back, Rejected
/// pivot        unknown   either          parks (what cannot be undone for free is never undone on a guess)
/// retry-only   done      either          on
/// retry-only   refused   either          parks, or back as Compensated where the step's policy says so
/// retry-only   unknown   either          parks
/// </code>
/// A step whose policy says park on refusal parks whatever its kind.
/// </summary>
internal static class SagaDecisions
{
    public static Move After(StepKind kind, StepResult result, RefusalMove onRefusal, SagaError? cancel) =>
        (kind, result) switch
        {
            (StepKind.Compensable, StepResult.Done) when cancel is not null => Back(SagaOutcome.Cancelled, cancel),
            (_, StepResult.Done) => new Move.On(),
            (_, StepResult.Refused refused) when onRefusal == RefusalMove.Park =>
                new Move.Park(refused.Error, IsLasting: true),
            (StepKind.RetryOnly, StepResult.Refused refused) => Back(SagaOutcome.Compensated, refused.Error),
            (_, StepResult.Refused refused) => Back(SagaOutcome.Rejected, refused.Error),
            (StepKind.Compensable, StepResult.Unknown) when cancel is not null => Back(SagaOutcome.Cancelled, cancel),
            (_, StepResult.Unknown unknown) => new Move.Park(unknown.Error, unknown.IsLasting),
            _ => throw new InvariantBrokenException($"no rule for a {kind} step that ended as {result}"),
        };

    private static Move.Back Back(SagaOutcome outcome, SagaError error) => new(new SagaCause(outcome, error));
}

/// <summary>Where a saga goes.</summary>
internal abstract record Move
{
    private Move()
    {
    }

    /// <summary>To the next step.</summary>
    public sealed record On : Move;

    /// <summary>Back, compensating everything.</summary>
    public sealed record Back(SagaCause Cause) : Move;

    /// <summary>Nowhere, until somebody decides, or what is not lasting has passed.</summary>
    public sealed record Park(SagaError Error, bool IsLasting) : Move;
}
