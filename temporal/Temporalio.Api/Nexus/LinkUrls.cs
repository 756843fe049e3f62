using System.Globalization;
using Temporalio.Api.Enums.V1;
using WorkflowEvent = Temporalio.Api.Common.V1.Link.Types.WorkflowEvent;

namespace Temporalio.Api.Nexus;

/// <summary>
/// Links to events of workflows as URLs, which is how they travel through the Nexus protocol:
/// <c>temporal:///namespaces/NS/workflows/ID/RUN/history?eventID=1&amp;eventType=…&amp;referenceType=EventReference</c>.
/// </summary>
public static class LinkUrls
{
    private const string EventReference = "EventReference";
    private const string RequestReference = "RequestIdReference";

    private static readonly Dictionary<string, EventType> EventTypes = ReadEventTypes();

    /// <summary>Type of a link to an event.</summary>
    public static string WorkflowEventType => WorkflowEvent.Descriptor.FullName;

    /// <summary>The URL of a link.</summary>
    public static string UrlOf(WorkflowEvent link)
    {
        var path = $"temporal:///namespaces/{Escape(link.Namespace)}/workflows/{Escape(link.WorkflowId)}/"
            + $"{Escape(link.RunId)}/history";
        return link.ReferenceCase switch
        {
            WorkflowEvent.ReferenceOneofCase.EventRef => path + '?'
                + (link.EventRef.EventId > 0 ? $"eventID={link.EventRef.EventId}&" : "")
                + $"eventType={link.EventRef.EventType}&referenceType={EventReference}",
            WorkflowEvent.ReferenceOneofCase.RequestIdRef => path + '?'
                + $"eventType={link.RequestIdRef.EventType}&referenceType={RequestReference}"
                + $"&requestID={Escape(link.RequestIdRef.RequestId)}",
            _ => path,
        };
    }

    /// <summary>The link that a URL is; null when it is none that is known here.</summary>
    public static Common.V1.Link? TryParse(string url, string type)
    {
        if (type != WorkflowEventType || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != "temporal")
        {
            return null;
        }

        if (uri.AbsolutePath.Trim('/').Split('/') is not ["namespaces", var ns, "workflows", var id, var run, "history"])
        {
            return null;
        }

        var link = new WorkflowEvent
        {
            Namespace = Uri.UnescapeDataString(ns),
            WorkflowId = Uri.UnescapeDataString(id),
            RunId = Uri.UnescapeDataString(run),
        };
        return TrySetReference(link, QueryOf(uri)) ? new Common.V1.Link { WorkflowEvent = link } : null;
    }

    private static bool TrySetReference(WorkflowEvent link, Dictionary<string, string> query)
    {
        if (!EventTypes.TryGetValue(query.GetValueOrDefault("eventType", ""), out var type))
        {
            return false;
        }

        switch (query.GetValueOrDefault("referenceType"))
        {
            case EventReference:
                var hasId = long.TryParse(
                    query.GetValueOrDefault("eventID", "0"), NumberStyles.None, CultureInfo.InvariantCulture, out var id);
                link.EventRef = new() { EventId = id, EventType = type };
                return hasId;
            case RequestReference:
                link.RequestIdRef = new() { RequestId = query.GetValueOrDefault("requestID", ""), EventType = type };
                return true;
            default:
                return false;
        }
    }

    private static Dictionary<string, string> QueryOf(Uri uri)
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            query[Uri.UnescapeDataString(parts[0])] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        }

        return query;
    }

    /// <summary>Both spellings are in use: <c>WorkflowExecutionStarted</c> and <c>EVENT_TYPE_WORKFLOW_EXECUTION_STARTED</c>.</summary>
    private static Dictionary<string, EventType> ReadEventTypes()
    {
        var types = new Dictionary<string, EventType>(StringComparer.Ordinal);
        var descriptor = EnumsReflection.Descriptor.EnumTypes.Single(e => e.Name == nameof(EventType));
        foreach (var value in Enum.GetValues<EventType>())
        {
            types[value.ToString()] = value;
            types[descriptor.FindValueByNumber((int)value).Name] = value;
        }

        return types;
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
