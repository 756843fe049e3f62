using Temporal.DevServer.State;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Sdk.V1;

namespace Temporal.DevServer.History;

/// <summary>The events of Nexus operations, and the failures in them.</summary>
internal static class NexusEvents
{
    /// <summary>True for the last event of an operation.</summary>
    public static bool IsCompletion(HistoryEvent item) => item.EventType is
        EventType.NexusOperationCompleted or EventType.NexusOperationFailed or EventType.NexusOperationCanceled
        or EventType.NexusOperationTimedOut;

    /// <summary>Scheduled event that a last event belongs to; 0 for other events.</summary>
    public static long CompletedBy(HistoryEvent item) => item.EventType switch
    {
        EventType.NexusOperationCompleted => item.NexusOperationCompletedEventAttributes.ScheduledEventId,
        EventType.NexusOperationFailed => item.NexusOperationFailedEventAttributes.ScheduledEventId,
        EventType.NexusOperationCanceled => item.NexusOperationCanceledEventAttributes.ScheduledEventId,
        EventType.NexusOperationTimedOut => item.NexusOperationTimedOutEventAttributes.ScheduledEventId,
        _ => 0,
    };

    /// <summary>The workflow asks for an operation.</summary>
    public static HistoryEvent Scheduled(ScheduleNexusOperationCommandAttributes command, string endpointId,
        UserMetadata? metadata, long completedId)
    {
        var item = new HistoryEvent
        {
            EventType = EventType.NexusOperationScheduled,
            UserMetadata = metadata,
            NexusOperationScheduledEventAttributes = new()
            {
                Endpoint = command.Endpoint,
                EndpointId = endpointId,
                Service = command.Service,
                Operation = command.Operation,
                Input = command.Input,
                ScheduleToCloseTimeout = command.ScheduleToCloseTimeout,
                ScheduleToStartTimeout = command.ScheduleToStartTimeout,
                StartToCloseTimeout = command.StartToCloseTimeout,
                RequestId = Guid.NewGuid().ToString(),
                WorkflowTaskCompletedEventId = completedId,
            },
        };
        foreach (var (name, value) in command.NexusHeader)
        {
            item.NexusOperationScheduledEventAttributes.NexusHeader[name.ToLowerInvariant()] = value;
        }

        return item;
    }

    /// <summary>The operation that a Scheduled event describes.</summary>
    public static NexusOperationInfo ToOperation(HistoryEvent scheduled)
    {
        var attributes = scheduled.NexusOperationScheduledEventAttributes;
        return new NexusOperationInfo
        {
            ScheduledId = scheduled.EventId,
            Endpoint = attributes.Endpoint,
            EndpointId = attributes.EndpointId,
            Service = attributes.Service,
            Operation = attributes.Operation,
            RequestId = attributes.RequestId,
            ScheduleToClose = attributes.ScheduleToCloseTimeout,
            ScheduleToStart = attributes.ScheduleToStartTimeout,
            StartToClose = attributes.StartToCloseTimeout,
            ScheduledTime = scheduled.EventTime,
        };
    }

    /// <summary>The handler has begun it.</summary>
    public static HistoryEvent Started(NexusOperationInfo operation, IEnumerable<Link> links) => Linked(new HistoryEvent
    {
        EventType = EventType.NexusOperationStarted,
        NexusOperationStartedEventAttributes = new()
        {
            ScheduledEventId = operation.ScheduledId,
            OperationToken = operation.Token,
            OperationId = operation.Token, // what clients read before there were tokens
            RequestId = operation.RequestId,
        },
    }, links);

    /// <summary>It has a result.</summary>
    public static HistoryEvent Completed(NexusOperationInfo operation, Payload? result, IEnumerable<Link> links) =>
        Linked(new HistoryEvent
        {
            EventType = EventType.NexusOperationCompleted,
            NexusOperationCompletedEventAttributes = new()
            {
                ScheduledEventId = operation.ScheduledId,
                Result = result,
                RequestId = operation.RequestId,
            },
        }, links);

    /// <summary>It failed for good.</summary>
    public static HistoryEvent Failed(NexusOperationInfo operation, Failure cause) => new()
    {
        EventType = EventType.NexusOperationFailed,
        NexusOperationFailedEventAttributes = new()
        {
            ScheduledEventId = operation.ScheduledId,
            Failure = Wrap(operation, cause),
            RequestId = operation.RequestId,
        },
    };

    /// <summary>It ended as cancelled.</summary>
    public static HistoryEvent Canceled(NexusOperationInfo operation, Failure cause) => new()
    {
        EventType = EventType.NexusOperationCanceled,
        NexusOperationCanceledEventAttributes = new()
        {
            ScheduledEventId = operation.ScheduledId,
            Failure = Wrap(operation, cause),
            RequestId = operation.RequestId,
        },
    };

    /// <summary>Its time is over.</summary>
    public static HistoryEvent TimedOut(NexusOperationInfo operation, TimeoutType type) => new()
    {
        EventType = EventType.NexusOperationTimedOut,
        NexusOperationTimedOutEventAttributes = new()
        {
            ScheduledEventId = operation.ScheduledId,
            Failure = Wrap(operation, new Failure
            {
                Message = "operation timed out",
                TimeoutFailureInfo = new() { TimeoutType = type },
            }),
            RequestId = operation.RequestId,
        },
    };

    /// <summary>The workflow asks that an operation end.</summary>
    public static HistoryEvent CancelRequested(long scheduledId, UserMetadata? metadata, long completedId) => new()
    {
        EventType = EventType.NexusOperationCancelRequested,
        UserMetadata = metadata,
        NexusOperationCancelRequestedEventAttributes = new()
        {
            ScheduledEventId = scheduledId,
            WorkflowTaskCompletedEventId = completedId,
        },
    };

    /// <summary>The handler knows that the operation should end.</summary>
    public static HistoryEvent CancelRequestCompleted(NexusOperationInfo operation) => new()
    {
        EventType = EventType.NexusOperationCancelRequestCompleted,
        WorkerMayIgnore = true,
        NexusOperationCancelRequestCompletedEventAttributes = new()
        {
            ScheduledEventId = operation.ScheduledId,
            RequestedEventId = operation.Cancellation.RequestedId,
        },
    };

    /// <summary>The handler cannot be told that the operation should end.</summary>
    public static HistoryEvent CancelRequestFailed(NexusOperationInfo operation, Failure failure) => new()
    {
        EventType = EventType.NexusOperationCancelRequestFailed,
        WorkerMayIgnore = true,
        NexusOperationCancelRequestFailedEventAttributes = new()
        {
            ScheduledEventId = operation.ScheduledId,
            RequestedEventId = operation.Cancellation.RequestedId,
            Failure = failure,
        },
    };

    private static Failure Wrap(NexusOperationInfo operation, Failure cause) => new()
    {
        Message = "nexus operation completed unsuccessfully",
        Cause = cause,
        NexusOperationExecutionFailureInfo = new()
        {
            ScheduledEventId = operation.ScheduledId,
            Endpoint = operation.Endpoint,
            Service = operation.Service,
            Operation = operation.Operation,
            OperationToken = operation.Token,
            OperationId = operation.Token, // what clients read before there were tokens
        },
    };

    private static HistoryEvent Linked(HistoryEvent item, IEnumerable<Link> links)
    {
        item.Links.Add(links);
        return item;
    }
}
