namespace Temporalio.Workflows;

/// <content>Deterministic replacements of members of <see cref="Task" />.</content>
public static partial class Workflow
{
    /// <summary>Runs code as a task of the workflow, in place of <c>Task.Run</c>.</summary>
    /// <param name="function">Code.</param>
    /// <param name="cancellationToken">Token that keeps the code from starting; null means the workflow's own.</param>
    /// <returns>Task that ends with the code.</returns>
    public static Task RunTaskAsync(Func<Task> function, CancellationToken? cancellationToken = null)
    {
        var context = Context;
        return Task.Factory.StartNew(
            function,
            cancellationToken ?? context.Run.CancellationToken,
            TaskCreationOptions.None,
            context.Scheduler).Unwrap();
    }

    /// <summary>Runs code as a task of the workflow, in place of <c>Task.Run</c>.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="function">Code.</param>
    /// <param name="cancellationToken">Token that keeps the code from starting; null means the workflow's own.</param>
    /// <returns>Result of the code.</returns>
    public static Task<TResult> RunTaskAsync<TResult>(
        Func<Task<TResult>> function, CancellationToken? cancellationToken = null)
    {
        var context = Context;
        return Task.Factory.StartNew(
            function,
            cancellationToken ?? context.Run.CancellationToken,
            TaskCreationOptions.None,
            context.Scheduler).Unwrap();
    }

    /// <summary>Waits for all tasks.</summary>
    /// <param name="tasks">Tasks.</param>
    /// <returns>Task that ends with the last of them.</returns>
    public static Task WhenAllAsync(IEnumerable<Task> tasks) => Task.WhenAll(tasks);

    /// <summary>Waits for all tasks.</summary>
    /// <param name="tasks">Tasks.</param>
    /// <returns>Task that ends with the last of them.</returns>
    public static Task WhenAllAsync(params Task[] tasks) => Task.WhenAll(tasks);

    /// <summary>Waits for all tasks.</summary>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="tasks">Tasks.</param>
    /// <returns>Results in the order of the tasks.</returns>
    public static Task<TResult[]> WhenAllAsync<TResult>(IEnumerable<Task<TResult>> tasks) => Task.WhenAll(tasks);

    /// <summary>Waits for all tasks.</summary>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="tasks">Tasks.</param>
    /// <returns>Results in the order of the tasks.</returns>
    public static Task<TResult[]> WhenAllAsync<TResult>(params Task<TResult>[] tasks) => Task.WhenAll(tasks);

    /// <summary>Waits for the first task to end; of several ended ones it is the first in order.</summary>
    /// <param name="tasks">Tasks.</param>
    /// <returns>The ended task.</returns>
    public static Task<Task> WhenAnyAsync(params Task[] tasks) => WhenAnyAsync((IEnumerable<Task>)tasks);

    /// <summary>Waits for the first task to end; of several ended ones it is the first in order.</summary>
    /// <param name="tasks">Tasks.</param>
    /// <returns>The ended task.</returns>
    public static Task<Task> WhenAnyAsync(IEnumerable<Task> tasks) => Task.WhenAny(tasks);

    /// <summary>Waits for the first task to end; of several ended ones it is the first in order.</summary>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="tasks">Tasks.</param>
    /// <returns>The ended task.</returns>
    public static Task<Task<TResult>> WhenAnyAsync<TResult>(params Task<TResult>[] tasks) =>
        WhenAnyAsync((IEnumerable<Task<TResult>>)tasks);

    /// <summary>Waits for the first task to end; of several ended ones it is the first in order.</summary>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="tasks">Tasks.</param>
    /// <returns>The ended task.</returns>
    public static async Task<Task<TResult>> WhenAnyAsync<TResult>(IEnumerable<Task<TResult>> tasks) =>
        // Not Task.WhenAny<TResult>: some of its overloads finish on the default scheduler.
        (Task<TResult>)await Task.WhenAny(tasks.Cast<Task>());
}
