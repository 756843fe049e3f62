using System.Globalization;
using Npgsql;
using Sagas.Local.State;
using Sagas.Local.Supervision;

namespace Sagas.Local.Bench;

/// <summary>What a run cost, read before and after it.</summary>
/// <param name="CpuMs">Processor time by role.</param>
/// <param name="AllocatedBytes">Managed allocations by role; without PostgreSQL, which is not managed.</param>
internal sealed record MeterReading(
    long Commits, IReadOnlyDictionary<string, double> CpuMs, IReadOnlyDictionary<string, long> AllocatedBytes);

internal sealed class Meters(UpFile running, StateDirectory state) : IAsyncDisposable
{
    private const double TicksPerSecond = 100;

    /// <summary>A PostgreSQL backend reports its counters at most once a second, and when it has nothing to do.</summary>
    private static readonly TimeSpan StatisticsSettleWithin = TimeSpan.FromSeconds(1.3);

    private readonly NpgsqlDataSource _database =
        Storage.SagasDatabase.Open(running.Urls.Database, "sagas-bench-meters", poolMax: 1);

    public async Task<MeterReading> ReadAsync(CancellationToken stop)
    {
        var roles = running.Pids.Where(part => part.Key != Roles.Supervisor).ToList();
        var cpu = roles.ToDictionary(part => part.Key, part => CpuMs(part.Key, part.Value));
        var allocated = new Dictionary<string, long>();
        foreach (var (role, _) in roles)
        {
            if (await DiagnosticsSocket.AskAsync(DiagnosticsSocket.NameOf(state.ShortName, role), stop) is { } told)
            {
                allocated[role] = told.AllocatedBytes;
            }
        }

        await Task.Delay(StatisticsSettleWithin, stop);
        return new MeterReading(await CommitsAsync(stop), cpu, allocated);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<long> CommitsAsync(CancellationToken stop)
    {
        await using var command = _database.CreateCommand(
            "select xact_commit from pg_stat_database where datname = current_database()");
        return (long)(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>PostgreSQL is a process per connection: all of them, and those that have ended.</summary>
    private static double CpuMs(string role, int pid) => role == Roles.Postgres
        ? Children(pid).Prepend(pid).Sum(process => CpuMs(process, withEndedChildren: process == pid))
        : CpuMs(pid, withEndedChildren: false);

    private static double CpuMs(int pid, bool withEndedChildren)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            // utime, stime, and for ended children cutime, cstime: fields 14 to 17, the first after the name being the third.
            return fields[11..(withEndedChildren ? 15 : 13)]
                .Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond * 1000;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static IEnumerable<int> Children(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/task/{pid}/children")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return [];
        }
    }
}
