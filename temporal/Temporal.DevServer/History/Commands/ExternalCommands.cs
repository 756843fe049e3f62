using Temporalio.Api.Command.V1;
using Cause = Temporalio.Api.Enums.V1.WorkflowTaskFailedCause;

namespace Temporal.DevServer.History.Commands;

/// <summary>SignalExternalWorkflowExecution and RequestCancelExternalWorkflowExecution.</summary>
internal static class ExternalCommands
{
    /// <summary>Sends a signal to another workflow.</summary>
    public static void Signal(CommandContext context, Command command)
    {
        const Cause Bad = Cause.BadSignalWorkflowExecutionAttributes;
        var given = CommandContext.RequireSet(
            Bad, "SignalExternalWorkflowExecution", command.SignalExternalWorkflowExecutionCommandAttributes);
        if (given.Execution is null)
        {
            throw new CommandFailure(Bad, "Execution is not set on SignalExternalWorkflowExecutionCommand. "
                + $"Namespace={given.Namespace}");
        }

        var about = $"WorkflowId={given.Execution.WorkflowId} RunId={given.Execution.RunId} Namespace={given.Namespace}";
        CheckTarget(Bad, "SignalExternalWorkflowExecutionCommand", given.Execution.WorkflowId, given.Execution.RunId,
            given.Namespace);
        if (given.SignalName.Length == 0)
        {
            throw new CommandFailure(Bad, $"SignalName is not set on SignalExternalWorkflowExecutionCommand. {about}");
        }

        CommandContext.RequireLength(
            Bad, $"SignalName on SignalExternalWorkflowExecutionCommand exceeds length limit. {about}", given.SignalName);
        CommandContext.RequireSize(Bad, "SignalExternalWorkflowExecutionCommandAttributes.Input", given.Input);
        var pending = context.Transition.State.ExternalSignals.Count;
        if (pending >= Limits.PendingExternalSignalsMax)
        {
            throw new CommandFailure(Cause.PendingSignalsLimitExceeded,
                $"the number of pending signals to external workflows, {pending}, has reached the per-workflow limit of "
                + $"{Limits.PendingExternalSignalsMax}");
        }

        ExternalSignalMachine.Initiate(context.Transition, given, context.Target(given.Namespace), command.UserMetadata,
            context.CompletedId);
    }

    /// <summary>Asks another workflow to cancel.</summary>
    public static void RequestCancel(CommandContext context, Command command)
    {
        const Cause Bad = Cause.BadRequestCancelExternalWorkflowExecutionAttributes;
        var given = CommandContext.RequireSet(Bad, "RequestCancelExternalWorkflowExecution",
            command.RequestCancelExternalWorkflowExecutionCommandAttributes);
        CheckTarget(Bad, "RequestCancelExternalWorkflowExecutionCommand", given.WorkflowId, given.RunId, given.Namespace);
        if (context.NewChildren.Contains(given.WorkflowId))
        {
            throw new CommandFailure(Bad, "Start and RequestCancel for child workflow is not allowed in same workflow "
                + $"task. WorkflowId={given.WorkflowId} RunId={given.RunId} Namespace={given.Namespace}");
        }

        var pending = context.Transition.State.ExternalCancels.Count;
        if (pending >= Limits.PendingExternalCancelsMax)
        {
            throw new CommandFailure(Cause.PendingRequestCancelLimitExceeded,
                $"the number of pending requests to cancel external workflows, {pending}, has reached the per-workflow "
                + $"limit of {Limits.PendingExternalCancelsMax}");
        }

        ExternalCancelMachine.Initiate(context.Transition, given, context.Target(given.Namespace), command.UserMetadata,
            context.CompletedId);
    }

    private static void CheckTarget(Cause bad, string command, string workflowId, string runId, string ns)
    {
        var about = $"WorkflowId={workflowId} RunId={runId} Namespace={ns}";
        if (workflowId.Length == 0)
        {
            throw new CommandFailure(bad, $"WorkflowId is not set on {command}. {about}");
        }

        CommandContext.RequireLength(bad, $"WorkflowId on {command} exceeds length limit. {about}", workflowId);
        if (runId.Length > 0 && !Guid.TryParse(runId, out _))
        {
            throw new CommandFailure(bad, $"Invalid RunId set on {command}. {about}");
        }
    }
}
