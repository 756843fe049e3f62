using System.Threading.Channels;
using Npgsql;

namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>
/// Group commit. One loop takes everything that has queued up while the last transaction went to disk, and commits it as
/// one. When nothing else waits, a set that somebody waits for goes alone and at once. A set that may wait goes with the
/// next one, and after <see cref="WaitMax"/> by itself. While sets of many runs come, a commit waits a moment for more:
/// what a commit costs is shared by those in it.
/// </summary>
/// <remarks>
/// An idle loop goes on within the call that gives it work, and who waits for a set that went alone goes on within the
/// loop: waking another thread each time would cost more than what is left to do.
/// </remarks>
internal sealed class CommitQueue : IAsyncDisposable
{
    /// <summary>Sets in one transaction; bounds the memory of a group and the time of a commit.</summary>
    private const int GroupMax = 512;

    /// <summary>
    /// How long a set that may wait is kept from the disk. Longer than most tasks take a worker, shorter than anybody
    /// notices that a task begun is not stored yet.
    /// </summary>
    internal static readonly TimeSpan WaitMax = TimeSpan.FromMilliseconds(25);

    /// <summary>Runs in one transaction from which on the next one gathers.</summary>
    private const int CrowdMin = 5;

    /// <summary>
    /// How long a commit gathers in a crowd. It adds to what each caller waits, so it is short beside what a caller waits
    /// for a processor when there is a crowd.
    /// </summary>
    private static readonly TimeSpan s_gatherTime = TimeSpan.FromMilliseconds(3);

