using Temporal.DevServer.Grpc;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.History.Engine;

/// <summary>
/// Carries messages between workflows: starts children, delivers signals and cancel requests, tells parents and
/// children about a close. A message is in the sender's state until the sender has recorded that it arrived; each step
/// is one piece of work on one workflow, so no two gates are ever held. A repetition after a crash is recognised by its
/// request id.
/// </summary>
internal sealed class Messenger(ExecutionEngine engine, ILogger log)
{
    private static readonly TimeSpan s_retryDelay = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();

    /// <summary>Delivers what a committed transition causes, in the background.</summary>
    public void Post(RunKey sender, Effects effects)
    {
        foreach (var id in effects.ChildrenToStart)
        {
            Send(() => new ChildStarter(engine).StartAsync(sender, id));
        }

        foreach (var id in effects.SignalsToSend)
        {
            Send(() => SignalAsync(sender, id));
        }

        foreach (var id in effects.CancelsToSend)
        {
            Send(() => CancelAsync(sender, id));
        }

        foreach (var child in effects.ChildrenToRelease)
        {
            Send(() => new ChildStarter(engine).ReleaseAsync(child));
        }

        if (effects.CloseMessages)
        {
            Send(() => new CloseNotifier(engine).NotifyAsync(sender));
        }

        foreach (var call in NexusCalls.Of(engine, sender, effects))
        {
            Send(call);
        }
    }

    /// <summary>Gives up what is not delivered yet; it is delivered after the next start.</summary>
    public void Stop() => _stop.Cancel();

    private void Send(Func<Task> deliver) => _ = Task.Run(() => DeliverAsync(deliver, engine.Clock.Hold()));

