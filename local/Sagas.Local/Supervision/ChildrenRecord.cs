using Sagas.Local.State;

namespace Sagas.Local.Supervision;

/// <summary>
/// Which processes belong to this system, on disk, so that the next <c>up</c> finds those that survived a supervisor
/// killed without warning. A process is known by its id and its start time, so a reused id is never taken for ours.
/// </summary>
internal sealed class ChildrenRecord(string path)
{
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(4);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Child> _children = [];

    public SortedDictionary<string, int> Pids()
    {
        lock (_lock)
        {
            return new(_children.ToDictionary(child => child.Key, child => child.Value.Pid));
        }
    }

    public void Add(string role, int pid)
    {
        lock (_lock)
        {
            _children[role] = new Child(pid, Native.StartTicks(pid) ?? 0);
            JsonFile.Write(path, _children);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _children.Clear();
            File.Delete(path);
        }
    }

    /// <summary>Ends what an earlier run left behind. Called under the lock of the state directory.</summary>
    public static async Task StopLeftoversAsync(string path, Action<string> say, CancellationToken stop)
    {
        var left = (JsonFile.Read<Dictionary<string, Child>>(path) ?? [])
            .Where(child => child.Key != Roles.Postgres && child.Value.IsAlive)
            .ToList();
        if (left.Count == 0)
        {
            return;
        }

        say($"Stopping what an earlier run left behind: {string.Join(", ", left.Select(child => child.Key))}.");
        left.ForEach(child => Native.Signal(child.Value.Pid, Native.SignalTerminate));
        var deadline = DateTime.UtcNow + EndWithin;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (left.Any(child => child.Value.IsAlive) && await timer.WaitForNextTickAsync(stop))
        {
            if (DateTime.UtcNow > deadline)
            {
                left.Where(child => child.Value.IsAlive).ToList()
                    .ForEach(child => Native.Signal(child.Value.Pid, Native.SignalKill));
            }
        }
    }

    internal sealed record Child(int Pid, long StartTicks)
    {
        [System.Text.Json.Serialization.JsonIgnore]
        public bool IsAlive => Native.StartTicks(Pid) == StartTicks;
    }
}
