using System.Collections.Concurrent;
using Temporalio.Activities;
using Temporalio.Exceptions;

namespace Sagas.Engine.Tests.Trips;

/// <summary>A travel agency's suppliers, all alike: every order and every cancellation goes through here.</summary>
public sealed class TravelActivities
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Exception>> _faults = new();
    private readonly ConcurrentQueue<string> _done = new();

    /// <summary>What was done, in order.</summary>
    public IReadOnlyList<string> Done => [.. _done];

    public void Fail(string what, params Exception[] faults)
    {
        var queue = _faults.GetOrAdd(what, _ => new ConcurrentQueue<Exception>());
        Array.ForEach(faults, queue.Enqueue);
    }

    public static Exception Refusal(string type) => new ApplicationFailureException(type, errorType: type, nonRetryable: true);

    [Activity]
    public Task<string> OrderAsync(string what) => Task.FromResult(Do(what));

    [Activity]
    public Task<string> CancelAsync(string what) => Task.FromResult(Do($"cancel {what}"));

    private string Do(string what)
    {
        if (_faults.TryGetValue(what, out var queue) && queue.TryDequeue(out var fault))
        {
            throw fault;
        }
        _done.Enqueue(what);
        return $"receipt of {what}";
    }
}
