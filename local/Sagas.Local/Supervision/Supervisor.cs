namespace Sagas.Local.Supervision;

/// <summary>Runs the parts of one system: starts them in waves, keeps them running, stops them in reverse.</summary>
internal sealed class Supervisor(Action<string> say, string childrenFile)
{
    private readonly List<WatchedPart[]> _waves = [];
    private readonly ChildrenRecord _children = new(childrenFile);

    /// <summary>Called whenever a part got a new process.</summary>
    public event Action? PidsChanged;

    public SortedDictionary<string, int> Pids => _children.Pids();

    /// <summary>Starts parts side by side and returns when all of them are ready.</summary>
    public async Task StartAsync(IEnumerable<Part> parts, TimeSpan within, CancellationToken stop)
    {
        var wave = parts.Select(part => new WatchedPart(part, say, OnStarted)).ToArray();
        _waves.Add(wave);
        foreach (var part in wave)
        {
            part.Start();
        }

        try
        {
            await Task.WhenAll(wave.Select(part => part.FirstReady)).WaitAsync(within, stop);
        }
        catch (TimeoutException)
        {
            var late = wave.Where(part => !part.FirstReady.IsCompleted).Select(part => part.Role);
            throw new UserError($"Not ready within {within.TotalSeconds:0} s: {string.Join(", ", late)}. "
                + $"Their logs are beside {childrenFile}, in logs/.");
        }
    }

    public async Task StopAsync()
    {
        foreach (var wave in Enumerable.Reverse(_waves))
        {
            await Task.WhenAll(wave.Select(part => part.StopAsync()));
        }

        _children.Clear();
    }

    private void OnStarted(string role, int pid)
    {
        _children.Add(role, pid);
        PidsChanged?.Invoke();
    }
}
