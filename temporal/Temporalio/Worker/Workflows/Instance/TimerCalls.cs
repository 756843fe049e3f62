using Temporalio.Worker.Interceptors;
using Temporalio.Worker.Workflows.Machines;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Timers.</summary>
internal sealed class TimerCalls(WorkflowInstance instance)
{
    // The server refuses a timer of length zero.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private int _counter;

    /// <summary>A call of the workflow's code, which passes the interceptors.</summary>
    public Task CallAsync(DelayOptions options) =>
        instance.Outbound.DelayAsync(new(options.Delay, options.CancellationToken, options.Summary));

    public Task DelayAsync(DelayAsyncInput input)
    {
        var token = input.CancellationToken ?? instance.Run.CancellationToken;
        if (input.Delay < TimeSpan.Zero && input.Delay != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentException("Delay duration cannot be less than 0");
        }
        if (token.IsCancellationRequested)
        {
            return Task.FromCanceled(token);
        }
        if (input.Delay == Timeout.InfiniteTimeSpan)
        {
            return WaitForCancelAsync(token);
        }
        var machine = new TimerMachine(
            instance.Commands,
            ++_counter,
            input.Delay < Shortest ? Shortest : input.Delay,
            // Timers always carry a label, be it an empty one.
            PayloadCalls.ToMetadata(instance.Run.PayloadConverter, input.Summary) ?? new());
        return WaitAsync(machine, token);
    }

    private async Task WaitAsync(TimerMachine machine, CancellationToken token)
    {
        using var stack = instance.Stacks.Enter();
        using var registration = token.Register(() => machine.Cancel(token));
        await machine.Task;
    }

    private async Task WaitForCancelAsync(CancellationToken token)
    {
        using var stack = instance.Stacks.Enter();
        var source = new TaskCompletionSource();
        using var registration = token.Register(() => source.TrySetCanceled(token));
        await source.Task;
    }
}
