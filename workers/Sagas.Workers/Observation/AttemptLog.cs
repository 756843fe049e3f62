using System.Diagnostics;
using Sagas.Contracts;
using Temporalio.Activities;
using Temporalio.Client.Interceptors;
using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;

namespace Sagas.Workers.Observation;

/// <summary>
/// One line for each attempt that did not succeed, written inside the attempt's span, so that it carries the trace; with
/// the ids of booking and workflow. It stands for the SDK's own line, which comes after the span. The span gets the number
/// of the attempt.
/// </summary>
internal sealed class AttemptLog(ILogger<AttemptLog> logger) : IClientInterceptor, IWorkerInterceptor
{
    /// <summary>Category of the SDK's lines about activities, left out in favour of these.</summary>
    public const string SdkCategory = "Temporalio.Activity";

    public ClientOutboundInterceptor InterceptClient(ClientOutboundInterceptor nextInterceptor) => nextInterceptor;

    public WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) => nextInterceptor;

    public ActivityInboundInterceptor InterceptActivity(ActivityInboundInterceptor nextInterceptor) =>
        new Inbound(nextInterceptor, logger);

    private sealed class Inbound(ActivityInboundInterceptor next, ILogger logger) : ActivityInboundInterceptor(next)
    {
        public override async Task<object?> ExecuteActivityAsync(ExecuteActivityInput input)
        {
            Activity.Current?.SetTag("sagas.attempt", ActivityExecutionContext.Current.Info.Attempt);
            try
            {
                return await base.ExecuteActivityAsync(input).ConfigureAwait(false);
            }
            catch (Exception error) when (Note(error))
            {
                throw;
            }
        }

        private bool Note(Exception error)
        {
            var info = ActivityExecutionContext.Current.Info;
            var workflow = info.WorkflowId ?? "";
            var booking = WorkflowIds.BookingId(workflow) ?? "";
            if (error is ApplicationFailureException { NonRetryable: true } refusal)
            {
                logger.AttemptRefused(
                    info.ActivityType, info.Attempt, booking, workflow, info.WorkflowRunId ?? "", refusal.ErrorType ?? "");
            }
            else
            {
                logger.AttemptFailed(error, info.ActivityType, info.Attempt, booking, workflow, info.WorkflowRunId ?? "");
            }

            return true;
        }
    }
}
