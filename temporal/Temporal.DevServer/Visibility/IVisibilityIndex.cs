using Temporal.DevServer.Visibility.Query;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Visibility;

/// <summary>Finds runs by condition. What a commit wrote is found by the next call.</summary>
internal interface IVisibilityIndex
{
    /// <summary>The first runs behind a place, in list order.</summary>
    Task<IReadOnlyList<VisibilityRecord>> ListAsync(
        string namespaceId, Predicate where, PageKey? after, int size, CancellationToken cancel);

    /// <summary>How many runs match, by status; statuses without runs are left out.</summary>
    Task<IReadOnlyDictionary<WorkflowExecutionStatus, long>> CountAsync(
        string namespaceId, Predicate where, CancellationToken cancel);
}
