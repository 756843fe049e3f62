using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Workflow.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>An operator's change of a run's options: what the mask names, and is not given, is taken away.</summary>
internal sealed class OptionsChange
{
    private const string Override = "versioning_override";
    private const string Priority = "priority";

    private readonly HashSet<string> _asked;
    private readonly WorkflowExecutionOptions _given;
    private readonly string _identity;

    /// <summary>Refuses a mask that is missing, or names what a run has no option for.</summary>
    public OptionsChange(WorkflowExecutionOptions? given, FieldMask? mask, string identity)
    {
        if (mask is not { Paths.Count: > 0 })
        {
            throw RpcErrors.InvalidArgument("UpdateMask is not provided");
        }

        _asked = mask.Paths.Select(NameOf).ToHashSet(StringComparer.Ordinal);
        _given = given ?? new WorkflowExecutionOptions();
        _identity = identity;
    }

    /// <summary>The override to check before anything is changed.</summary>
    public VersioningOverride? NewOverride => _asked.Contains(Override) ? _given.VersioningOverride : null;

    /// <summary>Writes the change; false when the run has these options already.</summary>
    public bool Apply(Transition t)
    {
        var pinned = _asked.Contains(Override) ? _given.VersioningOverride : t.State.VersioningOverride;
        var priority = _asked.Contains(Priority) ? _given.Priority : t.State.Priority;
        if (Equals(pinned, t.State.VersioningOverride) && Equals(priority, t.State.Priority))
        {
            return false;
        }

        t.History.AppendOrBuffer(Event(pinned, priority));
        (t.State.VersioningOverride, t.State.Priority) = (pinned?.Clone(), priority?.Clone());
        return true;
    }

    private static string NameOf(string path) => path.Split('.')[0] switch
    {
        "versioningOverride" or Override => Override,
        Priority => Priority,
        _ => throw RpcErrors.InvalidArgument($"error applying update_options: unknown path {path}"),
    };

    private HistoryEvent Event(VersioningOverride? pinned, Priority? priority) => new()
    {
        EventType = EventType.WorkflowExecutionOptionsUpdated,
        WorkerMayIgnore = true,
        WorkflowExecutionOptionsUpdatedEventAttributes = new()
        {
            VersioningOverride = _asked.Contains(Override) ? pinned?.Clone() : null,
            UnsetVersioningOverride = _asked.Contains(Override) && pinned is null,
            Priority = _asked.Contains(Priority) ? priority?.Clone() : null,
            Identity = _identity,
        },
    };
}