    private async Task DeliverAsync(Func<Task> deliver, IDisposable hold)
    {
        using (hold)
        {
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    await deliver().ConfigureAwait(false);
                    return;
                }
                catch (Exception e) when (e is not StoreFencedException)
                {
                    Logs.MessageFailed(log, e);
                    await Task.Delay(s_retryDelay, _stop.Token)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
    }

    private async Task SignalAsync(RunKey sender, long initiatedId)
    {
        var signal = await ReadAsync(sender, s => s.ExternalSignals.GetValueOrDefault(initiatedId)).ConfigureAwait(false);
        if (signal is null)
        {
            return;
        }

        var item = await engine.History.GetEventAsync(sender, initiatedId).ConfigureAwait(false);
        var initiated = item.SignalExternalWorkflowExecutionInitiatedEventAttributes;
        var failure = IsSelf(sender, signal)
            ? SignalExternalWorkflowExecutionFailedCause.ExternalWorkflowExecutionNotFound
            : await DeliverSignalAsync(sender, signal, new Signal
            {
                Name = initiated.SignalName,
                Input = initiated.Input,
                Header = initiated.Header,
                Identity = WorkflowTaskMachine.ServerIdentity,
                RequestId = signal.RequestId,
                Sender = ExecutionOf(sender),
            }).ConfigureAwait(false);
        await RecordAsync(sender, t =>
        {
            if (!t.State.ExternalSignals.TryGetValue(initiatedId, out var pending))
            {
                return false;
            }

            if (failure is { } cause)
            {
                ExternalSignalMachine.RecordFailed(t, pending, cause);
            }
            else
            {
                ExternalSignalMachine.RecordDelivered(t, pending);
            }

            return true;
        }).ConfigureAwait(false);
    }

    private Task<SignalExternalWorkflowExecutionFailedCause?> DeliverSignalAsync(
        RunKey sender, ExternalInfo target, Signal signal) =>
        engine.RunAsync(TargetOf(target), async session =>
        {
            if (await FindTargetAsync(session, target).ConfigureAwait(false) is not { IsRunning: true } run
                || !IsMeant(run, sender, target))
            {
                return SignalExternalWorkflowExecutionFailedCause.ExternalWorkflowExecutionNotFound;
            }

            var t = session.Begin(run);
            try
            {
                if (SignalMachine.Receive(t, signal))
                {
                    session.Commit(t);
                }
            }
            catch (RpcException)
            {
                return SignalExternalWorkflowExecutionFailedCause.SignalCountLimitExceeded;
            }

            return (SignalExternalWorkflowExecutionFailedCause?)null;
        });

    private async Task CancelAsync(RunKey sender, long initiatedId)
    {
        var cancel = await ReadAsync(sender, s => s.ExternalCancels.GetValueOrDefault(initiatedId)).ConfigureAwait(false);
        if (cancel is null)
        {
            return;
        }

        var item = await engine.History.GetEventAsync(sender, initiatedId).ConfigureAwait(false);
        var found = !IsSelf(sender, cancel) && await engine.RunAsync(TargetOf(cancel), async session =>
        {
            var run = await FindTargetAsync(session, cancel).ConfigureAwait(false);
            if (run is not { IsRunning: true } || !IsMeant(run, sender, cancel))
            {
                // One that is closed need not be asked any more, which is what the sender wanted.
                return run is { IsRunning: false };
            }

            var t = session.Begin(run);
            if (CancelMachine.Request(t, new CancelRequest
            {
                Cause = item.RequestCancelExternalWorkflowExecutionInitiatedEventAttributes.Reason,
                Identity = WorkflowTaskMachine.ServerIdentity,
                RequestId = cancel.RequestId,
                Sender = ExecutionOf(sender),
                InitiatedId = initiatedId,
            }))
            {
                session.Commit(t);
            }

            return true;
        }).ConfigureAwait(false);
        await RecordAsync(sender, t =>
        {
            if (!t.State.ExternalCancels.TryGetValue(initiatedId, out var pending))
            {
                return false;
            }

            if (found)
            {
                ExternalCancelMachine.RecordDelivered(t, pending);
            }
            else
            {
                ExternalCancelMachine.RecordFailed(
                    t, pending, CancelExternalWorkflowExecutionFailedCause.ExternalWorkflowExecutionNotFound);
            }

            return true;
        }).ConfigureAwait(false);
    }

    private static async ValueTask<WorkflowRun?> FindTargetAsync(WorkflowSession session, ExternalInfo target)
    {
        if (StandaloneActivity.IsReserved(target.Execution.WorkflowId))
        {
            return null;
        }

        var run = await session.FindAsync(target.Execution.RunId).ConfigureAwait(false);
        return run is { IsRunning: false } && target.ChildOnly && target.Execution.RunId.Length > 0
            ? await session.CurrentAsync().ConfigureAwait(false) // a child that was retried or continued is still the same child
            : run;
    }

    /// <summary>What is for a child reaches nobody else.</summary>
    private static bool IsMeant(WorkflowRun run, RunKey sender, ExternalInfo target)
    {
        var parent = run.State.Parent?.Execution;
        var isChild = parent is not null && parent.WorkflowId == sender.WorkflowId && parent.RunId == sender.RunId;
        return isChild || !target.ChildOnly;
    }

    private async Task<T?> ReadAsync<T>(RunKey key, Func<RunState, T?> read)
        where T : class =>
        await engine.RunAsync(key.Workflow, async session =>
            await session.FindAsync(key.RunId).ConfigureAwait(false) is { IsRunning: true } run
                ? read(run.State)
                : null).ConfigureAwait(false);

    private Task<bool> RecordAsync(RunKey key, Func<Transition, bool> record) =>
        engine.RunAsync(key.Workflow, async session =>
        {
            if (await session.FindAsync(key.RunId).ConfigureAwait(false) is not { IsRunning: true } run)
            {
                return false;
            }

            var t = session.Begin(run);
            if (!record(t))
            {
                return false;
            }

            session.Commit(t);
            return true;
        });

    private static WorkflowKey TargetOf(ExternalInfo target) => new(target.NamespaceId, target.Execution.WorkflowId);

    private static WorkflowExecution ExecutionOf(RunKey key) => new() { WorkflowId = key.WorkflowId, RunId = key.RunId };

    /// <summary>Whatever run is named: a workflow cannot reach its own id this way.</summary>
    private static bool IsSelf(RunKey sender, ExternalInfo target) =>
        target.NamespaceId == sender.NamespaceId && target.Execution.WorkflowId == sender.WorkflowId;
}
