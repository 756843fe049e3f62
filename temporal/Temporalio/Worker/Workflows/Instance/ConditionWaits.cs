using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>
/// Conditions that workflow code waits for. They are checked in order when no task can run; the first that holds is
/// released alone, because what it releases may make the others false again.
/// </summary>
internal sealed class ConditionWaits(WorkflowInstance instance)
{
    // What the UI shows of a timer that nobody named.
    private const string DefaultSummary = "WaitConditionAsync";

    private readonly LinkedList<Condition> _conditions = new();

    public Task<bool> WaitAsync(WaitConditionOptions options)
    {
        var check = options.ConditionCheck;
        var token = options.CancellationToken ?? instance.Run.CancellationToken;
        if (token.IsCancellationRequested)
        {
            return Task.FromCanceled<bool>(token);
        }
        var node = _conditions.AddLast(new Condition(check));
        if (options.Timeout is not { } timeout || timeout == Timeout.InfiniteTimeSpan)
        {
            return WaitForEverAsync(node, token);
        }
        // As on the official SDK the timer starts behind what the caller does before it awaits: histories show the order.
        return instance.Scheduler.QueueNew(
            () => WaitWithTimeoutAsync(node, timeout, options.TimeoutSummary ?? DefaultSummary, token));
    }

    /// <summary>Releases the first condition that holds.</summary>
    /// <returns>Whether there was one.</returns>
    public bool ReleaseFirst()
    {
        for (var node = _conditions.First; node != null; node = node.Next)
        {
            if (node.Value.Source.Task.IsCompleted)
            {
                continue;
            }
            try
            {
                if (!node.Value.Check())
                {
                    continue;
                }
            }
            catch (Exception e)
            {
                // A condition runs outside of all code that could handle its failure.
                instance.FailTask(e);
                return false;
            }
            node.Value.Source.TrySetResult();
            return true;
        }
        return false;
    }

    private async Task<bool> WaitForEverAsync(LinkedListNode<Condition> node, CancellationToken token)
    {
        try
        {
            using var stack = instance.Stacks.Enter();
            using var registration = token.Register(() => node.Value.Source.TrySetCanceled(token));
            await node.Value.Source.Task;
            return true;
        }
        finally
        {
            _conditions.Remove(node);
        }
    }

    private async Task<bool> WaitWithTimeoutAsync(
        LinkedListNode<Condition> node, TimeSpan timeout, string summary, CancellationToken token)
    {
        try
        {
            using var stack = instance.Stacks.Enter();
            using var registration = token.Register(() => node.Value.Source.TrySetCanceled(token));
            using var timerCancellation = new CancellationTokenSource();
            var timer = instance.Outbound.DelayAsync(new(timeout, timerCancellation.Token, summary));
            var first = await Task.WhenAny(node.Value.Source.Task, timer);
            if (first == timer)
            {
                await timer;
                return false;
            }
            timerCancellation.Cancel();
            await node.Value.Source.Task;
            return true;
        }
        finally
        {
            _conditions.Remove(node);
        }
    }

    private sealed class Condition(Func<bool> check)
    {
        public Func<bool> Check { get; } = check;

        public TaskCompletionSource Source { get; } = new();
    }
}
