using System.Threading.Channels;
using Npgsql;

namespace Sagas.Effects;

/// <summary>
/// Lets the effects of many bookings share a round trip and a commit. While one group is being committed, the effects that
/// arrive meanwhile form the next, so a lone effect never waits for company. In a crowd a group waits a moment for more
/// effects: what a commit costs is shared by those in it.
/// </summary>
/// <remarks>
/// A group is one batch, which PostgreSQL runs as one transaction. If one effect of it fails, nothing of the group happened:
/// each effect then runs alone, so that only the culprit fails. If the connection breaks, nobody knows what happened; all
/// fail, and their callers run them again, which their keys make harmless. Answers are handed out after the commit only.
/// An idle committer begins within the call that gives it an effect, and whoever asked for a lone effect goes on within the
/// committer: waking another thread would cost more than what is left to do.
/// </remarks>
public sealed class GroupCommitter : IEffects, IAsyncDisposable
{
    /// <summary>Most effects in one transaction, so that locks are short and one failure does not undo too much work.</summary>
    public const int GroupMax = 64;

    /// <summary>Most effects waiting; more callers wait to queue.</summary>
    public const int QueueMax = 4096;

    /// <summary>Effects in one transaction from which on the next one gathers.</summary>
    private const int CrowdMin = 5;

    private const string LockSeats = "select events.lock_seats($1, $2)";

    /// <summary>How long a group gathers in a crowd, which is short beside what callers wait for a processor then.</summary>
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(3);

    private readonly NpgsqlDataSource _database;
    private readonly Channel<PendingEffect> _queue =
        Channel.CreateBounded<PendingEffect>(
            new BoundedChannelOptions(QueueMax) { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly Task _loop;

    /// <summary>Starts it.</summary>
    /// <param name="database">Where to; one connection of it is used at a time.</param>
    public GroupCommitter(NpgsqlDataSource database)
    {
        _database = database;
        // It serves everybody, so it must not carry on the context, nor the trace, of whoever came first.
        using (ExecutionContext.SuppressFlow())
        {
            _loop = Task.Run(CommitGroupsAsync);
        }
    }

    /// <inheritdoc />
    public async Task<T> ApplyAsync<T>(Effect<T> effect, CancellationToken cancellationToken = default)
    {
        var pending = new PendingEffect<T>(effect, cancellationToken);
        await _queue.Writer.WriteAsync(pending, cancellationToken).ConfigureAwait(false);
        return await pending.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes no more effects, finishes those it has.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async Task CommitGroupsAsync()
    {
        var group = new List<PendingEffect>(GroupMax);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            if (group.Count >= CrowdMin)
            {
                await Task.Delay(GatherTime).ConfigureAwait(false);
            }

            group.Clear();
            while (group.Count < GroupMax && _queue.Reader.TryRead(out var pending))
            {
                if (!pending.IsAbandoned)
                {
                    group.Add(pending);
                }
            }

            if (group.Count > 0)
            {
                await CommitAsync(group).ConfigureAwait(false);
            }
        }
    }

    private async Task CommitAsync(IReadOnlyList<PendingEffect> group)
    {
        try
        {
            await RunAsync(group).ConfigureAwait(false);
        }
        catch (PostgresException) when (group.Count > 1)
        {
            foreach (var pending in group)
            {
                await CommitAsync([pending]).ConfigureAwait(false);
            }

            return;
        }
        catch (Exception error) // Whatever it is, it belongs to the callers: this loop serves others.
        {
            foreach (var pending in group)
            {
                pending.FailElsewhere(error);
            }

            return;
        }

        Complete(group);
    }

    /// <summary>In a group of many, none waits until another has gone on.</summary>
    private static void Complete(IReadOnlyList<PendingEffect> group)
    {
        if (group is [var alone])
        {
            alone.Complete();
            return;
        }

        foreach (var pending in group)
        {
            pending.CompleteElsewhere();
        }
    }

    private async Task RunAsync(IReadOnlyList<PendingEffect> group)
    {
        await using var connection = await _database.OpenConnectionAsync().ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection);
        var locks = AddSeatLocks(batch, group);
        foreach (var pending in group)
        {
            batch.BatchCommands.Add(pending.ToCommand());
        }

        await using var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        if (locks)
        {
            await reader.NextResultAsync().ConfigureAwait(false);
        }

        for (var i = 0; i < group.Count; i++)
        {
            if (!await reader.ReadAsync().ConfigureAwait(false))
            {
                throw new InvalidOperationException($"The effect {group[i]} answered no row; each must answer exactly one.");
            }

            group[i].Read(reader);
            await reader.NextResultAsync().ConfigureAwait(false);
        }
    }

    private static bool AddSeatLocks(NpgsqlBatch batch, IReadOnlyList<PendingEffect> group)
    {
        var touched = group.Select(pending => pending.Seats).OfType<SeatsTouched>().ToList();
        if (touched.Count < 2)
        {
            return false;
        }

        var command = new NpgsqlBatchCommand(LockSeats);
        new EffectParameters(command.Parameters)
            .Texts(touched.SelectMany(seats => Enumerable.Repeat(seats.EventId, seats.Seats.Count)))
            .Texts(touched.SelectMany(seats => seats.Seats));
        batch.BatchCommands.Add(command);
        return true;
    }
}
