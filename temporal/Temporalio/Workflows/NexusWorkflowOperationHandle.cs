namespace Temporalio.Workflows;

/// <summary>A Nexus operation that has started.</summary>
public abstract class NexusWorkflowOperationHandle
{
    /// <summary>Gets the operation's token; null if it was done at once.</summary>
    public abstract string? OperationToken { get; }

    /// <summary>Waits for the operation and drops its result.</summary>
    /// <returns>Task that ends with the operation.</returns>
    public Task GetResultAsync() => GetResultAsync<ValueTuple>();

    /// <summary>Waits for the operation's result.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <returns>
    /// The result; a <see cref="Exceptions.NexusOperationFailureException" /> when the operation did not succeed.
    /// </returns>
    public abstract Task<TResult> GetResultAsync<TResult>();
}

/// <summary>A Nexus operation that has started, with a known type of result.</summary>
/// <typeparam name="TResult">Type of the result.</typeparam>
public abstract class NexusWorkflowOperationHandle<TResult> : NexusWorkflowOperationHandle
{
    /// <summary>Waits for the operation's result.</summary>
    /// <returns>
    /// The result; a <see cref="Exceptions.NexusOperationFailureException" /> when the operation did not succeed.
    /// </returns>
    public new Task<TResult> GetResultAsync() => GetResultAsync<TResult>();
}
