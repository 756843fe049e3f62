using System.Linq.Expressions;
using Temporalio.Activities;
using Temporalio.Common;

namespace Temporalio.Workflows;

/// <content>Local activities.</content>
public static partial class Workflow
{
    /// <summary>Runs a local activity: static method.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="activityCall">Call of the activity.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Result of the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task<TResult> ExecuteLocalActivityAsync<TResult>(
        Expression<Func<TResult>> activityCall, LocalActivityOptions options) =>
        ScheduleLocalActivityCallAsync<TResult>(activityCall, options);

    /// <summary>Runs a local activity: static method without result.</summary>
    /// <param name="activityCall">Call of the activity.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Task that ends with the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task ExecuteLocalActivityAsync(
        Expression<Action> activityCall, LocalActivityOptions options) =>
        ScheduleLocalActivityCallAsync<ValueTuple>(activityCall, options);

    /// <summary>Runs a local activity: instance method.</summary>
    /// <typeparam name="TActivityInstance">Activity class or interface.</typeparam>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="activityCall">Call of the activity.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Result of the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task<TResult> ExecuteLocalActivityAsync<TActivityInstance, TResult>(
        Expression<Func<TActivityInstance, TResult>> activityCall, LocalActivityOptions options) =>
        ScheduleLocalActivityCallAsync<TResult>(activityCall, options);

    /// <summary>Runs a local activity: instance method without result.</summary>
    /// <typeparam name="TActivityInstance">Activity class or interface.</typeparam>
    /// <param name="activityCall">Call of the activity.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Task that ends with the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task ExecuteLocalActivityAsync<TActivityInstance>(
        Expression<Action<TActivityInstance>> activityCall, LocalActivityOptions options) =>
        ScheduleLocalActivityCallAsync<ValueTuple>(activityCall, options);

    /// <summary>Runs a local activity: static async method.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="activityCall">Call of the activity.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Result of the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task<TResult> ExecuteLocalActivityAsync<TResult>(
        Expression<Func<Task<TResult>>> activityCall, LocalActivityOptions options) =>
        ScheduleLocalActivityCallAsync<TResult>(activityCall, options);

    /// <summary>Runs a local activity: static async method without result.</summary>
    /// <param name="activityCall">Call of the activity.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Task that ends with the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task ExecuteLocalActivityAsync(
        Expression<Func<Task>> activityCall, LocalActivityOptions options) =>
        ScheduleLocalActivityCallAsync<ValueTuple>(activityCall, options);

    /// <summary>Runs a local activity: instance async method.</summary>
    /// <typeparam name="TActivityInstance">Activity class or interface.</typeparam>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="activityCall">Call of the activity.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Result of the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task<TResult> ExecuteLocalActivityAsync<TActivityInstance, TResult>(
        Expression<Func<TActivityInstance, Task<TResult>>> activityCall, LocalActivityOptions options) =>
        ScheduleLocalActivityCallAsync<TResult>(activityCall, options);

    /// <summary>Runs a local activity: instance async method without result.</summary>
    /// <typeparam name="TActivityInstance">Activity class or interface.</typeparam>
    /// <param name="activityCall">Call of the activity.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Task that ends with the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task ExecuteLocalActivityAsync<TActivityInstance>(
        Expression<Func<TActivityInstance, Task>> activityCall, LocalActivityOptions options) =>
        ScheduleLocalActivityCallAsync<ValueTuple>(activityCall, options);

    /// <summary>Runs a local activity by name.</summary>
    /// <param name="activity">Activity type.</param>
    /// <param name="args">Arguments.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Task that ends with the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task ExecuteLocalActivityAsync(
        string activity, IReadOnlyCollection<object?> args, LocalActivityOptions options) =>
        ExecuteLocalActivityAsync<ValueTuple>(activity, args, options);

    /// <summary>Runs a local activity by name.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="activity">Activity type.</param>
    /// <param name="args">Arguments.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Result of the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task<TResult> ExecuteLocalActivityAsync<TResult>(
        string activity, IReadOnlyCollection<object?> args, LocalActivityOptions options) =>
        Context.Outbound.ScheduleLocalActivityAsync<TResult>(new(activity, args, options, null));

    private static Task<TResult> ScheduleLocalActivityCallAsync<TResult>(
        LambdaExpression activityCall, LocalActivityOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(activityCall);
        return ExecuteLocalActivityAsync<TResult>(ActivityDefinition.NameFromMethodForCall(method), args, options);
    }
}
