using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.History.Commands;

/// <summary>Remembers which builds of the worker carried a run on.</summary>
internal static class BuildMarks
{
    private const string Attribute = "BuildIds";
    private const string Unversioned = "unversioned";

    /// <summary>
    /// The first completed task of a build in a chain of runs is a point to reset to; the latest build shows in visibility.
    /// </summary>
    public static void Record(Transition t, RespondWorkflowTaskCompletedRequest request, long completedId)
    {
        var state = t.State;
        var build = request.WorkerVersionStamp?.BuildId ?? request.DeploymentOptions?.BuildId ?? "";
        if (build == state.WorkerBuildId && state.SearchAttributes.IndexedFields.ContainsKey(Attribute))
        {
            return;
        }

        state.WorkerBuildId = build;
        state.SearchAttributes.IndexedFields[Attribute] = SearchAttributeRules.KeywordList(WordsOf(request, build));
        t.VisibilityChanged = true;
        var checksum = build.Length == 0 ? request.BinaryChecksum : "";
        if (!state.ResetPoints.Points.Any(point => point.BuildId == build && point.BinaryChecksum == checksum))
        {
            state.ResetPoints.Points.Add(new ResetPointInfo
            {
                BuildId = build,
                BinaryChecksum = checksum,
                RunId = state.RunId,
                FirstWorkflowTaskCompletedId = completedId,
                CreateTime = t.Stamp,
                Resettable = state.Children.Count == 0,
            });
        }
    }

    private static IEnumerable<string> WordsOf(RespondWorkflowTaskCompletedRequest request, string build)
    {
        if (request is { VersioningBehavior: VersioningBehavior.Pinned, DeploymentOptions: { } options })
        {
            string pinned = $"pinned:{options.DeploymentName}:{options.BuildId}";
            return request.WorkerVersionStamp is null ? [pinned] : [pinned, $"{Unversioned}:{build}"];
        }

        return build.Length > 0 ? [Unversioned, $"{Unversioned}:{build}"] : [Unversioned];
    }
}
