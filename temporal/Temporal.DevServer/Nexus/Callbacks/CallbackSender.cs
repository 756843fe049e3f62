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

        var failure = call.Callback.Nexus.Url == SystemCallback.Url
            ? await TellSystemAsync(call.Callback, call.End).ConfigureAwait(false)
            : await engine.Callbacks.PostAsync(call.Callback.Nexus, call.End).ConfigureAwait(false);
        await RecordAsync(closed, position, failure).ConfigureAwait(false);
    }

    private async Task<CallbackFailure?> TellSystemAsync(Callback callback, OperationEnd end) =>
        SystemCallback.Parse(callback.Nexus.Header) is { } token
        && await new OperationCompletions(engine).CompleteAsync(token, end).ConfigureAwait(false)
            ? null
            : new CallbackFailure("operation not found", IsRetryable: false);

    private Task<Call?> ReadAsync(RunKey closed, int position) => engine.RunAsync(closed.Workflow, async session =>
    {
        if (await session.FindAsync(closed.RunId).ConfigureAwait(false) is not { } run
            || run.State.Callbacks.ElementAtOrDefault(position) is not { Status: CallbackStatus.Scheduled } stored)
        {
            return null;
        }

        var callback = stored.Callback.Clone();
        var item = await engine.History.GetEventAsync(run, run.State.CloseEventId).ConfigureAwait(false);
        return new Call(callback, OperationEnd.Of(run, item, SystemCallback.OperationToken(callback.Nexus.Header)));
    });

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

    private sealed record Call(Callback Callback, OperationEnd End);
}

/// <summary>Why a callback could not be called.</summary>
internal sealed record CallbackFailure(string Message, bool IsRetryable);
