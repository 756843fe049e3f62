using Temporalio.Api.WorkflowService.V1;
using Temporalio.Common;

namespace Temporalio.Client;

/// <summary>Number of workflows.</summary>
public class WorkflowExecutionCount
{
    /// <summary>Creates the count.</summary>
    /// <param name="raw">What the server said.</param>
    protected internal WorkflowExecutionCount(CountWorkflowExecutionsResponse raw)
    {
        Count = raw.Count;
        Groups = [.. raw.Groups.Select(g => new AggregationGroup(g))];
    }

    /// <summary>Number of all workflows, roughly.</summary>
    public long Count { get; private init; }

    /// <summary>Numbers by group, if the query groups.</summary>
    public IReadOnlyCollection<AggregationGroup> Groups { get; private init; }

    /// <summary>Number of workflows of one group.</summary>
    public class AggregationGroup
    {
        /// <summary>Creates the group.</summary>
        /// <param name="raw">What the server said.</param>
        protected internal AggregationGroup(CountWorkflowExecutionsResponse.Types.AggregationGroup raw)
        {
            Count = raw.Count;
            GroupValues = [.. raw.GroupValues.Select(v => SearchAttributePayloads.Read(string.Empty, v)?.Value ?? v)];
        }

        /// <summary>Number of workflows.</summary>
        public long Count { get; private init; }

        /// <summary>Values that the group has in common.</summary>
        public IReadOnlyCollection<object> GroupValues { get; private init; }
    }
}
