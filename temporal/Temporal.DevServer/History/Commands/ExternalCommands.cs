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
            throw new CommandFailure(Bad, "Execution is not set on SignalExternalWorkflowExecutionCommand.");
        }

        var (target, ns) = (given.Execution, given.Namespace);
        var signal = $"Namespace={ns} RunId={target.RunId} SignalName={given.SignalName}";
        CheckTarget(Bad, "SignalExternalWorkflowExecutionCommand", target.WorkflowId, target.RunId,
            nobody: signal, somebody: signal);
        if (given.SignalName.Length == 0)
        {
            throw new CommandFailure(Bad, "SignalName is not set on SignalExternalWorkflowExecutionCommand. "
                + $"WorkflowId={target.WorkflowId} Namespace={ns} RunId={target.RunId}");
        }

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
        CheckTarget(Bad, "RequestCancelExternalWorkflowExecutionCommand", given.WorkflowId, given.RunId,
            nobody: $"Namespace={given.Namespace} RunId={given.RunId}",
            somebody: $"RunId={given.RunId} Namespace={given.Namespace}");
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

    /// <summary>Checks which workflow is meant.</summary>
    /// <param name="bad">Cause of a refusal.</param>
    /// <param name="command">Name of the command.</param>
    /// <param name="workflowId">Its workflow id.</param>
    /// <param name="runId">Its run id, which may be empty.</param>
    /// <param name="nobody">The rest of the command, as a real server tells it where the workflow id is missing.</param>
    /// <param name="somebody">The same where there is one.</param>
    private static void CheckTarget(
        Cause bad, string command, string workflowId, string runId, string nobody, string somebody)
    {
        if (workflowId.Length == 0)
        {
            throw new CommandFailure(bad, $"WorkflowId is not set on {command}. {nobody}");
        }

        CommandContext.RequireLength(
            bad, $"WorkflowId on {command} exceeds length limit. WorkflowId={workflowId}", workflowId, $" {somebody}");
        if (runId.Length > 0 && !Guid.TryParse(runId, out _))
        {
            throw new CommandFailure(bad, $"Invalid RunId set on {command}. WorkflowId={workflowId} {somebody}");
        }
    }
}
