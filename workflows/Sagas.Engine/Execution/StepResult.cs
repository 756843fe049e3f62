namespace Sagas.Engine.Execution;

/// <summary>What is known about an action or a compensation after all its attempts.</summary>
internal abstract record StepResult
{
    private StepResult()
    {
    }

    /// <summary>It happened.</summary>
    public sealed record Done : StepResult;

    /// <summary>A declared "no": it did not happen and will not.</summary>
    public sealed record Refused(SagaError Error) : StepResult;

    /// <summary>It may or may not have happened; nobody could tell.</summary>
    /// <param name="Error">The last failure.</param>
    /// <param name="IsLasting">True when the failure says of itself that no retry will cure it.</param>
    public sealed record Unknown(SagaError Error, bool IsLasting = false) : StepResult;
}
