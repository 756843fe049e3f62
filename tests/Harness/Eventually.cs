using System.Diagnostics;

namespace Sagas.Harness;

/// <summary>Waits for what other processes do, of which there is no signal here.</summary>
public static class Eventually
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The first value that is not null.</summary>
    public static async Task<T> GetAsync<T>(string what, TimeSpan patience, Func<Task<T?>> look)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(_pause);
        do
        {
            if (await look() is { } found)
            {
                return found;
            }

            await timer.WaitForNextTickAsync();
        }
        while (clock.Elapsed < patience);

        throw new TimeoutException($"Not within {patience.TotalSeconds:0} s: {what}");
    }

    public static Task HoldsAsync(string what, TimeSpan patience, Func<Task<bool>> holds) =>
        GetAsync(what, patience, async () => await holds() ? "" : null);
}
