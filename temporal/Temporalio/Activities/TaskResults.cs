using System.Reflection;

namespace Temporalio.Activities;

/// <summary>Reads the result of a task whose type is known only at run time.</summary>
internal static class TaskResults
{
    /// <summary>Makes the reader for a method's return type; null when there is no result.</summary>
    public static Func<Task, object?>? ReaderFor(Type returnType)
    {
        for (var type = returnType; type != null && type != typeof(Task); type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
            {
                return typeof(TaskResults).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!
                    .MakeGenericMethod(type.GetGenericArguments()[0])
                    .CreateDelegate<Func<Task, object?>>();
            }
        }
        return null;
    }

    /// <summary>An invoker that stands before the method may hand on its result as a plain object.</summary>
    private static object? Read<T>(Task task) => task is Task<T> typed ? typed.Result : ((Task<object?>)task).Result;
}
