using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Workflow.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>An operator's change of a run's options: what the mask names, and is not given, is taken away.</summary>
internal sealed class OptionsChange
{
    private const string Override = "VERSIONINGOVERRIDE";

    private readonly HashSet<string> _asked;
    private readonly WorkflowExecutionOptions _given;
    private readonly string _identity;

    /// <summary>Refuses a mask that is missing, or names what a run has no option for.</summary>
    public OptionsChange(WorkflowExecutionOptions? given, FieldMask? mask, string identity)
    {
        if (mask is null)
        {
            throw RpcErrors.InvalidArgument("UpdateMask is required");
        }

        if (given is null)
        {
            throw RpcErrors.InvalidArgument("WorkflowExecutionOptions is required");
        }

        _asked = mask.Paths.Select(NameOf).ToHashSet(StringComparer.Ordinal);
        _given = given;
        Requests.Refuse(PriorityRules.Fault(_given.Priority));
        _identity = identity;
    }

    /// <summary>The override to check before anything is changed.</summary>
    public VersioningOverride? NewOverride => _asked.Contains(Override) ? _given.VersioningOverride : null;

    /// <summary>Writes the change; false when the run has these options already.</summary>
    public bool Apply(Transition t)
    {
        var pinned = NewPinned(t.State);
        var priority = NewPriority(t.State);
        var isOtherPriority = !Equals(priority, t.State.Priority);
        if (!isOtherPriority && Equals(pinned, t.State.VersioningOverride))
        {
            return false;
        }

        t.History.AppendOrBuffer(Event(pinned, priority));
        (t.State.VersioningOverride, t.State.Priority) = (pinned?.Clone(), priority?.Clone());
        if (isOtherPriority)
        {
            WorkflowTaskMachine.OfferAnew(t);
        }

        return true;
    }

    private VersioningOverride? NewPinned(RunState now) =>
        _asked.Contains(Override) ? _given.VersioningOverride : now.VersioningOverride;

    private Priority? NewPriority(RunState now)
    {
        var result = now.Priority;
        foreach (var path in _asked)
        {
            PriorityRules.TryTake(path, ref result, _given.Priority);
        }

        return result;
    }

    /// <summary>An override is set as a whole; a priority may be set field by field.</summary>
    private static string NameOf(string path)
    {
        var name = path.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
        Priority? nothing = null;
        return name.StartsWith(Override, StringComparison.Ordinal) ? Override
            : PriorityRules.TryTake(name, ref nothing, null) ? name
            : throw RpcErrors.InvalidArgument($"error parsing UpdateMask: proto: invalid path \"{path}\" for message "
                + $"\"{WorkflowExecutionOptions.Descriptor.FullName}\"");
    }

    private HistoryEvent Event(VersioningOverride? pinned, Priority? priority) => new()
    {
        EventType = EventType.WorkflowExecutionOptionsUpdated,
        WorkerMayIgnore = true,
        WorkflowExecutionOptionsUpdatedEventAttributes = new()
        {
            VersioningOverride = pinned?.Clone(),
            UnsetVersioningOverride = pinned is null,
            Priority = priority?.Clone(),
            Identity = _identity,
        },
    };
}
