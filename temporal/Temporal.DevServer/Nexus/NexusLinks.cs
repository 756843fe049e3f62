using Google.Protobuf.Collections;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Nexus;
using Link = Temporalio.Api.Common.V1.Link;
using NexusLink = Temporalio.Api.Nexus.V1.Link;

namespace Temporal.DevServer.Nexus;

/// <summary>Links between events, in the two forms in which they travel. A link that cannot be read is left out.</summary>
internal static class NexusLinks
{
    /// <summary>What is readable among the links of a handler.</summary>
    public static IReadOnlyList<Link> ToLinks(IEnumerable<NexusLink> links) =>
        [.. links.Select(link => LinkUrls.TryParse(link.Url, link.Type)).OfType<Link>()];

    /// <summary>An event of a run, for a handler.</summary>
    public static NexusLink ToEvent(string nsName, string workflowId, string runId, long eventId, EventType type)
    {
        var link = EventLink(nsName, workflowId, runId, eventId, type).WorkflowEvent;
        return new NexusLink { Url = LinkUrls.UrlOf(link), Type = LinkUrls.WorkflowEventType };
    }

    /// <summary>An event of a run.</summary>
    public static Link EventLink(string nsName, string workflowId, string runId, long eventId, EventType type) => new()
    {
        WorkflowEvent = new()
        {
            Namespace = nsName,
            WorkflowId = workflowId,
            RunId = runId,
            EventRef = new() { EventId = eventId, EventType = type },
        },
    };
}
