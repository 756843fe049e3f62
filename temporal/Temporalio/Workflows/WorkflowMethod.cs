using System.Reflection;
using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>
/// A run method or handler, ready to be called: fast invoker and parameter types.
/// </summary>
internal sealed class WorkflowMethod
{
    private readonly Func<object?, object?[], object?> _invoke;

    private WorkflowMethod(
        MethodInfo method, ParameterInfo[] parameters, Func<object?, object?[], object?> invoke)
    {
        Method = method;
        Parameters = parameters;
        ParameterTypes = Array.ConvertAll(parameters, p => p.ParameterType);
        ReturnType = method.ReturnType;
        _invoke = invoke;
    }

    public MethodInfo Method { get; }

    public ParameterInfo[] Parameters { get; }

    public Type[] ParameterTypes { get; }

    public Type ReturnType { get; }

    public static WorkflowMethod Create(MethodInfo method)
    {
        var invoker = MethodInvoker.Create(method);
        return new(method, method.GetParameters(), (instance, args) => invoker.Invoke(instance, args.AsSpan()));
    }

    public static WorkflowMethod Create(Delegate del)
    {
        var invoker = MethodInvoker.Create(del.GetType().GetMethod("Invoke")!);
        return new(
            del.Method,
            del.Method.GetParameters().Where((_, i) => !IsClosedOver(del, i)).ToArray(),
            (_, args) => invoker.Invoke(del, args.AsSpan()));
    }

    public static WorkflowMethod Create(PropertyInfo property) => Create(property.GetMethod!);

    /// <summary>Calls a method that does not return a task.</summary>
    public object? Invoke(object? instance, object?[] args) => _invoke(instance, args);

    /// <summary>Calls a method that returns a task, and waits for its result; null if it has none.</summary>
    public async Task<object?> InvokeAsync(object? instance, object?[] args)
    {
        var task = (Task)(_invoke(instance, args) ??
            throw new InvalidOperationException("Method returned a null task"));
        // The continuation must stay on the workflow's scheduler.
        await task;
        return TaskResults.Of(task);
    }

    // A static method made into a closed delegate has its first parameter bound already.
    private static bool IsClosedOver(Delegate del, int parameter) =>
        parameter == 0 && del.Method.IsStatic && del.Target != null &&
        del.Method.GetParameters().Length == del.GetType().GetMethod("Invoke")!.GetParameters().Length + 1;
}
