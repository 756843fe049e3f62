using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.State;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Schedules;

/// <summary>Create, describe, update, patch and delete schedules.</summary>
internal sealed class ScheduleRpcs(ScheduleServer schedules, ExecutionEngine engine) : IRpcService
{
    private const long FirstToken = 1;

    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<CreateScheduleRequest, CreateScheduleResponse>("CreateSchedule", CreateAsync);
        table.Add<DescribeScheduleRequest, DescribeScheduleResponse>("DescribeSchedule", DescribeAsync);
        table.Add<UpdateScheduleRequest, UpdateScheduleResponse>("UpdateSchedule", UpdateAsync);
        table.Add<PatchScheduleRequest, PatchScheduleResponse>("PatchSchedule", PatchAsync);
        table.Add<DeleteScheduleRequest, DeleteScheduleResponse>("DeleteSchedule", DeleteAsync);
    }

    private async Task<CreateScheduleResponse> CreateAsync(CreateScheduleRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        if (request.RequestId.Length == 0)
        {
            throw RpcErrors.InvalidArgument("RequestId is not set on request.");
        }

        ScheduleRules.CheckRequestId(request.RequestId);
        var now = engine.Clock.UtcNow;
        var stored = new StoredSchedule
        {
            NamespaceId = ns.Id,
            ScheduleId = request.ScheduleId,
            Incarnation = Guid.NewGuid().ToString(),
            Schedule = ScheduleRules.Complete(
                ns, request.ScheduleId, request.Schedule, request.Memo, request.SearchAttributes),
            Info = new ScheduleInfo { CreateTime = now.ToStamp() },
            Memo = request.Memo,
            SearchAttributes = SearchAttributeRules.Stamp(ns, request.SearchAttributes, dropRemoved: true),
            ConflictToken = FirstToken,
            CreateRequestId = request.RequestId,
            TakenUntil = now.ToStamp(),
        };
        if (request.InitialPatch is { } patch)
        {
            SchedulePatches.Apply(stored, patch, "initial", now);
        }

        var woken = await schedules.CreateAsync(stored).ConfigureAwait(false);
        await TriggeredAsync(request.InitialPatch, woken).ConfigureAwait(false);
        return new CreateScheduleResponse { ConflictToken = ScheduleRules.Token(FirstToken) };
    }

    private Task<DescribeScheduleResponse> DescribeAsync(DescribeScheduleRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        var actor = schedules.Require(ns, request.ScheduleId, "schedule not found");
        return ScheduleShape.DescribeAsync(ns, actor, schedules.Runs, engine.Clock.UtcNow);
    }

    private async Task<UpdateScheduleResponse> UpdateAsync(UpdateScheduleRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        var schedule = ScheduleRules.Complete(
            ns, request.ScheduleId, request.Schedule, request.Memo, request.SearchAttributes);
        ScheduleRules.CheckRequestId(request.RequestId);
        var actor = schedules.Require(ns, request.ScheduleId, Requests.AlreadyCompleted);
        await actor.ChangeAsync(request.RequestId, stored =>
        {
            // A token from before another change: the update is not made, and the caller is not told.
            if (!ScheduleRules.IsCurrent(request.ConflictToken, stored.ConflictToken))
            {
                return false;
            }

            stored.Schedule = schedule;
            stored.Memo = request.Memo ?? stored.Memo;
            stored.SearchAttributes = request.SearchAttributes is null
                ? stored.SearchAttributes
                : SearchAttributeRules.Stamp(ns, request.SearchAttributes, dropRemoved: true);
            stored.ConflictToken++;
            var now = engine.Clock.UtcNow;
            stored.Info.UpdateTime = now.ToStamp();
            DueTimes.Pass(stored, now);
            return true;
        }).ConfigureAwait(false);
        _ = schedules.Wake(actor);
        return new UpdateScheduleResponse();
    }

    private async Task<PatchScheduleResponse> PatchAsync(PatchScheduleRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        ScheduleRules.CheckPatch(request);
        var actor = schedules.Require(ns, request.ScheduleId, Requests.AlreadyCompleted);
        var cause = request.RequestId.Length > 0 ? request.RequestId : Guid.NewGuid().ToString();
        await actor.ChangeAsync(request.RequestId, stored =>
        {
            SchedulePatches.Apply(stored, request.Patch, cause, engine.Clock.UtcNow);
            return true;
        }).ConfigureAwait(false);
        await TriggeredAsync(request.Patch, schedules.Wake(actor)).ConfigureAwait(false);
        return new PatchScheduleResponse();
    }

    /// <summary>
    /// Who triggers a schedule sees the action when it describes it next, as with a real server, which answers when the
    /// workflow behind the schedule has done its task. A backfill may take long, and is not waited for.
    /// </summary>
    private static Task TriggeredAsync(SchedulePatch? patch, Task woken) =>
        patch is { TriggerImmediately: not null, BackfillRequest.Count: 0 } ? woken : Task.CompletedTask;

    private async Task<DeleteScheduleResponse> DeleteAsync(DeleteScheduleRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        await schedules.DeleteAsync(schedules.Require(ns, request.ScheduleId, Requests.AlreadyCompleted))
            .ConfigureAwait(false);
        return new DeleteScheduleResponse();
    }
}
