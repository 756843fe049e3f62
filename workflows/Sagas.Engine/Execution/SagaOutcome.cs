namespace Sagas.Engine.Execution;

/// <summary>How a saga ended. A saga that needs attention has not ended.</summary>
public enum SagaOutcome
{
    /// <summary>Every step is done.</summary>
    Completed,

    /// <summary>A declared refusal; fully undone.</summary>
    Rejected,

    /// <summary>Undone at the wish of whoever started it.</summary>
    Cancelled,

    /// <summary>Undone by decision of support or of the saga's policy.</summary>
    Compensated,
}

/// <summary>What went wrong.</summary>
/// <param name="Code">The declared refusal, or the kind of an unknown failure.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Detail">Machine-readable detail, when the activity gave one.</param>
public sealed record SagaError(string Code, string Message, string? Detail = null);

/// <summary>Why a saga is undone.</summary>
/// <param name="Outcome">What it ends as.</param>
/// <param name="Error">The refusal, or the decision and its reason.</param>
public sealed record SagaCause(SagaOutcome Outcome, SagaError Error);

/// <summary>The end of a saga.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Error">Why it was undone; null when completed.</param>
public sealed record SagaEnd(SagaOutcome Outcome, SagaError? Error);
