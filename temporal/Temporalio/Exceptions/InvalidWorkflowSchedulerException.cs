namespace Temporalio.Exceptions;

/// <summary>Workflow code ran something on another scheduler or thread than the workflow's.</summary>
public class InvalidWorkflowSchedulerException : InvalidWorkflowOperationException
{
    private readonly string? _stackTrace;

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Message.</param>
    /// <param name="stackTrace">Stack trace of the place where it happened, if it is not where this is thrown.</param>
    internal InvalidWorkflowSchedulerException(string message, string? stackTrace = null)
        : base(message) =>
        _stackTrace = stackTrace;

    /// <inheritdoc />
    public override string? StackTrace => _stackTrace ?? base.StackTrace;
}
