using Temporal.DevServer.Matching;
using Temporal.DevServer.State;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.History.Commands;

/// <summary>Remembers which version of a deployment carries a run on, in its state and in the lists.</summary>
internal static class VersionMarks
{
    private const string Used = "TemporalUsedWorkerDeploymentVersions";

    /// <summary>Search attributes that belong to one run, not to its chain.</summary>
    public static IReadOnlyList<string> Attributes { get; } =
        ["TemporalWorkerDeployment", "TemporalWorkerDeploymentVersion", "TemporalWorkflowVersioningBehavior", Used];

    /// <summary>The version that the next run or a child keeps to: that of a pinned run, on the same queue.</summary>
    public static WorkerDeploymentVersion? InheritedBy(RunState state, string taskQueue) =>
        taskQueue == state.TaskQueue ? VersionWish.Of(state)?.Pinned : null;

    /// <summary>Takes over what an event of a copied history says.</summary>
    public static void Replay(RunState state, HistoryEvent item)
    {
        if (item.WorkflowExecutionStartedEventAttributes is { } started)
        {
            state.VersioningOverride = started.VersioningOverride;
            Set(state, started.InheritedPinnedVersion, VersioningBehavior.Pinned);
        }
        else if (item.WorkflowTaskCompletedEventAttributes is { } completed)
        {
            Set(state, completed.DeploymentVersion, completed.VersioningBehavior);
        }
        else if (item.WorkflowExecutionOptionsUpdatedEventAttributes is { } options
            && (options.UnsetVersioningOverride || options.VersioningOverride is not null))
        {
            state.VersioningOverride = options.VersioningOverride;
        }
    }

    /// <summary>Takes the version of a completion over; a worker without one leaves the run as it was.</summary>
    public static void Record(Transition t, RespondWorkflowTaskCompletedRequest request)
    {
        var state = t.State;
        if (request.VersioningBehavior == VersioningBehavior.Unspecified
            || request.DeploymentOptions is not { WorkerVersioningMode: WorkerVersioningMode.Versioned } options)
        {
            return;
        }

        var version = new WorkerDeploymentVersion { DeploymentName = options.DeploymentName, BuildId = options.BuildId };
        var fields = state.SearchAttributes.IndexedFields;
        if (version.Equals(state.DeploymentVersion) && state.VersioningBehavior == request.VersioningBehavior
            && fields.ContainsKey(Used))
        {
            return;
        }

        Set(state, version, request.VersioningBehavior);
        fields["TemporalWorkerDeployment"] = SearchAttributeRules.Keyword(version.DeploymentName);
        fields["TemporalWorkerDeploymentVersion"] = SearchAttributeRules.Keyword(VersionWish.Text(version));
        fields["TemporalWorkflowVersioningBehavior"] = SearchAttributeRules.Keyword(request.VersioningBehavior.ToString());
        fields[Used] = SearchAttributeRules.KeywordList(
            SearchAttributeRules.ListOf(fields.TryGetValue(Used, out var used) ? used : null).Append(VersionWish.Text(version))
                .Distinct());
        t.VisibilityChanged = true;
    }

    private static void Set(RunState state, WorkerDeploymentVersion? version, VersioningBehavior behavior)
    {
        if (version is not null)
        {
            state.DeploymentVersion = version;
            state.VersioningBehavior = behavior;
        }
    }
}
