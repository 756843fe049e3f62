using Temporal.DevServer.Persistence;
using Temporalio.Api.History.V1;
using HistoryMessage = Temporalio.Api.History.V1.History;

namespace Temporal.DevServer.History.Engine;

/// <summary>A page of history.</summary>
/// <param name="Events">Events, in the order asked for.</param>
/// <param name="NextEventId">Where the next page begins; null when this page reaches the end of what was asked
/// for.</param>
internal sealed record HistoryPage(IReadOnlyList<HistoryEvent> Events, long? NextEventId);

/// <summary>
/// Reads histories: from the tail of a run in memory when that covers it, else in batches from the store.
/// </summary>
internal sealed class HistoryReader(ExecutionEngine engine)
{
    /// <summary>
    /// Reads events <paramref name="from"/> … <paramref name="to"/> of a committed run. Pages count batches; a page
    /// that the last batch fills exactly is followed by an empty one.
    /// </summary>
    public async ValueTask<HistoryPage> ReadAsync(RunKey key, long from, long to, int batchesMax)
    {
        if (from > to)
        {
            return new HistoryPage([], null);
        }

        var batches = await engine.Store.ReadHistoryAsync(key, from, batchesMax).ConfigureAwait(false);
        var events = new List<HistoryEvent>();
        var count = 0;
        long bytes = 0;
        foreach (var batch in batches)
        {
            if (bytes > 0 && bytes + batch.Events.Length > Limits.HistoryPageBytes)
            {
                return new HistoryPage(events, batch.FirstEventId);
            }

            bytes += batch.Events.Length;
            count++;
            events.AddRange(Parse(batch).Where(e => e.EventId >= from && e.EventId <= to));
        }

        var next = events.Count > 0 ? events[^1].EventId + 1 : to + 1;
        return new HistoryPage(events, count == batchesMax ? next : null);
    }

    /// <summary>Reads events from <paramref name="from"/> down to 1.</summary>
    public async ValueTask<HistoryPage> ReadReverseAsync(RunKey key, long from, int batchesMax)
    {
        if (from < 1)
        {
            return new HistoryPage([], null);
        }

        var batches = await engine.Store.ReadHistoryReverseAsync(key, from, batchesMax).ConfigureAwait(false);
        var events = new List<HistoryEvent>();
        long bytes = 0;
        foreach (var batch in batches)
        {
            if (bytes > 0 && bytes + batch.Events.Length > Limits.HistoryPageBytes)
            {
                return new HistoryPage(events, batch.LastEventId);
            }

            bytes += batch.Events.Length;
            events.AddRange(Parse(batch).Reverse().Where(e => e.EventId <= from));
        }

        // Unlike forwards, the page with the first event is the last one.
        var next = events.Count > 0 ? events[^1].EventId - 1 : 0;
        return new HistoryPage(events, batches.Count == batchesMax && next > 0 ? next : null);
    }

    /// <summary>One event of a run, from memory or from the store.</summary>
    public async ValueTask<HistoryEvent> GetEventAsync(WorkflowRun run, long eventId) =>
        run.FindEvent(eventId) ?? await ReadEventAsync(run.Key, eventId).ConfigureAwait(false);

    /// <summary>One committed event, from the store.</summary>
    public async ValueTask<HistoryEvent> ReadEventAsync(RunKey key, long eventId)
    {
        var batches = await engine.Store.ReadHistoryAsync(key, eventId, 1).ConfigureAwait(false);
        var item = batches.Count > 0 ? Parse(batches[0]).FirstOrDefault(e => e.EventId == eventId) : null;
        return item ?? throw new InvariantException($"Run {key.RunId} has no event {eventId} in the store.");
    }

    /// <summary>One event of a run that may not be in memory; it must be committed.</summary>
    public Task<HistoryEvent> GetEventAsync(RunKey key, long eventId) => engine.RunAsync(key.Workflow, async session =>
        await session.FindAsync(key.RunId).ConfigureAwait(false) is { } run
            ? await GetEventAsync(run, eventId).ConfigureAwait(false)
            : throw new InvariantException($"Run {key.RunId} is not in the store."));

    /// <summary>Gets the Started event into memory, for a run that may be followed by another.</summary>
    public async ValueTask PinStartedEventAsync(WorkflowRun run) =>
        run.Pin(await GetEventAsync(run, 1).ConfigureAwait(false));

    private static IList<HistoryEvent> Parse(HistoryBatch batch) =>
        HistoryMessage.Parser.ParseFrom(batch.Events.Span).Events;
}
