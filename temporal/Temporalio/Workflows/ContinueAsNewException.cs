using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Workflows;

/// <summary>
/// Thrown by a run method to close its run and continue as a new one. Created by
/// <see cref="Workflow.CreateContinueAsNewException(string, IReadOnlyCollection{object}, ContinueAsNewOptions)" />.
/// </summary>
public class ContinueAsNewException : TemporalException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="input">What the new run is.</param>
    internal ContinueAsNewException(CreateContinueAsNewExceptionInput input)
        : base("Continue as new") => Input = input;

    /// <summary>Gets what the new run is.</summary>
    internal CreateContinueAsNewExceptionInput Input { get; }
}
