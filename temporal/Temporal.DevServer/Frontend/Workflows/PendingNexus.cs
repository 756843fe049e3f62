using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>How pending Nexus operations and completion callbacks are described.</summary>
internal static class PendingNexus
{
    /// <summary>The description of an operation.</summary>
    public static PendingNexusOperationInfo Describe(NexusOperationInfo operation) => new()
    {
        Endpoint = operation.Endpoint,
        Service = operation.Service,
        Operation = operation.Operation,
        OperationToken = operation.Token,
        OperationId = operation.Token, // what clients read before there were tokens
        ScheduleToCloseTimeout = operation.ScheduleToClose,
        ScheduleToStartTimeout = operation.ScheduleToStart,
        StartToCloseTimeout = operation.StartToClose,
        ScheduledTime = operation.ScheduledTime,
        State = operation.Status switch
        {
            NexusOperationStatus.BackingOff => PendingNexusOperationState.BackingOff,
            NexusOperationStatus.Started => PendingNexusOperationState.Started,
            _ => PendingNexusOperationState.Scheduled,
        },
        Attempt = operation.Attempt,
        LastAttemptCompleteTime = operation.AttemptCompletedTime,
        LastAttemptFailure = operation.LastFailure,
        NextAttemptScheduleTime = operation.NextAttemptTime,
        CancellationInfo = operation.Cancellation is { } cancellation ? Describe(cancellation) : null,
        ScheduledEventId = operation.ScheduledId,
    };

    /// <summary>The description of a callback.</summary>
    public static CallbackInfo Describe(StoredCallback callback) => new()
    {
        Callback = callback.Callback,
        Trigger = new() { WorkflowClosed = new() },
        RegistrationTime = callback.RegisteredTime,
        State = callback.Status switch
        {
            CallbackStatus.Scheduled => CallbackState.Scheduled,
            CallbackStatus.BackingOff => CallbackState.BackingOff,
            CallbackStatus.Succeeded => CallbackState.Succeeded,
            CallbackStatus.Failed => CallbackState.Failed,
            _ => CallbackState.Standby,
        },
        Attempt = callback.Attempt,
        LastAttemptCompleteTime = callback.AttemptCompletedTime,
        LastAttemptFailure = callback.LastFailure,
        NextAttemptScheduleTime = callback.NextAttemptTime,
    };

    private static NexusOperationCancellationInfo Describe(NexusCancellationInfo cancellation) => new()
    {
        RequestedTime = cancellation.RequestedTime,
        State = cancellation.Status switch
        {
            NexusCancellationStatus.Scheduled => NexusOperationCancellationState.Scheduled,
            NexusCancellationStatus.BackingOff => NexusOperationCancellationState.BackingOff,
            NexusCancellationStatus.Succeeded => NexusOperationCancellationState.Succeeded,
            NexusCancellationStatus.Failed => NexusOperationCancellationState.Failed,
            _ => NexusOperationCancellationState.Unspecified,
        },
        Attempt = cancellation.Attempt,
        LastAttemptCompleteTime = cancellation.AttemptCompletedTime,
        LastAttemptFailure = cancellation.LastFailure,
        NextAttemptScheduleTime = cancellation.NextAttemptTime,
    };
}
