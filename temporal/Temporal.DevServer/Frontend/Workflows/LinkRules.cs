using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Variant = Temporalio.Api.Common.V1.Link.VariantOneofCase;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>Links that a caller attaches: whether what they point to exists is nobody's business, their form is.</summary>
internal static class LinkRules
{
    /// <summary>Refuses links that are too many, too large or incomplete, with the texts of a real server.</summary>
    public static void Check(IReadOnlyCollection<Link> links)
    {
        if (links.Count > Limits.LinksMax)
        {
            throw RpcErrors.InvalidArgument(
                $"cannot attach more than {Limits.LinksMax} links per request, got {links.Count}");
        }

        foreach (var link in links)
        {
            var size = link.CalculateSize();
            Requests.Refuse(size > Limits.LinkBytesMax
                ? $"link exceeds allowed size of {Limits.LinkBytesMax}, got {size}"
                : Fault(link));
        }
    }

    private static string? Fault(Link link) => link.VariantCase switch
    {
        Variant.WorkflowEvent => Fault(link.WorkflowEvent),
        Variant.BatchJob => link.BatchJob.JobId.Length == 0 ? "batch job link must not have an empty job ID" : null,
        _ => "unsupported link variant",
    };

    private static string? Fault(Link.Types.WorkflowEvent link) => link switch
    {
        { Namespace.Length: 0 } => "workflow event link must not have an empty namespace field",
        { WorkflowId.Length: 0 } => "workflow event link must not have an empty workflow ID field",
        { RunId.Length: 0 } => "workflow event link must not have an empty run ID field",
        { EventRef: { EventType: EventType.Unspecified, EventId: not 0 } } =>
            "workflow event link ref cannot have an unspecified event type and a non-zero event ID",
        _ => null,
    };
}
