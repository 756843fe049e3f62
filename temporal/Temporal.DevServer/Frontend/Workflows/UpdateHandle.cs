using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.Persistence;
using Temporalio.Api.Update.V1;
using Temporalio.Api.WorkflowService.V1;
using Stage = Temporalio.Api.Enums.V1.UpdateWorkflowExecutionLifecycleStage;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>An update of a run: still pending, or with its outcome.</summary>
/// <param name="Run">The run.</param>
/// <param name="UpdateId">The update.</param>
/// <param name="Pending">Set while there is no outcome.</param>
/// <param name="Outcome">Set when there is.</param>
internal sealed record UpdateHandle(RunKey Run, string UpdateId, PendingUpdate? Pending, Outcome? Outcome)
{
    /// <summary>Waits for a stage and answers with what is reached.</summary>
    public async Task<UpdateWorkflowExecutionResponse> ToResponseAsync(Stage stage, UpdateWait wait, RpcContext context)
    {
        var response = new UpdateWorkflowExecutionResponse
        {
            UpdateRef = new UpdateRef
            {
                WorkflowExecution = new() { WorkflowId = Run.WorkflowId, RunId = Run.RunId },
                UpdateId = UpdateId,
            },
            Stage = Stage.Completed,
            Outcome = Outcome,
        };
        if (Pending is not null)
        {
            await WaitAsync(Pending, stage, wait, context).ConfigureAwait(false);
            response.Stage = Pending.Stage;
            response.Outcome = response.Stage == Stage.Completed ? await Pending.Completed.ConfigureAwait(false) : null;
        }

        return response;
    }

    private static async Task WaitAsync(PendingUpdate pending, Stage stage, UpdateWait wait, RpcContext context)
    {
        var reached = stage switch
        {
            Stage.Completed => pending.Completed,
            Stage.Accepted => pending.Accepted,
            _ => Task.CompletedTask,
        };
        if (reached.IsCompletedSuccessfully)
        {
            return;
        }

        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.Cancelled, context.Stopping);
        try
        {
            await reached.WaitAsync(wait.Left, gone.Token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Not an error: the caller learns how far it got and asks again.
        }
        catch (OperationCanceledException) when (!context.Cancelled.IsCancellationRequested)
        {
            // The server drains: answered like a wait that ran out.
        }
        catch (OperationCanceledException)
        {
            throw new RpcException(RpcCode.DeadlineExceeded, "context deadline exceeded");
        }
    }
}
