using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.History.Commands;

/// <summary>
/// A completion that cannot be applied: nothing of it is, the workflow task fails with this cause, and the worker gets
/// INVALID_ARGUMENT with the same text.
/// </summary>
internal sealed class CommandFailure : Exception
{
    /// <summary>A fault of one command; the text gets the name of the cause in front.</summary>
    public CommandFailure(WorkflowTaskFailedCause cause, string text, bool endsRun = false)
        : base($"{cause}: {text}")
    {
        Cause = cause;
        EndsRun = endsRun;
    }

    private CommandFailure()
        : base(nameof(WorkflowTaskFailedCause.UnhandledCommand))
    {
        Cause = WorkflowTaskFailedCause.UnhandledCommand;
    }

    /// <summary>What goes into the event.</summary>
    public WorkflowTaskFailedCause Cause { get; }

    /// <summary>True when the run is terminated, because trying again cannot help.</summary>
    public bool EndsRun { get; }

    /// <summary>The workflow wants to close although it has not seen everything.</summary>
    public static CommandFailure Unhandled() => new();
}
