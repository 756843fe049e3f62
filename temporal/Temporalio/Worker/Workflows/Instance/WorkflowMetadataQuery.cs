using Temporalio.Api.Common.V1;
using Temporalio.Api.Sdk.V1;
using Temporalio.Converters;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>The built-in query that tells the UI which handlers a workflow has and what it says of itself.</summary>
internal static class WorkflowMetadataQuery
{
    public static Payload Answer(WorkflowInstance instance)
    {
        var definition = new WorkflowDefinition { Type = instance.Run.Info.WorkflowType };
        definition.QueryDefinitions.AddRange(Sorted(
            instance.Queries.Definitions.Values.Append(instance.Queries.Dynamic)
                .Where(q => q != null)
                .Select(q => (q!.Name, q.Description))));
        definition.SignalDefinitions.AddRange(Sorted(
            instance.Signals.Definitions.Values.Append(instance.Signals.Dynamic)
                .Where(s => s != null)
                .Select(s => (s!.Name, s.Description))));
        definition.UpdateDefinitions.AddRange(Sorted(
            instance.Updates.Definitions.Values.Append(instance.Updates.Dynamic)
                .Where(u => u != null)
                .Select(u => (u!.Name, u.Description))));
        // The UI does not know the user's own converter.
        return DataConverter.Default.PayloadConverter.ToPayload(
            new WorkflowMetadata { Definition = definition, CurrentDetails = instance.Run.CurrentDetails });
    }

    private static IEnumerable<WorkflowInteractionDefinition> Sorted(
        IEnumerable<(string? Name, string? Description)> handlers) => handlers
        .OrderBy(h => h.Name ?? string.Empty, StringComparer.Ordinal)
        .Select(h => new WorkflowInteractionDefinition
        {
            Name = h.Name ?? string.Empty,
            Description = h.Description ?? string.Empty,
        });
}
