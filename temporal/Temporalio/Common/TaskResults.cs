using System.Collections.Concurrent;
using System.Reflection;

namespace Temporalio.Common;

/// <summary>
/// Reads the result of a task whose type is known only at run time. The task itself decides, as in the official package, not
/// the declared type: a method that returns Task may hand out one with a result, and an async one hands out one whose result is an
/// empty struct, which becomes an empty object.
/// </summary>
internal static class TaskResults
{
    private static readonly ConcurrentDictionary<Type, Func<Task, object?>> Readers = new();

    /// <summary>The result of a task that has ended well; null when there is none.</summary>
    public static object? Of(Task task) => Readers.GetOrAdd(task.GetType(), FindReader)(task);

    private static Func<Task, object?> FindReader(Type taskType)
    {
        for (var type = taskType; type != null && type != typeof(Task); type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
            {
                return typeof(TaskResults).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!
                    .MakeGenericMethod(type.GetGenericArguments()[0])
                    .CreateDelegate<Func<Task, object?>>();
            }
        }
        return _ => null;
    }

    private static object? Read<T>(Task task) => ((Task<T>)task).Result;
}
