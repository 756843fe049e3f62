namespace Temporalio.Workflows;

/// <summary>Calls the operations of a Nexus service by name, out of a workflow.</summary>
public abstract class NexusWorkflowClient
{
    /// <summary>Gets the service.</summary>
    public abstract string Service { get; }

    /// <summary>Gets the options.</summary>
    public abstract NexusWorkflowClientOptions Options { get; }

    /// <summary>Starts an operation and waits for its end.</summary>
    /// <param name="operationName">Operation.</param>
    /// <param name="arg">Argument.</param>
    /// <param name="options">Options.</param>
    /// <returns>Task that ends with the operation.</returns>
    /// <exception cref="Exceptions.NexusOperationFailureException">The operation did not succeed.</exception>
    public Task ExecuteNexusOperationAsync(
        string operationName, object? arg, NexusWorkflowOperationOptions? options = null) =>
        ExecuteNexusOperationAsync<ValueTuple>(operationName, arg, options);

    /// <summary>Starts an operation and waits for its result.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="operationName">Operation.</param>
    /// <param name="arg">Argument.</param>
    /// <param name="options">Options.</param>
    /// <returns>Result of the operation.</returns>
    /// <exception cref="Exceptions.NexusOperationFailureException">The operation did not succeed.</exception>
    public async Task<TResult> ExecuteNexusOperationAsync<TResult>(
        string operationName, object? arg, NexusWorkflowOperationOptions? options = null)
    {
        var handle = await StartNexusOperationAsync<TResult>(operationName, arg, options);
        return await handle.GetResultAsync();
    }

    /// <summary>Starts an operation.</summary>
    /// <param name="operationName">Operation.</param>
    /// <param name="arg">Argument.</param>
    /// <param name="options">Options.</param>
    /// <returns>Handle of the started operation.</returns>
    /// <exception cref="Exceptions.NexusOperationFailureException">The operation did not start.</exception>
    public async Task<NexusWorkflowOperationHandle> StartNexusOperationAsync(
        string operationName, object? arg, NexusWorkflowOperationOptions? options = null) =>
        await StartNexusOperationAsync<ValueTuple>(operationName, arg, options);

    /// <summary>Starts an operation.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="operationName">Operation.</param>
    /// <param name="arg">Argument.</param>
    /// <param name="options">Options.</param>
    /// <returns>Handle of the started operation.</returns>
    /// <exception cref="Exceptions.NexusOperationFailureException">The operation did not start.</exception>
    public abstract Task<NexusWorkflowOperationHandle<TResult>> StartNexusOperationAsync<TResult>(
        string operationName, object? arg, NexusWorkflowOperationOptions? options = null);
}
