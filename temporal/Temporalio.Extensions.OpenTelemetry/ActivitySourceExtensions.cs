using System.Diagnostics;
using Temporalio.Workflows;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>Spans inside workflows.</summary>
public static class ActivitySourceExtensions
{
    /// <summary>Makes a span, over at once, and makes it the current one of the workflow. To be disposed of.</summary>
    /// <param name="source">Source of the span.</param>
    /// <param name="name">Name of the span.</param>
    /// <param name="kind">Kind of the span.</param>
    /// <param name="tags">Tags of the span.</param>
    /// <param name="links">Links of the span.</param>
    /// <param name="evenOnReplay">Whether to make the span on replay too.</param>
    /// <param name="inheritParentTags">Whether the current one's tags come before the given ones for spans below.</param>
    /// <param name="updateActivity">Called with the span, if there is one, before it ends.</param>
    /// <returns>What stands for the span; there is one on replay and without a listener too.</returns>
    /// <exception cref="InvalidOperationException">Not called in a workflow.</exception>
    public static WorkflowDiagnosticActivity TrackWorkflowDiagnosticActivity(
        this ActivitySource source,
        string name,
        ActivityKind kind = ActivityKind.Internal,
        IEnumerable<KeyValuePair<string, object?>>? tags = null,
        IEnumerable<ActivityLink>? links = null,
        bool evenOnReplay = false,
        bool inheritParentTags = true,
        Action<Activity>? updateActivity = null)
    {
        if (!Workflow.InWorkflow)
        {
            throw new InvalidOperationException("Not in a workflow");
        }
        var parent = WorkflowDiagnosticActivity.Current;
        IReadOnlyCollection<KeyValuePair<string, object?>>? all =
            inheritParentTags && parent?.Tags is { } inherited ? [.. inherited, .. tags ?? []] : tags?.ToList();
        Activity? span = null;
        if (evenOnReplay || !Workflow.Unsafe.IsReplayingHistoryEvents)
        {
            span = source.StartActivity(name, kind, parent?.Context ?? default, all, links);
            if (span != null)
            {
                updateActivity?.Invoke(span);
                span.Stop();
            }
        }
        return new(span, span?.Context ?? parent?.Context ?? default, all);
    }
}
