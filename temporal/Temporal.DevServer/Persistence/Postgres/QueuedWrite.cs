using Npgsql;

namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>A write that somebody waits for: a set of changes, or any other.</summary>
internal sealed class QueuedWrite
{
    public ChangeSet? Set { get; init; }

    public Func<NpgsqlConnection, CancellationToken, Task>? Write { get; init; }

    public TaskCompletionSource Done { get; } = new();
}
