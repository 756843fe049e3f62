using ProtoPriority = Temporalio.Api.Common.V1.Priority;

namespace Temporalio.Common;

/// <summary>How urgently the tasks of a workflow or activity are handed out.</summary>
public sealed record Priority
{
    /// <summary>Creates a priority.</summary>
    /// <param name="priorityKey">Lower is more urgent; from 1.</param>
    /// <param name="fairnessKey">Key whose tasks share capacity fairly with those of other keys.</param>
    /// <param name="fairnessWeight">Weight of the fairness key.</param>
    public Priority(int? priorityKey = null, string? fairnessKey = null, float? fairnessWeight = null)
    {
        PriorityKey = priorityKey;
        FairnessKey = fairnessKey;
        FairnessWeight = fairnessWeight;
    }

    /// <summary>Priority without any wish.</summary>
    public static Priority Default { get; } = new();

    /// <summary>Lower is more urgent, from 1; null for the default or the caller's.</summary>
    public int? PriorityKey { get; init; }

    /// <summary>Key whose tasks share capacity fairly with those of other keys.</summary>
    public string? FairnessKey { get; init; }

    /// <summary>Weight of the fairness key; null for 1.</summary>
    public float? FairnessWeight { get; init; }

    internal static Priority FromProto(ProtoPriority? priority) =>
        priority == null
            ? Default
            : new(
                priority.PriorityKey == 0 ? null : priority.PriorityKey,
                priority.FairnessKey.Length == 0 ? null : priority.FairnessKey,
                priority.FairnessWeight == 0 ? null : priority.FairnessWeight);

    internal ProtoPriority ToProto() => new()
    {
        PriorityKey = PriorityKey ?? 0,
        FairnessKey = FairnessKey ?? string.Empty,
        FairnessWeight = FairnessWeight ?? 0,
    };
}
