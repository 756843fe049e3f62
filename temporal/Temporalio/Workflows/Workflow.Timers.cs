namespace Temporalio.Workflows;

/// <content>Timers and conditions.</content>
public static partial class Workflow
{
    /// <summary>Waits for a durable timer.</summary>
    /// <param name="millisecondsDelay">Length in milliseconds; 0 means 1; -1 means for ever.</param>
    /// <param name="cancellationToken">Token that cancels the timer; null means the workflow's own.</param>
    /// <returns>Task that ends with the timer.</returns>
    public static Task DelayAsync(int millisecondsDelay, CancellationToken? cancellationToken = null) =>
        Context.Timers.CallAsync(new(millisecondsDelay, cancellationToken: cancellationToken));

    /// <summary>Waits for a durable timer.</summary>
    /// <param name="delay">Length; zero means 1 ms; <see cref="Timeout.InfiniteTimeSpan" /> means for ever.</param>
    /// <param name="cancellationToken">Token that cancels the timer; null means the workflow's own.</param>
    /// <returns>Task that ends with the timer.</returns>
    public static Task DelayAsync(TimeSpan delay, CancellationToken? cancellationToken = null) =>
        Context.Timers.CallAsync(new(delay, cancellationToken: cancellationToken));

    /// <summary>Waits for a durable timer.</summary>
    /// <param name="options">Timer.</param>
    /// <returns>Task that ends with the timer.</returns>
    public static Task DelayWithOptionsAsync(DelayOptions options) =>
        Context.Timers.CallAsync(options);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="conditionCheck">Condition; it must be fast and change nothing.</param>
    /// <param name="cancellationToken">Token that cancels the wait; null means the workflow's own.</param>
    /// <returns>Task that ends when the condition holds.</returns>
    public static Task WaitConditionAsync(Func<bool> conditionCheck, CancellationToken? cancellationToken = null) =>
        Context.Conditions.WaitAsync(new(conditionCheck, cancellationToken: cancellationToken));

    /// <summary>Waits until a condition holds or a time has passed.</summary>
    /// <param name="conditionCheck">Condition; it must be fast and change nothing.</param>
    /// <param name="timeoutMilliseconds">Longest wait in milliseconds.</param>
    /// <param name="cancellationToken">Token that cancels the wait; null means the workflow's own.</param>
    /// <returns>True if the condition holds, false if the time has passed.</returns>
    public static Task<bool> WaitConditionAsync(
        Func<bool> conditionCheck, int timeoutMilliseconds, CancellationToken? cancellationToken = null) =>
        Context.Conditions.WaitAsync(
            new(conditionCheck, TimeSpan.FromMilliseconds(timeoutMilliseconds), cancellationToken: cancellationToken));

    /// <summary>Waits until a condition holds or a time has passed.</summary>
    /// <param name="conditionCheck">Condition; it must be fast and change nothing.</param>
    /// <param name="timeout">Longest wait.</param>
    /// <param name="cancellationToken">Token that cancels the wait; null means the workflow's own.</param>
    /// <returns>True if the condition holds, false if the time has passed.</returns>
    public static Task<bool> WaitConditionAsync(
        Func<bool> conditionCheck, TimeSpan timeout, CancellationToken? cancellationToken = null) =>
        Context.Conditions.WaitAsync(new(conditionCheck, timeout, cancellationToken: cancellationToken));

    /// <summary>Waits until a condition holds or a time has passed.</summary>
    /// <param name="options">Condition.</param>
    /// <returns>True if the condition holds, false if the time has passed.</returns>
    public static Task<bool> WaitConditionWithOptionsAsync(WaitConditionOptions options) =>
        Context.Conditions.WaitAsync(options);
}
