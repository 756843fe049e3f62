using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporal.DevServer.History;

/// <summary>Who asks a workflow to cancel itself.</summary>
internal sealed record CancelRequest
{
    /// <summary>Reason, as the caller gave it.</summary>
    public string Cause { get; init; } = "";

    /// <summary>Who asked.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Dedup key.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>The workflow that asked, or null for a client.</summary>
    public WorkflowExecution? Sender { get; init; }

    /// <summary>The sender's event that started it.</summary>
    public long InitiatedId { get; init; }

    /// <summary>Links of the request.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];
}

/// <summary>
/// A request to cancel is recorded once per run; later ones change nothing. It wakes the workflow even while its first
/// workflow task is held back.
/// </summary>
internal static class CancelMachine
{
    /// <summary>Records a request. False when there was one before.</summary>
    public static bool Request(Transition t, CancelRequest request)
    {
        var state = t.State;
        if (state.CancelRequested)
        {
            return false;
        }

        state.CancelRequested = true;
        state.CancelRequestId = request.RequestId;
        var item = new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionCancelRequested,
            WorkflowExecutionCancelRequestedEventAttributes = new()
            {
                Cause = request.Cause,
                Identity = request.Identity,
                ExternalWorkflowExecution = request.Sender,
                ExternalInitiatedEventId = request.InitiatedId,
            },
        };
        item.Links.Add(request.Links);
        t.History.AppendOrBuffer(item);
        state.BackoffUntil = null;
        t.Wake();
        return true;
    }
}
