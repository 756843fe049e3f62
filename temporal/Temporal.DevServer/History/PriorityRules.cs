using System.Text;
using Temporalio.Api.Common.V1;

namespace Temporal.DevServer.History;

/// <summary>Priorities: what is refused, and what of a workflow's an activity or a child takes over.</summary>
internal static class PriorityRules
{
    /// <summary>What is wrong with a priority; null when nothing is.</summary>
    public static string? Fault(Priority? priority) => priority switch
    {
        { PriorityKey: < 0 } => "priority key can't be negative",
        { } when Encoding.UTF8.GetByteCount(priority.FairnessKey) > Limits.FairnessKeyBytesMax =>
            "fairness key length exceeds limit",
        { FairnessWeight: < 0 } => "fairness weight can't be negative",
        _ => null,
    };

    /// <summary>The priority of a part of a workflow: each field that the part leaves open is the workflow's.</summary>
    public static Priority? Merge(Priority? workflow, Priority? part)
    {
        if (workflow is null || part is null)
        {
            return part ?? workflow;
        }

        return new Priority
        {
            PriorityKey = part.PriorityKey != 0 ? part.PriorityKey : workflow.PriorityKey,
            FairnessKey = part.FairnessKey.Length > 0 ? part.FairnessKey : workflow.FairnessKey,
            FairnessWeight = part.FairnessWeight != 0 ? part.FairnessWeight : workflow.FairnessWeight,
        };
    }

    /// <summary>Takes over the fields that a mask names; false when the path is none of a priority's.</summary>
    /// <param name="path">"priority" or one of its fields, in capitals and without underscores.</param>
    /// <param name="into">What holds now; replaced, never modified.</param>
    /// <param name="from">The caller's values.</param>
    public static bool TryTake(string path, ref Priority? into, Priority? from)
    {
        if (path == "PRIORITY")
        {
            into = from;
            return true;
        }

        var (result, given) = (into?.Clone() ?? new Priority(), from ?? new Priority());
        switch (path)
        {
            case "PRIORITY.PRIORITYKEY":
                result.PriorityKey = given.PriorityKey;
                break;
            case "PRIORITY.FAIRNESSKEY":
                result.FairnessKey = given.FairnessKey;
                break;
            case "PRIORITY.FAIRNESSWEIGHT":
                result.FairnessWeight = given.FairnessWeight;
                break;
            default:
                return false;
        }

        into = result;
        return true;
    }
}
