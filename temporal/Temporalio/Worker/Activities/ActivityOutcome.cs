using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;

namespace Temporalio.Worker.Activities;

/// <summary>How an attempt of an activity ended.</summary>
internal enum ActivityOutcomeKind
{
    /// <summary>With a result.</summary>
    Completed,

    /// <summary>With a failure, which may be retried.</summary>
    Failed,

    /// <summary>Cancelled, as it was asked to.</summary>
    Cancelled,

    /// <summary>Not at all: it will be completed from outside.</summary>
    CompletedFromOutside,
}

/// <summary>How an attempt of an activity ended.</summary>
internal sealed record ActivityOutcome
{
    private ActivityOutcome(ActivityOutcomeKind kind) => Kind = kind;

    public ActivityOutcomeKind Kind { get; }

    /// <summary>Result, encoded.</summary>
    public Payload? Result { get; private init; }

    /// <summary>Failure, encoded.</summary>
    public Failure? Failure { get; private init; }

    /// <summary>Details of the cancellation, encoded.</summary>
    public Payloads? CancelDetails { get; private init; }

    /// <summary>Whether the failure is part of normal work, not to be logged or counted as an error.</summary>
    public bool IsBenign => Failure?.ApplicationFailureInfo?.Category == ApplicationErrorCategory.Benign;

    public static ActivityOutcome FromOutside { get; } = new(ActivityOutcomeKind.CompletedFromOutside);

    public static ActivityOutcome Completed(Payload result) =>
        new(ActivityOutcomeKind.Completed) { Result = result };

    public static ActivityOutcome Failed(Failure failure) => new(ActivityOutcomeKind.Failed) { Failure = failure };

    public static ActivityOutcome Cancelled(Payloads? details) =>
        new(ActivityOutcomeKind.Cancelled) { CancelDetails = details };
}
