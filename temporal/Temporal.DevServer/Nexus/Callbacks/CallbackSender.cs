using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Nexus.Operations;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;

namespace Temporal.DevServer.Nexus.Callbacks;

/// <summary>Calls the completion callbacks of a closed run and records how that went.</summary>
internal sealed class CallbackSender(ExecutionEngine engine)
{
    /// <summary>Calls the callback at a position.</summary>
    public async Task SendAsync(RunKey closed, int position)
    {
        if (await ReadAsync(closed, position).ConfigureAwait(false) is not { } call)
        {
            return;
        }

        var item = await engine.History.GetEventAsync(closed, call.Run.State.CloseEventId).ConfigureAwait(false);
        var end = OperationEnd.Of(call.Run, item, SystemCallback.OperationToken(call.Callback.Nexus.Header));
        var failure = call.Callback.Nexus.Url == SystemCallback.Url
            ? await TellSystemAsync(call.Callback, end).ConfigureAwait(false)
            : await engine.Callbacks.PostAsync(call.Callback.Nexus, end).ConfigureAwait(false);
        await RecordAsync(closed, position, failure).ConfigureAwait(false);
    }

    private async Task<CallbackFailure?> TellSystemAsync(Callback callback, OperationEnd end) =>
        SystemCallback.Parse(callback.Nexus.Header) is { } token
        && await new OperationCompletions(engine).CompleteAsync(token, end).ConfigureAwait(false)
            ? null
            : new CallbackFailure("operation not found", IsRetryable: false);

    private Task<Call?> ReadAsync(RunKey closed, int position) => engine.RunAsync(closed.Workflow, async session =>
        await session.FindAsync(closed.RunId).ConfigureAwait(false) is { } run
        && run.State.Callbacks.ElementAtOrDefault(position) is { Status: CallbackStatus.Scheduled } stored
            ? new Call(run, stored.Callback.Clone())
            : null);

    private Task<bool> RecordAsync(RunKey closed, int position, CallbackFailure? failure) =>
        engine.RunAsync(closed.Workflow, async session =>
        {
            if (await session.FindAsync(closed.RunId).ConfigureAwait(false) is not { } run
                || run.State.Callbacks[position] is not { Status: CallbackStatus.Scheduled } callback)
            {
                return false;
            }

            var t = session.Begin(run);
            Record(t, callback, failure);
            session.Commit(t);
            return true;
        });

    private static void Record(Transition t, StoredCallback callback, CallbackFailure? failure)
    {
        switch (failure)
        {
            case null:
                CallbackMachine.Succeed(t, callback);
                break;
            case { IsRetryable: true }:
                CallbackMachine.FailAttempt(t, callback, FailureOf(failure));
                break;
            default:
                CallbackMachine.Fail(t, callback, FailureOf(failure));
                break;
        }
    }

    private static Failure FailureOf(CallbackFailure failure) => new()
    {
        Message = failure.Message,
        ApplicationFailureInfo = new() { NonRetryable = !failure.IsRetryable },
    };

    private sealed record Call(WorkflowRun Run, Callback Callback);
}

/// <summary>Why a callback could not be called.</summary>
internal sealed record CallbackFailure(string Message, bool IsRetryable);
