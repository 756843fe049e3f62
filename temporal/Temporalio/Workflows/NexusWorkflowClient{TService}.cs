using System.Linq.Expressions;
using NexusRpc;
using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>Calls the operations of a Nexus service out of a workflow.</summary>
/// <typeparam name="TService">Service interface.</typeparam>
public abstract class NexusWorkflowClient<TService> : NexusWorkflowClient
{
    /// <inheritdoc />
    public override string Service => ServiceDefinition.Name;

    /// <summary>Gets the definition of the service.</summary>
    public abstract ServiceDefinition ServiceDefinition { get; }

    /// <summary>Starts an operation and waits for its end.</summary>
    /// <param name="operationStartCall">Call of the operation's method.</param>
    /// <param name="options">Options.</param>
    /// <returns>Task that ends with the operation.</returns>
    /// <exception cref="Exceptions.NexusOperationFailureException">The operation did not succeed.</exception>
    public Task ExecuteNexusOperationAsync(
        Expression<Action<TService>> operationStartCall, NexusWorkflowOperationOptions? options = null)
    {
        var (operation, arg) = CallOf(operationStartCall);
        return ExecuteNexusOperationAsync(operation, arg, options);
    }

    /// <summary>Starts an operation and waits for its result.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="operationStartCall">Call of the operation's method.</param>
    /// <param name="options">Options.</param>
    /// <returns>Result of the operation.</returns>
    /// <exception cref="Exceptions.NexusOperationFailureException">The operation did not succeed.</exception>
    public Task<TResult> ExecuteNexusOperationAsync<TResult>(
        Expression<Func<TService, TResult>> operationStartCall, NexusWorkflowOperationOptions? options = null)
    {
        var (operation, arg) = CallOf(operationStartCall);
        return ExecuteNexusOperationAsync<TResult>(operation, arg, options);
    }

    /// <summary>Starts an operation.</summary>
    /// <param name="operationStartCall">Call of the operation's method.</param>
    /// <param name="options">Options.</param>
    /// <returns>Handle of the started operation.</returns>
    /// <exception cref="Exceptions.NexusOperationFailureException">The operation did not start.</exception>
    public Task<NexusWorkflowOperationHandle> StartNexusOperationAsync(
        Expression<Action<TService>> operationStartCall, NexusWorkflowOperationOptions? options = null)
    {
        var (operation, arg) = CallOf(operationStartCall);
        return StartNexusOperationAsync(operation, arg, options);
    }

    /// <summary>Starts an operation.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="operationStartCall">Call of the operation's method.</param>
    /// <param name="options">Options.</param>
    /// <returns>Handle of the started operation.</returns>
    /// <exception cref="Exceptions.NexusOperationFailureException">The operation did not start.</exception>
    public Task<NexusWorkflowOperationHandle<TResult>> StartNexusOperationAsync<TResult>(
        Expression<Func<TService, TResult>> operationStartCall, NexusWorkflowOperationOptions? options = null)
    {
        var (operation, arg) = CallOf(operationStartCall);
        return StartNexusOperationAsync<TResult>(operation, arg, options);
    }

    private (string Operation, object? Arg) CallOf(LambdaExpression call)
    {
        var (method, args) = ExpressionUtil.ExtractCall(call);
        var operation = ServiceDefinition.Operations.Values.FirstOrDefault(o => o.MethodInfo == method) ??
            throw new ArgumentException($"{method.Name} is no operation of Nexus service {Service}");
        return (operation.Name, args.SingleOrDefault());
    }
}
