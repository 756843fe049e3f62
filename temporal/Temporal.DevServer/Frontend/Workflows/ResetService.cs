using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.History.Reset;
using Temporal.DevServer.Persistence;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;
using HistoryMessage = Temporalio.Api.History.V1.History;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>ResetWorkflowExecution.</summary>
internal sealed class ResetService(ExecutionEngine engine) : IRpcService
{
    /// <inheritdoc/>
    public void Register(RpcTableBuilder table) =>
        table.Add<ResetWorkflowExecutionRequest, ResetWorkflowExecutionResponse>("ResetWorkflowExecution", ResetAsync);

    /// <summary>Starts a run over from one of its workflow tasks.</summary>
    public async Task<ResetWorkflowExecutionResponse> ResetAsync(
        ResetWorkflowExecutionRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        if (request.RequestId.Length == 0)
        {
            throw RpcErrors.InvalidArgument("RequestId is not set on request.");
        }

        Requests.CheckLength(request.RequestId, "RequestId length exceeds limit.");
        Requests.CheckExecution(request.WorkflowExecution);
        if (!Enum.IsDefined(request.ResetReapplyType))
        {
            throw new RpcException(RpcCode.Internal, $"unknown reset reapply type: {request.ResetReapplyType:D}");
        }

        var key = Requests.KeyOf(ns, request.WorkflowExecution.WorkflowId);
        return await engine.RunAsync(key, async session =>
        {
            var from = await session.RequireRunAsync(request.WorkflowExecution.RunId).ConfigureAwait(false);
            var steps = new PostResetSteps(
                engine, ns, request.PostResetOperations, from.State.TaskQueue, request.Identity);
            await session.FlushAsync().ConfigureAwait(false);
            var batches = await ReadAllAsync(from.Key).ConfigureAwait(false);
            var copied = RunReset.Cut(batches, request.WorkflowTaskFinishEventId);
            var t = RunReset.Begin(from, copied, Events(copied), Guid.NewGuid().ToString(), request.RequestId,
                request.Reason, engine.Clock.UtcNow);
            var excluded = ExcludedBy(request);
            RunReset.Reapply(t, Events(batches).Skip((int)request.WorkflowTaskFinishEventId - 1), excluded);
            await ReapplyFollowersAsync(session, t, from, excluded).ConfigureAwait(false);
            steps.Apply(t);
            await CommitAsync(session, from, t, request.Reason).ConfigureAwait(false);
            return new ResetWorkflowExecutionResponse { RunId = t.Run.Key.RunId };
        }).ConfigureAwait(false);
    }

    /// <summary>
    /// The run that is left is terminated if it is still open; the one that was reset remembers its successor.
    /// </summary>
    private static async ValueTask CommitAsync(WorkflowSession session, WorkflowRun from, Transition t, string reason)
    {
        var current = await session.CurrentAsync().ConfigureAwait(false);
        var transitions = new List<Transition>();
        if (current is { IsRunning: true })
        {
            var closing = session.Begin(current);
            current.State.ResetRunId = t.Run.Key.RunId;
            RunMachine.Terminate(closing, reason, null, RunReset.Identity);
            closing.State.CloseMessages.Clear();
            closing.Effects.CloseMessages = false;
            transitions.Add(closing);
        }

        if (from != current)
        {
            from.State.ResetRunId = t.Run.Key.RunId;
            transitions.Add(new Transition(from, t.Now));
        }

        session.Commit([.. transitions, t]);
    }

    private async ValueTask ReapplyFollowersAsync(WorkflowSession session, Transition t, WorkflowRun from,
        IReadOnlyCollection<ResetReapplyExcludeType> excluded)
    {
        // Runs that the reset run continued into have signals too that nobody would see otherwise.
        var next = from.State.Status == WorkflowExecutionStatus.ContinuedAsNew ? from.State.NewRunId : "";
        while (next.Length > 0 && await session.FindAsync(next).ConfigureAwait(false) is { } run)
        {
            RunReset.Reapply(t, Events(await ReadAllAsync(run.Key).ConfigureAwait(false)), excluded);
            next = run.State.Status == WorkflowExecutionStatus.ContinuedAsNew ? run.State.NewRunId : "";
        }
    }

    private async ValueTask<IReadOnlyList<HistoryBatch>> ReadAllAsync(RunKey key)
    {
        var all = new List<HistoryBatch>();
        long from = 1;
        while (true)
        {
            var page = await engine.Store.ReadHistoryAsync(key, from, Limits.HistoryPageBatches).ConfigureAwait(false);
            all.AddRange(page);
            if (page.Count < Limits.HistoryPageBatches)
            {
                return all;
            }

            from = page[^1].LastEventId + 1;
        }
    }

    private static List<HistoryEvent> Events(IEnumerable<HistoryBatch> batches) =>
        [.. batches.SelectMany(b => HistoryMessage.Parser.ParseFrom(b.Events.Span).Events)];

    private static HashSet<ResetReapplyExcludeType> ExcludedBy(ResetWorkflowExecutionRequest request)
    {
        var excluded = request.ResetReapplyExcludeTypes.ToHashSet();
#pragma warning disable CS0618, CS0612 // Old clients still send the deprecated field.
        if (request.ResetReapplyType == ResetReapplyType.None)
        {
            excluded.Add(ResetReapplyExcludeType.Signal);
            excluded.Add(ResetReapplyExcludeType.Update);
        }
        else if (request.ResetReapplyType == ResetReapplyType.Signal)
        {
            excluded.Add(ResetReapplyExcludeType.Update);
        }
#pragma warning restore CS0618, CS0612

        return excluded;
    }
}
