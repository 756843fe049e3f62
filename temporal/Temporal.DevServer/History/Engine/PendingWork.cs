using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.History.Engine;

/// <summary>
/// What a run's state says must be handed out: the effects of its past transitions that are not done yet.
/// </summary>
internal static class PendingWork
{
    /// <summary>True when a restart has to look at the run although no timer of it is due.</summary>
    public static bool Exists(RunState state) =>
        state.CloseMessages.Count > 0 || CallbackMachine.ToCall(state).Any() || (state.Status == WorkflowExecutionStatus.Running && ExistsOpen(state));

    /// <summary>True while somebody other than a timer can make progress: virtual time must not jump.</summary>
    public static bool KeepsTime(RunState state) => Exists(state)
        || (state.Status == WorkflowExecutionStatus.Running
            && (WorkflowTaskMachine.IsPending(state) || state.Activities.Values.Any(ActivityMachine.IsStarted)));

    /// <summary>The effects to repeat after a restart.</summary>
    public static void Collect(RunState state, Effects effects)
    {
        effects.CloseMessages = state.CloseMessages.Count > 0;
        effects.CallbacksToCall.AddRange(CallbackMachine.ToCall(state));
        if (state.Status != WorkflowExecutionStatus.Running)
        {
            return;
        }

        if (IsTaskScheduled(state))
        {
            effects.WorkflowTask = state.Task.Clone();
        }

        effects.Activities.AddRange(
            state.Activities.Values.Where(a => a.Status == ActivityStatus.Scheduled).Select(a => a.ScheduledId));
        effects.ChildrenToStart.AddRange(
            state.Children.Values.Where(c => c.Status == ChildStatus.Initiated).Select(c => c.InitiatedId));
        effects.SignalsToSend.AddRange(state.ExternalSignals.Keys);
        effects.CancelsToSend.AddRange(state.ExternalCancels.Keys);
        effects.OperationsToStart.AddRange(
            state.NexusOperations.Values.Where(NexusOperationMachine.IsToStart).Select(o => o.ScheduledId));
        effects.OperationsToCancel.AddRange(
            state.NexusOperations.Values.Where(NexusCancellationMachine.IsToSend).Select(o => o.ScheduledId));
    }

    private static bool ExistsOpen(RunState state) =>
        IsTaskScheduled(state) || state.WaitsForParent || state.ExternalSignals.Count > 0
        || state.ExternalCancels.Count > 0
        || state.Activities.Values.Any(a => a.Status == ActivityStatus.Scheduled)
        || state.Children.Values.Any(c => c.Status == ChildStatus.Initiated)
        || state.NexusOperations.Values.Any(
            o => NexusOperationMachine.IsToStart(o) || NexusCancellationMachine.IsToSend(o));

    private static bool IsTaskScheduled(RunState state) => state.Task.Status is
        WorkflowTaskStatus.Scheduled or WorkflowTaskStatus.TransientScheduled;
}
