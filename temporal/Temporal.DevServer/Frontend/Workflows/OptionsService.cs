using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>UpdateWorkflowExecutionOptions: an operator's word about version and priority of an open run.</summary>
internal sealed class OptionsService(ExecutionEngine engine) : IRpcService
{
    private const string Override = "versioning_override";
    private const string Priority = "priority";

    /// <inheritdoc/>
    public void Register(RpcTableBuilder table) =>
        table.Add<UpdateWorkflowExecutionOptionsRequest, UpdateWorkflowExecutionOptionsResponse>(
            "UpdateWorkflowExecutionOptions", UpdateAsync);

    /// <summary>Changes the options that the mask names; what is named and not given is taken away.</summary>
    public async Task<UpdateWorkflowExecutionOptionsResponse> UpdateAsync(
        UpdateWorkflowExecutionOptionsRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        Requests.CheckExecution(request.WorkflowExecution);
        var asked = Mask(request);
        var given = request.WorkflowExecutionOptions ?? new WorkflowExecutionOptions();
        return await engine.RunAsync(Requests.KeyOf(ns, request.WorkflowExecution.WorkflowId), async session =>
        {
            var run = await session.RequireOpenAsync(request.WorkflowExecution.RunId).ConfigureAwait(false);
            var state = run.State;
            var pinned = asked.Contains(Override) ? given.VersioningOverride : state.VersioningOverride;
            var priority = asked.Contains(Priority) ? given.Priority : state.Priority;
            if (!Equals(pinned, state.VersioningOverride) || !Equals(priority, state.Priority))
            {
                var t = session.Begin(run);
                t.History.AppendOrBuffer(EventOf(request.Identity, asked, pinned, priority));
                (state.VersioningOverride, state.Priority) = (pinned?.Clone(), priority?.Clone());
                session.Commit(t);
            }

            return new UpdateWorkflowExecutionOptionsResponse
            {
                WorkflowExecutionOptions = new() { VersioningOverride = pinned, Priority = priority },
            };
        }).ConfigureAwait(false);
    }

    private static HashSet<string> Mask(UpdateWorkflowExecutionOptionsRequest request)
    {
        if (request.UpdateMask is not { Paths.Count: > 0 } mask)
        {
            throw RpcErrors.InvalidArgument("UpdateMask is not provided");
        }

        var names = mask.Paths.Select(path => path.Split('.')[0] switch
        {
            "versioningOverride" or Override => Override,
            Priority => Priority,
            _ => throw RpcErrors.InvalidArgument($"error applying update_options: unknown path {path}"),
        });
        return names.ToHashSet(StringComparer.Ordinal);
    }

    private static HistoryEvent EventOf(
        string identity, HashSet<string> asked, VersioningOverride? pinned, Temporalio.Api.Common.V1.Priority? priority) => new()
    {
        EventType = EventType.WorkflowExecutionOptionsUpdated,
        WorkerMayIgnore = true,
        WorkflowExecutionOptionsUpdatedEventAttributes = new()
        {
            VersioningOverride = asked.Contains(Override) ? pinned?.Clone() : null,
            UnsetVersioningOverride = asked.Contains(Override) && pinned is null,
            Priority = asked.Contains(Priority) ? priority?.Clone() : null,
            Identity = identity,
        },
    };
}
