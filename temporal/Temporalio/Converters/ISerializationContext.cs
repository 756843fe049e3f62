using Temporalio.Activities;

namespace Temporalio.Converters;

/// <summary>What a value belongs to, for converters and codecs that care.</summary>
public interface ISerializationContext
{
    internal const string NotAlwaysKnown = "This value may not be set in some situations and should not be relied on.";

    /// <summary>A context within a workflow.</summary>
    public interface IHasWorkflow : ISerializationContext
    {
        /// <summary>Namespace.</summary>
        string Namespace { get; }

        /// <summary>Workflow id; empty when the activity belongs to none.</summary>
        string? WorkflowId { get; }
    }

    /// <summary>The value belongs to a workflow.</summary>
    /// <param name="Namespace">Namespace.</param>
    /// <param name="WorkflowId">Workflow id.</param>
    public sealed record Workflow(string Namespace, string WorkflowId) : IHasWorkflow
    {
        string? IHasWorkflow.WorkflowId => WorkflowId;
    }

    /// <summary>The value belongs to an activity.</summary>
    /// <param name="Namespace">Namespace.</param>
    /// <param name="ActivityId">Activity id, if known.</param>
    /// <param name="WorkflowId">Workflow id, if it belongs to one.</param>
    /// <param name="WorkflowType">Workflow type, if known.</param>
    /// <param name="ActivityType">Activity type, if known.</param>
    /// <param name="ActivityTaskQueue">Task queue of the activity, if known.</param>
    /// <param name="IsLocal">Whether it is a local activity.</param>
    public sealed record Activity(
        string Namespace,
        string? ActivityId,
        string? WorkflowId,
        string? WorkflowType,
        [property: Obsolete(ISerializationContext.NotAlwaysKnown)] string? ActivityType,
        [property: Obsolete(ISerializationContext.NotAlwaysKnown)] string? ActivityTaskQueue,
        bool IsLocal) : IHasWorkflow
    {
        /// <summary>Creates the context of a running activity.</summary>
        /// <param name="info">Information of the activity.</param>
        public Activity(ActivityInfo info)
            : this(
                info.Namespace,
                info.ActivityId,
                info.WorkflowId,
                info.WorkflowType,
                info.ActivityType,
                info.TaskQueue,
                info.IsLocal)
        {
        }
    }
}
