using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.History.Commands;

/// <summary>Remembers which version of a deployment carries a run on, in its state and in the lists.</summary>
internal static class VersionMarks
{
    private const string Used = "TemporalUsedWorkerDeploymentVersions";

    /// <summary>Search attributes that belong to one run, not to its chain.</summary>
    public static IReadOnlyList<string> Attributes { get; } =
        ["TemporalWorkerDeployment", "TemporalWorkerDeploymentVersion", "TemporalWorkflowVersioningBehavior", Used];

    /// <summary>The text of a version in search attributes.</summary>
    public static string Text(WorkerDeploymentVersion version) => $"{version.DeploymentName}:{version.BuildId}";

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
        if (version.Equals(state.DeploymentVersion) && state.VersioningBehavior == request.VersioningBehavior)
        {
            return;
        }

        state.DeploymentVersion = version;
        state.VersioningBehavior = request.VersioningBehavior;
        var fields = state.SearchAttributes.IndexedFields;
        fields["TemporalWorkerDeployment"] = SearchAttributeRules.Keyword(version.DeploymentName);
        fields["TemporalWorkerDeploymentVersion"] = SearchAttributeRules.Keyword(Text(version));
        fields["TemporalWorkflowVersioningBehavior"] = SearchAttributeRules.Keyword(request.VersioningBehavior.ToString());
        fields[Used] = SearchAttributeRules.KeywordList(
            SearchAttributeRules.ListOf(fields.TryGetValue(Used, out var used) ? used : null).Append(Text(version)).Distinct());
        t.VisibilityChanged = true;
    }
}
