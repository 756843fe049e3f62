using Temporalio.Api.Protocol.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Worker.Workflows.Codecs;
using Temporalio.Worker.Workflows.Replay;
using Temporalio.Worker.Workflows.Scheduling;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>
/// Brings a run to the state at which a task wants it: feeds the task's history, or the whole history if the state is
/// not in memory or does not fit.
/// </summary>
internal sealed class WorkflowTaskReader(
    WorkflowRuntimeSettings settings, IWorkflowTaskService service, DeadlockWatchdog watchdog)
{
    /// <summary>Plays what a task brings.</summary>
    /// <param name="run">Run, its gate held.</param>
    /// <param name="task">Task.</param>
    /// <param name="onDeadlock">Called from another thread if the workflow does not yield.</param>
    public async Task PlayAsync(WorkflowRun run, PollWorkflowTaskQueueResponse task, Action onDeadlock)
    {
        var codec = settings.DataConverter.PayloadCodec;
        var pages = new HistoryPages(
            service, settings.Namespace, task.WorkflowExecution, codec, task.History ?? new(), task.NextPageToken);
        var player = Prepare(run, task, pages);
        if (codec != null)
        {
            await DecodeAllButHistoryAsync(task, PayloadVisitor.Decoder(codec)).ConfigureAwait(false);
        }
        await pages.AppendNextAsync(run.Cursor).ConfigureAwait(false);
        while (true)
        {
            var cut = run.Cursor.TryCut(out var sequence);
            if (cut == HistoryCursor.Cut.End)
            {
                break;
            }
            if (cut == HistoryCursor.Cut.NeedsPage)
            {
                await pages.AppendNextAsync(run.Cursor).ConfigureAwait(false);
                continue;
            }
            var isLive = run.Cursor.IsExhausted && task.StartedEventId > 0;
            Play(player, run.Cursor, sequence, isLive ? task.Messages : [], isLive, onDeadlock);
            if (player.Instance?.TaskFailure != null)
            {
                return;
            }
        }
        if (task.StartedEventId > 0 && run.Cursor.LastTakenId < task.StartedEventId)
        {
            throw new InvalidOperationException(
                $"History of workflow {run.WorkflowId} run {run.RunId} ends with event {run.Cursor.LastTakenId}, " +
                $"before the started event {task.StartedEventId} of its task");
        }
    }

    /// <summary>Runs a workflow on without history, watched like any activation.</summary>
    public void RunLocalJobs(HistoryPlayer player, Action onDeadlock)
    {
        using var watch = settings.DebugMode ? null : watchdog.Start(onDeadlock);
        player.RunLocalJobs(player.Instance!);
    }

    /// <summary>Decodes queries and messages; history is decoded page by page.</summary>
    private static async Task DecodeAllButHistoryAsync(PollWorkflowTaskQueueResponse task, PayloadVisitor decoder)
    {
        if (task.Query != null)
        {
            await decoder.VisitAsync(task.Query).ConfigureAwait(false);
        }
        foreach (var query in task.Queries.Values)
        {
            await decoder.VisitAsync(query).ConfigureAwait(false);
        }
        foreach (var message in task.Messages)
        {
            await decoder.VisitAsync(message).ConfigureAwait(false);
        }
    }

    private HistoryPlayer Prepare(WorkflowRun run, PollWorkflowTaskQueueResponse task, HistoryPages pages)
    {
        var events = task.History?.Events;
        var isWhole = events is { Count: > 0 } && events[0].EventId == 1;
        if (run.Player is { } player)
        {
            var isNews = events is { Count: > 0 } && events[^1].EventId > run.Cursor.LastTakenId;
            var fits = !isNews || (!isWhole && events![0].EventId <= run.Cursor.LastTakenId + 1);
            if (fits)
            {
                return player;
            }
        }
        if (!isWhole)
        {
            pages.StartOver();
        }
        return run.Begin(settings);
    }

    private void Play(
        HistoryPlayer player,
        HistoryCursor cursor,
        IReadOnlyList<Api.History.V1.HistoryEvent> sequence,
        IEnumerable<Message> messages,
        bool isLive,
        Action onDeadlock)
    {
        if (settings.DebugMode)
        {
            player.Play(sequence, cursor.Ahead, messages, isLive);
            return;
        }
        using var watch = watchdog.Start(onDeadlock);
        player.Play(sequence, cursor.Ahead, messages, isLive);
    }
}
