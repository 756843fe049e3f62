using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>A command that the workflow issued and whose event has not been seen yet.</summary>
internal sealed class OutgoingCommand(Machine owner, Command proto, EventType recordedAs)
{
    public Machine Owner { get; } = owner;

    public Command Proto { get; } = proto;

    /// <summary>Gets the type of the event that the server writes for the command.</summary>
    public EventType RecordedAs { get; } = recordedAs;

    /// <summary>Gets or sets a value indicating whether the command was cancelled before it was sent.</summary>
    public bool Withdrawn { get; set; }

    public bool IsTerminal => Proto.CommandType is CommandType.CompleteWorkflowExecution
        or CommandType.FailWorkflowExecution or CommandType.CancelWorkflowExecution
        or CommandType.ContinueAsNewWorkflowExecution;
}
