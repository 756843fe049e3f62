using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.Schedules.Spec;
using Temporal.DevServer.State;
using Temporal.DevServer.Timers;

namespace Temporal.DevServer.Schedules;

/// <summary>
/// One schedule: one piece of work at a time. Each works on a copy of the record, which takes its place when it
/// is durable.
/// </summary>
internal sealed class ScheduleActor : IDisposable
{
    private const int RequestIdsMax = 100;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly IRecordStore<StoredSchedule> _store;
    private readonly IClock _clock;
    private volatile State _state;

    /// <summary>Takes over a stored record.</summary>
    public ScheduleActor(StoredSchedule stored, IRecordStore<StoredSchedule> store, IClock clock)
    {
        _store = store;
        _clock = clock;
        _state = new State(stored, TimesOf(stored));
    }

    /// <summary>Namespace id and schedule id.</summary>
    public RunKey Key => KeyOf(Stored.NamespaceId, Stored.ScheduleId);

    /// <summary>The record; never modified.</summary>
    public StoredSchedule Stored => _state.Stored;

    /// <summary>The times of its spec.</summary>
    public ScheduleTimes Times => _state.Times;

    /// <summary>True once it is deleted.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary>When it has something to do next.</summary>
    public DateTimeOffset? NextDue => IsDeleted ? null : DueTimes.NextDue(Stored, Times);

    /// <summary>The key under which a schedule is known here and to timers.</summary>
    public static RunKey KeyOf(string namespaceId, string scheduleId) => new(namespaceId, scheduleId, "");

    /// <summary>Changes the record for a caller; durable when the task ends.</summary>
    /// <param name="requestId">A change with the id of a former one is not made again.</param>
    /// <param name="change">Changes the copy; false when there is nothing to change.</param>
    public async Task ChangeAsync(string requestId, Func<StoredSchedule, bool> change)
    {
        using var gate = await EnterAsync().ConfigureAwait(false);
        RequireAlive();
        if (requestId.Length > 0 && Stored.RequestIds.Contains(requestId))
        {
            return;
        }

        // What became due before the change is judged by what held then.
        var next = Stored.Clone();
        DueTimes.Take(next, Times, _clock.UtcNow);
        if (change(next))
        {
            Remember(next, requestId);
            await SaveAsync(next).ConfigureAwait(false);
        }
    }

    /// <summary>Takes what is due and carries out what can be.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="processor">Carries out starts.</param>
    /// <param name="watch">Called with each workflow id before it is started.</param>
    /// <param name="settled">Called when there is nothing left to do now, before other work can change that.</param>
    public async Task WakeAsync(
        NamespaceEntry ns, BufferProcessor processor, Action<string> watch, Action settled)
    {
        using var gate = await EnterAsync().ConfigureAwait(false);
        while (!IsDeleted)
        {
            var next = Stored.Clone();
            var now = _clock.UtcNow;
            var taken = DueTimes.Take(next, Times, now);
            var changed = await processor.RunAsync(ns, next, watch).ConfigureAwait(false);
            if (!taken && !changed)
            {
                settled();
                return;
            }

            await SaveAsync(next).ConfigureAwait(false);
        }
    }

    /// <summary>Removes the schedule; its runs go on.</summary>
    public async Task DeleteAsync()
    {
        using var gate = await EnterAsync().ConfigureAwait(false);
        RequireAlive();
        await Durable(_store.RemoveAsync(Stored.NamespaceId, Stored.ScheduleId)).ConfigureAwait(false);
        IsDeleted = true;
    }

    /// <summary>Stores the record for the first time.</summary>
    public async Task CreateAsync()
    {
        using var gate = await EnterAsync().ConfigureAwait(false);
        await SaveAsync(Stored).ConfigureAwait(false);
    }

    /// <summary>Waits for the work in hand; there is none afterwards.</summary>
    public async Task StopAsync()
    {
        using var gate = await EnterAsync().ConfigureAwait(false);
        IsDeleted = true;
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static ScheduleTimes TimesOf(StoredSchedule stored) => new(stored.Schedule.Spec, stored.Incarnation);

    private static void Remember(StoredSchedule stored, string requestId)
    {
        if (requestId.Length > 0)
        {
            stored.RequestIds.Add(requestId);
        }

        while (stored.RequestIds.Count > RequestIdsMax)
        {
            stored.RequestIds.RemoveAt(0);
        }
    }

    private void RequireAlive()
    {
        if (IsDeleted)
        {
            throw RpcErrors.NotFound(Requests.AlreadyCompleted);
        }
    }

    private async Task SaveAsync(StoredSchedule next)
    {
        next.Info.BufferSize = next.Buffer.Count;
        await Durable(_store.SaveAsync(next)).ConfigureAwait(false);
        var times = next.Schedule.Spec.Equals(Stored.Schedule.Spec) ? Times : TimesOf(next);
        _state = new State(next, times);
    }

    private static async Task Durable(Task write)
    {
        try
        {
            await write.ConfigureAwait(false);
        }
        catch (StoreFencedException)
        {
            throw RpcErrors.Unavailable("The change could not be stored. Try again.");
        }
    }

    private async Task<Leaving> EnterAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        return new Leaving(_gate);
    }

    private sealed record State(StoredSchedule Stored, ScheduleTimes Times);

    private sealed class Leaving(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
