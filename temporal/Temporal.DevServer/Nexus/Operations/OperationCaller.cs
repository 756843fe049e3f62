using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Nexus.Tasks;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.Nexus.V1;

namespace Temporal.DevServer.Nexus.Operations;

/// <summary>
/// Calls the handlers of a run's Nexus operations, to start or to cancel them, and records what they answer. The call is
/// made outside the gate; by the time of the answer the operation may have ended otherwise, and then it counts for nothing.
/// </summary>
internal sealed class OperationCaller(ExecutionEngine engine)
{
    /// <summary>Starts an operation.</summary>
    public async Task StartAsync(RunKey caller, long scheduledId)
    {
        if (await FindAsync(caller, scheduledId, NexusOperationMachine.IsToStart).ConfigureAwait(false) is not { } operation)
        {
            return;
        }

        var item = await engine.History.GetEventAsync(caller, scheduledId).ConfigureAwait(false);
        var request = new OperationRequests(engine).Start(caller, operation, item);
        var answer = await CallAsync(operation, request).ConfigureAwait(false);
        await RecordAsync(caller, scheduledId, (t, now) =>
        {
            if (NexusOperationMachine.IsToStart(now))
            {
                OperationAnswers.Record(t, now, answer);
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Asks a handler to end an operation.</summary>
    public async Task CancelAsync(RunKey caller, long scheduledId)
    {
        if (await FindAsync(caller, scheduledId, NexusCancellationMachine.IsToSend).ConfigureAwait(false) is not { } operation)
        {
            return;
        }

        var item = await engine.History.GetEventAsync(caller, scheduledId).ConfigureAwait(false);
        var answer = await CallAsync(operation, OperationRequests.Cancel(operation, item)).ConfigureAwait(false);
        await RecordAsync(caller, scheduledId, (t, now) =>
        {
            if (NexusCancellationMachine.IsToSend(now))
            {
                OperationAnswers.RecordCancel(t, now, answer);
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Null when there is no time left to call.</summary>
    private async Task<NexusAnswer?> CallAsync(NexusOperationInfo operation, Request request)
    {
        if (engine.Endpoints.FindTarget(operation.EndpointId, operation.Endpoint) is not { } endpoint)
        {
            return NexusFailures.Handler("NOT_FOUND", "endpoint not registered");
        }

        if (endpoint.Endpoint.Spec.Target.Worker is not { } worker)
        {
            return NexusFailures.Handler(
                "NOT_IMPLEMENTED", $"endpoint {operation.Endpoint} has a URL as its target, which this server does not call");
        }

        var timeout = Limits.NexusRequestTimeout;
        if (NexusOperationMachine.TimeoutOf(operation) is { } limit)
        {
            var left = limit.Due - engine.Clock.UtcNow;
            timeout = left < timeout ? left : timeout;
            request.Header.TryAdd("operation-timeout", $"{(long)left.TotalMilliseconds}ms");
        }

        return timeout < Limits.NexusRequestTimeoutMin ? null : await engine.Nexus.CallAsync(
            endpoint.TargetNamespaceId, worker.TaskQueue, request, timeout).ConfigureAwait(false);
    }

    private Task<NexusOperationInfo?> FindAsync(RunKey caller, long scheduledId, Func<NexusOperationInfo, bool> isMeant) =>
        engine.RunAsync(caller.Workflow, async session =>
            await session.FindAsync(caller.RunId).ConfigureAwait(false) is { IsRunning: true } run
            && run.State.NexusOperations.TryGetValue(scheduledId, out var operation) && isMeant(operation)
                ? operation.Clone()
                : null);

    private Task<bool> RecordAsync(RunKey caller, long scheduledId, Action<Transition, NexusOperationInfo> record) =>
        engine.RunAsync(caller.Workflow, async session =>
        {
            if (await session.FindAsync(caller.RunId).ConfigureAwait(false) is not { IsRunning: true } run
                || !run.State.NexusOperations.TryGetValue(scheduledId, out var operation))
            {
                return false;
            }

            session.GoesWithWorkflowTask = true;
            var t = session.Begin(run);
            record(t, operation);
            session.Commit(t);
            return true;
        });
}