    private readonly WriterLease _lease;
    private readonly Outage _outage;
    private readonly ILogger _log;
    private readonly TimeSpan _waitMax;
    private readonly Channel<QueuedWrite> _work =
        Channel.CreateUnbounded<QueuedWrite>(
            new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });

    private readonly AutoResetSignal _hurry = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<StoreFencedException> _fenced =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Task _loop;
    private QueuedWrite? _heldBack;

    /// <summary>Starts the loop.</summary>
    public CommitQueue(WriterLease lease, Outage outage, ILogger log, TimeSpan waitMax)
    {
        _lease = lease;
        _outage = outage;
        _log = log;
        _waitMax = waitMax;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Completes when another server has taken over; nothing can be written any more.</summary>
    public Task<StoreFencedException> Fenced => _fenced.Task;

    /// <summary>Transactions committed since the start.</summary>
    public long Commits { get; private set; }

    /// <summary>Queues a set; the task ends when it is durable.</summary>
    public Task AddAsync(ChangeSet set) => AddAsync(new QueuedWrite { Set = set });

    /// <summary>Somebody waits for everything that is queued.</summary>
    public void Hurry() => _hurry.Set();

    /// <summary>Queues any other write; it gets a transaction of its own, in order with the sets.</summary>
    public Task AddAsync(Func<NpgsqlConnection, CancellationToken, Task> write) => AddAsync(new QueuedWrite { Write = write });

    /// <summary>Writes what is queued, then ends. A database that is away then is not waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        _work.Writer.TryComplete();
        Hurry();
        _stop.CancelAfter(TimeSpan.FromSeconds(5));
        await _loop.ConfigureAwait(false);
        _hurry.Dispose();
        _stop.Dispose();
    }

    private Task AddAsync(QueuedWrite work)
    {
        if (!_work.Writer.TryWrite(work))
        {
            work.Done.SetException(_fenced.Task.IsCompleted
                ? _fenced.Task.Result
                : new ObjectDisposedException(nameof(CommitQueue), "The store is closed."));
        }
        else if (work.Set is not { MayWait: true })
        {
            Hurry(); // only now, so that a set that was waiting and this one go together
        }

        return work.Done.Task;
    }

    private async Task RunAsync()
    {
        var isCrowded = false;
        try
        {
            while (_heldBack is not null || await _work.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                if (_heldBack is null)
                {
                    await _hurry.WaitAsync(_waitMax).ConfigureAwait(false);
                }

                if (isCrowded)
                {
                    await Task.Delay(s_gatherTime).ConfigureAwait(false);
                }

                var taken = TakeGroup();
                await CommitAsync(taken).ConfigureAwait(false);
                isCrowded = taken.Group.Writes.Count >= CrowdMin;
            }
        }
        catch (StoreFencedException e)
        {
            Logs.Fenced(_log, e.Message);
            Refuse(e);
            _fenced.TrySetResult(e);
        }
        catch (Exception e)
        {
            // Stopped while the database was away, or a fault of ours; either way nobody may wait for ever.
            Refuse(e);
        }
    }

    private void Refuse(Exception e)
    {
        _work.Writer.TryComplete();
        _heldBack?.Done.TrySetException(e);
        while (_work.Reader.TryRead(out var work))
        {
            work.Done.TrySetException(e);
        }
    }

    private TakenWrites TakeGroup()
    {
        var taken = new TakenWrites();
        var next = _heldBack;
        _heldBack = null;
        while ((next is not null || _work.Reader.TryRead(out next)) && taken.Writes.Count < GroupMax)
        {
            var fits = next.Set is { } set ? taken.Group.TryAdd(set) : taken.Writes.Count == 0;
            if (!fits && taken.Writes.Count > 0)
            {
                _heldBack = next;
                return taken;
            }

            taken.Writes.Add(next);
            if (!fits || next.Write is not null)
            {
                return taken; // alone: an own transaction, or a set that only the database can refuse
            }

            next = null;
        }

        _heldBack = next; // only when the group is full; then the rest does not wait
        return taken;
    }

    private async Task CommitAsync(TakenWrites taken)
    {
        try
        {
            await CommitOnceOrAgainAsync(taken).ConfigureAwait(false);
            Commits++;
            taken.Succeed();
        }
        catch (Exception e) when (e is PostgresException or StoreConflictException && taken.Writes.Count > 1)
        {
            // One of them is at fault. Alone, each gets its own answer.
            foreach (var work in taken.Writes)
            {
                await CommitAsync(TakenWrites.Alone(work)).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            taken.Fail(e);
            if (e is not (PostgresException or StoreConflictException))
            {
                throw;
            }
        }
    }

    /// <summary>
    /// After a broken connection nobody knows whether the commit went through. The stored version of a run tells, because
    /// the group went through as a whole or not at all and nobody else writes.
    /// </summary>
    private Task CommitOnceOrAgainAsync(TakenWrites taken)
    {
        var inDoubt = false;
        return _outage.RideOutAsync(
            async stop =>
            {
                var connection = await _lease.ConnectionAsync(stop).ConfigureAwait(false);
                if (inDoubt && await IsStoredAsync(connection, taken, stop).ConfigureAwait(false))
                {
                    return true;
                }

                try
                {
                    await WriteAsync(connection, taken, stop).ConfigureAwait(false);
                    return true;
                }
                catch (Exception e) when (Outage.IsTransient(e))
                {
                    inDoubt = true;
                    await _lease.DropAsync().ConfigureAwait(false);
                    throw;
                }
            },
            _stop.Token);
    }

    private static async Task WriteAsync(NpgsqlConnection connection, TakenWrites taken, CancellationToken stop)
    {
        if (taken.Writes[0].Write is { } write)
        {
            await write(connection, stop).ConfigureAwait(false);
            return;
        }

        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            CommitBatch.Fill(batch, taken.Group);
            try
            {
                await batch.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
            }
            catch (PostgresException e) when (e.SqlState is "TV001" or PostgresErrorCodes.UniqueViolation)
            {
                var key = taken.Group.Writes.First();
                throw new StoreConflictException(key.Key, key.Value.ExpectedVersion, actual: -1);
            }
        }
    }

    private static async Task<bool> IsStoredAsync(NpgsqlConnection connection, TakenWrites taken, CancellationToken stop)
    {
        if (taken.Group.Writes.Values.FirstOrDefault() is not { } write)
        {
            return false; // removals and other writes may simply be done again
        }

        var command = new NpgsqlCommand("SELECT version FROM temporal.runs WHERE run_id = $1", connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = CommitBatch.RunId(write.Last.Key) });
            return await command.ExecuteScalarAsync(stop).ConfigureAwait(false) is long version
                && version >= write.Last.Version;
        }
    }
}
