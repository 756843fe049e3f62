using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Temporalio.Activities;

namespace Temporalio.Extensions.Hosting;

/// <summary>Makes activities whose instances come from services, each call in a scope of its own.</summary>
public static class ServiceProviderExtensions
{
    /// <summary>Makes definitions of all methods of a type with the activity attribute.</summary>
    /// <typeparam name="T">Type.</typeparam>
    /// <param name="provider">Services.</param>
    /// <returns>The definitions; none when it has no activities.</returns>
    public static IReadOnlyCollection<ActivityDefinition> CreateTemporalActivityDefinitions<T>(
        this IServiceProvider provider) => provider.CreateTemporalActivityDefinitions(typeof(T));

    /// <summary>Makes definitions of all methods of a type with the activity attribute.</summary>
    /// <param name="provider">Services.</param>
    /// <param name="type">Type.</param>
    /// <returns>The definitions; none when it has no activities.</returns>
    public static IReadOnlyCollection<ActivityDefinition> CreateTemporalActivityDefinitions(
        this IServiceProvider provider, Type type) =>
    [
        .. type.GetMethods(
                BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.FlattenHierarchy)
            .Where(m => m.IsDefined(typeof(ActivityAttribute), inherit: false))
            .Select(m => provider.CreateTemporalActivityDefinition(type, m)),
    ];

    /// <summary>Makes the definition of a method.</summary>
    /// <param name="provider">Services.</param>
    /// <param name="instanceType">Type whose instance the method is called on.</param>
    /// <param name="method">Method, with the activity attribute.</param>
    /// <returns>The definition.</returns>
    public static ActivityDefinition CreateTemporalActivityDefinition(
        this IServiceProvider provider, Type instanceType, MethodInfo method)
    {
        var call = MethodInvoker.Create(method);
        return ActivityDefinition.Create(method, args => InvokeAsync(provider, instanceType, method, call, args));
    }

    private static async Task<object?> InvokeAsync(
        IServiceProvider provider, Type instanceType, MethodInfo method, MethodInvoker call, object?[] args)
    {
        var scope = ActivityScope.ServiceScope ?? provider.CreateAsyncScope();
        ActivityScope.ServiceScope = scope;
        try
        {
            var instance = method.IsStatic
                ? null
                : ActivityScope.ScopedInstance ?? scope.ServiceProvider.GetRequiredService(instanceType);
            ActivityScope.ScopedInstance = instance;
            var result = call.Invoke(instance, args.AsSpan());
            if (result is not Task task)
            {
                return result;
            }
            await task.ConfigureAwait(false);
            return TaskResult(task);
        }
        finally
        {
            if (scope is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                scope.Dispose();
            }
        }
    }

    // The task decides, not the declared type: that of an async method without a result has an empty struct as its result.
    private static object? TaskResult(Task task) =>
        task.GetType().GetProperty(nameof(Task<object>.Result))?.GetValue(task);
}
