using NexusRpc.Handlers;

namespace Temporalio.Nexus;

/// <summary>Makes handlers of Nexus operations that workflows carry out.</summary>
public static class WorkflowRunOperationHandler
{
    /// <summary>Makes a handler.</summary>
    /// <param name="handleFactory">Starts the workflow.</param>
    /// <returns>The handler.</returns>
    public static IOperationHandler<NoValue, NoValue> FromHandleFactory(
        Func<WorkflowRunOperationContext, Task<NexusWorkflowRunHandle>> handleFactory) =>
        new Handler<NoValue, NoValue>((context, _) => handleFactory(context));

    /// <summary>Makes a handler.</summary>
    /// <typeparam name="TInput">Type of the argument.</typeparam>
    /// <param name="handleFactory">Starts the workflow.</param>
    /// <returns>The handler.</returns>
    public static IOperationHandler<TInput, NoValue> FromHandleFactory<TInput>(
        Func<WorkflowRunOperationContext, TInput, Task<NexusWorkflowRunHandle>> handleFactory) =>
        new Handler<TInput, NoValue>(handleFactory);

    /// <summary>Makes a handler.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="handleFactory">Starts the workflow.</param>
    /// <returns>The handler.</returns>
    public static IOperationHandler<NoValue, TResult> FromHandleFactory<TResult>(
        Func<WorkflowRunOperationContext, Task<NexusWorkflowRunHandle<TResult>>> handleFactory) =>
        new Handler<NoValue, TResult>(async (context, _) => await handleFactory(context).ConfigureAwait(false));

    /// <summary>Makes a handler.</summary>
    /// <typeparam name="TInput">Type of the argument.</typeparam>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="handleFactory">Starts the workflow.</param>
    /// <returns>The handler.</returns>
    public static IOperationHandler<TInput, TResult> FromHandleFactory<TInput, TResult>(
        Func<WorkflowRunOperationContext, TInput, Task<NexusWorkflowRunHandle<TResult>>> handleFactory) =>
        new Handler<TInput, TResult>(
            async (context, input) => await handleFactory(context, input).ConfigureAwait(false));

    /// <summary>Starts the workflow; cancelling the operation is cancelling the workflow.</summary>
    private sealed class Handler<TInput, TResult>(
        Func<WorkflowRunOperationContext, TInput, Task<NexusWorkflowRunHandle>> start)
        : IOperationHandler<TInput, TResult>
    {
        public async Task<OperationStartResult<TResult>> StartAsync(OperationStartContext context, TInput input)
        {
            var handle = await start(new(context), input).ConfigureAwait(false);
            return OperationStartResult.AsyncResult<TResult>(handle.Token.ToString());
        }

        public Task CancelAsync(OperationCancelContext context)
        {
            var client = NexusOperationExecutionContext.Current.TemporalClient;
            var token = Parse(context.OperationToken);
            return token.Namespace == client.Options.Namespace
                ? client.GetWorkflowHandle(token.WorkflowId).CancelAsync()
                : throw new HandlerException(
                    HandlerErrorType.BadRequest,
                    $"The operation belongs to namespace {token.Namespace}, this worker to {client.Options.Namespace}");
        }

        private static WorkflowRunToken Parse(string token)
        {
            try
            {
                return WorkflowRunToken.Parse(token);
            }
            catch (ArgumentException e)
            {
                throw new HandlerException(HandlerErrorType.BadRequest, e.Message, e);
            }
        }
    }
}
