using NexusRpc;
using NexusRpc.Handlers;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Nexus;
using Link = Temporalio.Api.Common.V1.Link;

namespace Temporalio.Nexus;

/// <summary>
/// Links between the operation that is being handled and what its handler starts and signals, in both directions, so that the
/// histories of both sides lead to each other.
/// </summary>
internal static class NexusLinks
{
    /// <summary>Where the operation was asked for; nothing outside of handlers.</summary>
    public static IEnumerable<Link> ToCaller() =>
        NexusOperationExecutionContext.CurrentStart is { } start ? ToCaller(start) : [];

    public static IEnumerable<Link> ToCaller(OperationStartContext start) =>
        start.InboundLinks.Select(link => LinkUrls.TryParse(link.Uri.ToString(), link.Type)).OfType<Link>();

    /// <summary>Tells the caller of a workflow that the handler started.</summary>
    public static void AddStarted(string @namespace, string workflowId, string runId) =>
        NexusOperationExecutionContext.CurrentStart?.OutboundLinks.Add(ToStarted(@namespace, workflowId, runId));

    public static NexusLink ToStarted(string @namespace, string workflowId, string runId) => new(
        new Uri(LinkUrls.UrlOf(new()
        {
            Namespace = @namespace,
            WorkflowId = workflowId,
            RunId = runId,
            EventRef = new() { EventId = 1, EventType = EventType.WorkflowExecutionStarted },
        })),
        LinkUrls.WorkflowEventType);
}
