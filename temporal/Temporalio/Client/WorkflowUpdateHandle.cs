using Temporalio.Api.Update.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Client;

/// <summary>An update of a workflow.</summary>
/// <param name="Client">Client.</param>
/// <param name="Id">Update id.</param>
/// <param name="WorkflowId">Workflow id.</param>
/// <param name="WorkflowRunId">Run id of the workflow; null for the current run.</param>
public record WorkflowUpdateHandle(
    ITemporalClient Client, string Id, string WorkflowId, string? WorkflowRunId = null)
{
    /// <summary>Outcome, once it is known.</summary>
    internal Outcome? KnownOutcome { get; set; }

    /// <summary>Waits for the end of the update.</summary>
    /// <param name="rpcOptions">Options of the calls.</param>
    /// <returns>Task of the update.</returns>
    /// <exception cref="WorkflowUpdateFailedException">It was refused or failed.</exception>
    /// <exception cref="WorkflowUpdateRpcTimeoutOrCanceledException">Waiting was given up.</exception>
    public Task GetResultAsync(RpcOptions? rpcOptions = null) => GetResultAsync<ValueTuple>(rpcOptions);

    /// <summary>Waits for the result of the update.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="rpcOptions">Options of the calls.</param>
    /// <returns>The result.</returns>
    /// <exception cref="WorkflowUpdateFailedException">It was refused or failed.</exception>
    /// <exception cref="WorkflowUpdateRpcTimeoutOrCanceledException">Waiting was given up.</exception>
    public virtual async Task<TResult> GetResultAsync<TResult>(RpcOptions? rpcOptions = null)
    {
        await PollUntilOutcomeAsync(rpcOptions).ConfigureAwait(false);
        var converter = Client.Options.DataConverter.WithSerializationContext(
            new ISerializationContext.Workflow(Client.Options.Namespace, WorkflowId));
        var outcome = KnownOutcome!;
        return outcome.ValueCase switch
        {
            Outcome.ValueOneofCase.Success =>
                await ClientPayloads.ReadResultAsync<TResult>(converter, outcome.Success).ConfigureAwait(false),
            Outcome.ValueOneofCase.Failure => throw new WorkflowUpdateFailedException(
                await converter.ToExceptionAsync(outcome.Failure).ConfigureAwait(false)),
            _ => throw new InvalidOperationException($"Update {Id} has an outcome of unknown kind"),
        };
    }

    /// <summary>Waits until the outcome is known; a failed outcome is not thrown.</summary>
    internal async Task PollUntilOutcomeAsync(RpcOptions? rpcOptions)
    {
        try
        {
            while (KnownOutcome == null)
            {
                var response = await Client.Connection.WorkflowService.PollWorkflowExecutionUpdateAsync(
                    new()
                    {
                        Namespace = Client.Options.Namespace,
                        UpdateRef = new()
                        {
                            WorkflowExecution = new()
                            {
                                WorkflowId = WorkflowId,
                                RunId = WorkflowRunId ?? string.Empty,
                            },
                            UpdateId = Id,
                        },
                        Identity = Client.Connection is TemporalConnection c ? c.Identity : string.Empty,
                        WaitPolicy = new()
                        {
                            LifecycleStage = Api.Enums.V1.UpdateWorkflowExecutionLifecycleStage.Completed,
                        },
                    },
                    TemporalClient.DefaultRetryOptions(rpcOptions)).ConfigureAwait(false);
                KnownOutcome = response.Outcome;
            }
        }
        catch (Exception e) when (
            e is OperationCanceledException
            or RpcException { Code: RpcException.StatusCode.DeadlineExceeded or RpcException.StatusCode.Cancelled })
        {
            throw new WorkflowUpdateRpcTimeoutOrCanceledException(e);
        }
    }
}

/// <summary>An update of a workflow.</summary>
/// <typeparam name="TResult">Type of the result.</typeparam>
/// <param name="Client">Client.</param>
/// <param name="Id">Update id.</param>
/// <param name="WorkflowId">Workflow id.</param>
/// <param name="WorkflowRunId">Run id of the workflow; null for the current run.</param>
public record WorkflowUpdateHandle<TResult>(
    ITemporalClient Client, string Id, string WorkflowId, string? WorkflowRunId = null)
    : WorkflowUpdateHandle(Client, Id, WorkflowId, WorkflowRunId)
{
    /// <summary>Waits for the result of the update.</summary>
    /// <param name="rpcOptions">Options of the calls.</param>
    /// <returns>The result.</returns>
    /// <exception cref="WorkflowUpdateFailedException">It was refused or failed.</exception>
    /// <exception cref="WorkflowUpdateRpcTimeoutOrCanceledException">Waiting was given up.</exception>
    public new Task<TResult> GetResultAsync(RpcOptions? rpcOptions = null) => GetResultAsync<TResult>(rpcOptions);
}
