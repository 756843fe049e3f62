using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>A run has as many updates in flight as it may have.</summary>
/// <param name="room">Ends when one of them that was not accepted yet moves on; null when all are accepted.</param>
internal sealed class UpdatesFullException(Task? room) : RpcException(
    RpcCode.ResourceExhausted,
    $"limit on number of concurrent in-flight updates has been reached ({Limits.UpdatesInFlightMax})",
    new ResourceExhaustedFailure
    {
        Cause = ResourceExhaustedCause.ConcurrentLimit,
        Scope = ResourceExhaustedScope.Namespace,
    })
{
    /// <summary>The refusal for a run.</summary>
    public static UpdatesFullException For(WorkflowRun run)
    {
        var unaccepted = run.Updates.All.Where(u => u.AcceptedId == 0).Select(u => u.Accepted).ToArray();
        return new UpdatesFullException(unaccepted.Length > 0 ? Task.WhenAny(unaccepted) : null);
    }

    /// <summary>
    /// Repeats an admission while updates fill the run that are not accepted yet: callers are refused only for what a
    /// worker has in hand. Whoever waits longer than a long poll is refused after all.
    /// </summary>
    public static async Task<T> WaitOutAsync<T>(Func<Task<T>> admit, UpdateWait wait, RpcContext context)
    {
        while (true)
        {
            try
            {
                return await admit().ConfigureAwait(false);
            }
            catch (UpdatesFullException full) when (full.HasRoomLater(wait))
            {
                await full.WaitAsync(wait, context).ConfigureAwait(false);
            }
        }
    }

    private bool HasRoomLater(UpdateWait wait) => room is not null && wait.Left > TimeSpan.Zero;

    private async Task WaitAsync(UpdateWait wait, RpcContext context)
    {
        try
        {
            await room!.WaitAsync(wait.Left, context.Cancelled).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The next attempt is the last.
        }
        catch (OperationCanceledException)
        {
            throw new RpcException(RpcCode.DeadlineExceeded, "context deadline exceeded");
        }
    }
}
