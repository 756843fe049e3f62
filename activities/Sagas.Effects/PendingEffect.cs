using Npgsql;

namespace Sagas.Effects;

/// <summary>An effect that somebody waits for.</summary>
internal abstract class PendingEffect
{
    public abstract SeatsTouched? Seats { get; }

    /// <summary>Nobody waits any more; an effect that has not begun need not begin.</summary>
    public abstract bool IsAbandoned { get; }

    public abstract NpgsqlBatchCommand ToCommand();

    /// <summary>Reads the answer, but does not hand it out: a row can arrive before the commit fails.</summary>
    public abstract void Read(NpgsqlDataReader row);

    /// <summary>Hands out the answer; who waits for it goes on within this call.</summary>
    public abstract void Complete();

    /// <inheritdoc cref="CompleteElsewhere" />
    public void FailElsewhere(Exception error) =>
        ThreadPool.UnsafeQueueUserWorkItem(static failed => failed.Effect.Fail(failed.Error), (Effect: this, Error: error), false);

    /// <summary>The same on another thread.</summary>
    public void CompleteElsewhere() =>
        ThreadPool.UnsafeQueueUserWorkItem(static pending => pending.Complete(), this, preferLocal: false);

    protected abstract void Fail(Exception error);
}

internal sealed class PendingEffect<T>(Effect<T> effect, CancellationToken cancellationToken) : PendingEffect
{
    private readonly TaskCompletionSource<T> _answer = new();
    private T _read = default!;

    public Task<T> Answer => _answer.Task;

    public override SeatsTouched? Seats => effect.Seats;

    public override bool IsAbandoned => cancellationToken.IsCancellationRequested;

    public override NpgsqlBatchCommand ToCommand()
    {
        var command = new NpgsqlBatchCommand(effect.Sql);
        effect.Bind(new EffectParameters(command.Parameters));
        return command;
    }

    public override void Read(NpgsqlDataReader row) => _read = effect.Read(row);

    public override void Complete() => _answer.TrySetResult(_read);

    protected override void Fail(Exception error) => _answer.TrySetException(error);
}
