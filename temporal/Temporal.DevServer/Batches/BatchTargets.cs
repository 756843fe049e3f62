using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Frontend.Visibility;
using Temporal.DevServer.State;
using Temporal.DevServer.Visibility;
using Temporalio.Api.Common.V1;

namespace Temporal.DevServer.Batches;

/// <summary>Which runs a batch operation is about.</summary>
internal sealed class BatchTargets(IVisibilityIndex index)
{
    private const int PageSize = 1000;

    /// <summary>
    /// The runs that are named, or that match the query and began before the operation did: a reset would find the runs that
    /// it makes otherwise.
    /// </summary>
    public async Task<IReadOnlyList<WorkflowExecution>> ListAsync(
        NamespaceEntry ns, StoredBatch batch, CancellationToken cancel)
    {
        if (batch.Request.VisibilityQuery.Length == 0)
        {
            return BatchRules.Executions(batch.Request);
        }

        var where = ListQueries.Bind(ns, batch.Request.VisibilityQuery, grouping: null, BatchRules.QueryFault);
        var targets = new List<WorkflowExecution>();
        PageKey? after = null;
        while (true)
        {
            var page = await index.ListAsync(ns.Id, where, after, PageSize, cancel).ConfigureAwait(false);
            targets.AddRange(page.Where(record => record.StartTime <= batch.StartTime)
                .Select(record => new WorkflowExecution
                {
                    WorkflowId = record.Key.WorkflowId,
                    RunId = record.Key.RunId,
                }));
            if (page.Count < PageSize)
            {
                return targets;
            }

            after = PageKey.Of(page[^1]);
        }
    }
}
