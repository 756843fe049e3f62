using Temporalio.Api.History.V1;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Worker.Workflows.Codecs;
using Temporalio.Worker.Workflows.Scheduling;

namespace Temporalio.Worker.Workflows.Replay;

/// <summary>Replays one whole history, without a server.</summary>
internal sealed class HistoryReplay(WorkflowRuntimeSettings settings)
{
    /// <summary>Replays a history.</summary>
    /// <returns>Why the replay failed; null if it did not.</returns>
    public async Task<Exception?> RunAsync(WorkflowHistory history)
    {
        try
        {
            var events = await DecodedAsync(history).ConfigureAwait(false);
            // A workflow that never yields is noticed although nothing else would time out here.
            var replay = Task.Run(() => Play(history, events));
            if (!settings.DebugMode)
            {
                replay = replay.WaitAsync(DeadlockWatchdog.Limit * Math.Max(1, events.Count));
            }
            return AsReplayFailure(await replay.ConfigureAwait(false));
        }
        catch (TimeoutException)
        {
            return new InvalidWorkflowOperationException(
                $"[TMPRL1101] Workflow with ID {history.Id} deadlocked");
        }
        catch (Exception e)
        {
            return AsReplayFailure(e);
        }
    }

    /// <summary>What the worker would report to the server, as the official replayer says it.</summary>
    private static Exception? AsReplayFailure(Exception? failure) => failure is null or InvalidWorkflowOperationException
        ? failure
        : new InvalidWorkflowOperationException(
            $"LangFail: Workflow activation completion failed: {failure.Message}", failure);

    private async Task<IReadOnlyCollection<HistoryEvent>> DecodedAsync(WorkflowHistory history)
    {
        if (settings.DataConverter.PayloadCodec is not { } codec)
        {
            return history.Events;
        }
        var copy = new History();
        copy.Events.AddRange(history.Events.Select(e => e.Clone()));
        await PayloadVisitor.Decoder(codec).VisitAsync(copy).ConfigureAwait(false);
        return copy.Events;
    }

    private Exception? Play(WorkflowHistory history, IReadOnlyCollection<HistoryEvent> events)
    {
        var started = events.FirstOrDefault()?.WorkflowExecutionStartedEventAttributes ??
            throw new ArgumentException($"History of {history.Id} does not begin with WorkflowExecutionStarted");
        var player = new HistoryPlayer(settings, history.Id, started.OriginalExecutionRunId);
        var cursor = new HistoryCursor();
        cursor.Append(events);
        while (cursor.TryCut(out var sequence) == HistoryCursor.Cut.Sequence)
        {
            player.Play(sequence, cursor.Ahead, [], isLive: false);
            if (player.Instance?.TaskFailure is { } failure)
            {
                return failure;
            }
        }
        return null;
    }
}
