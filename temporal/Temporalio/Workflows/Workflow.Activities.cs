using System.Linq.Expressions;
using Temporalio.Activities;
using Temporalio.Common;

namespace Temporalio.Workflows;

/// <content>Activities.</content>
public static partial class Workflow
{
    /// <summary>Runs an activity: static method.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="activityCall">Call of the activity.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Result of the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task<TResult> ExecuteActivityAsync<TResult>(
        Expression<Func<TResult>> activityCall, ActivityOptions options) =>
        ScheduleActivityCallAsync<TResult>(activityCall, options);

    /// <summary>Runs an activity: static method without result.</summary>
    /// <param name="activityCall">Call of the activity.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Task that ends with the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task ExecuteActivityAsync(
        Expression<Action> activityCall, ActivityOptions options) =>
        ScheduleActivityCallAsync<ValueTuple>(activityCall, options);

    /// <summary>Runs an activity: instance method.</summary>
    /// <typeparam name="TActivityInstance">Activity class or interface.</typeparam>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="activityCall">Call of the activity.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Result of the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task<TResult> ExecuteActivityAsync<TActivityInstance, TResult>(
        Expression<Func<TActivityInstance, TResult>> activityCall, ActivityOptions options) =>
        ScheduleActivityCallAsync<TResult>(activityCall, options);

    /// <summary>Runs an activity: instance method without result.</summary>
    /// <typeparam name="TActivityInstance">Activity class or interface.</typeparam>
    /// <param name="activityCall">Call of the activity.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Task that ends with the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task ExecuteActivityAsync<TActivityInstance>(
        Expression<Action<TActivityInstance>> activityCall, ActivityOptions options) =>
        ScheduleActivityCallAsync<ValueTuple>(activityCall, options);

    /// <summary>Runs an activity: static async method.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="activityCall">Call of the activity.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Result of the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task<TResult> ExecuteActivityAsync<TResult>(
        Expression<Func<Task<TResult>>> activityCall, ActivityOptions options) =>
        ScheduleActivityCallAsync<TResult>(activityCall, options);

    /// <summary>Runs an activity: static async method without result.</summary>
    /// <param name="activityCall">Call of the activity.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Task that ends with the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task ExecuteActivityAsync(
        Expression<Func<Task>> activityCall, ActivityOptions options) =>
        ScheduleActivityCallAsync<ValueTuple>(activityCall, options);

    /// <summary>Runs an activity: instance async method.</summary>
    /// <typeparam name="TActivityInstance">Activity class or interface.</typeparam>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="activityCall">Call of the activity.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Result of the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task<TResult> ExecuteActivityAsync<TActivityInstance, TResult>(
        Expression<Func<TActivityInstance, Task<TResult>>> activityCall, ActivityOptions options) =>
        ScheduleActivityCallAsync<TResult>(activityCall, options);

    /// <summary>Runs an activity: instance async method without result.</summary>
    /// <typeparam name="TActivityInstance">Activity class or interface.</typeparam>
    /// <param name="activityCall">Call of the activity.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Task that ends with the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task ExecuteActivityAsync<TActivityInstance>(
        Expression<Func<TActivityInstance, Task>> activityCall, ActivityOptions options) =>
        ScheduleActivityCallAsync<ValueTuple>(activityCall, options);

    /// <summary>Runs an activity by name.</summary>
    /// <param name="activity">Activity type.</param>
    /// <param name="args">Arguments.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Task that ends with the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task ExecuteActivityAsync(
        string activity, IReadOnlyCollection<object?> args, ActivityOptions options) =>
        ExecuteActivityAsync<ValueTuple>(activity, args, options);

    /// <summary>Runs an activity by name.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="activity">Activity type.</param>
    /// <param name="args">Arguments.</param>
    /// <param name="options">Options; a timeout is required.</param>
    /// <returns>Result of the activity.</returns>
    /// <exception cref="Exceptions.ActivityFailureException">
    /// The activity failed, timed out or was cancelled.
    /// </exception>
    public static Task<TResult> ExecuteActivityAsync<TResult>(
        string activity, IReadOnlyCollection<object?> args, ActivityOptions options) =>
        Context.Outbound.ScheduleActivityAsync<TResult>(new(activity, args, options, null));

    private static Task<TResult> ScheduleActivityCallAsync<TResult>(
        LambdaExpression activityCall, ActivityOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(activityCall);
        return ExecuteActivityAsync<TResult>(ActivityDefinition.NameFromMethodForCall(method), args, options);
    }
}
