using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.History;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Case = Temporalio.Api.History.V1.HistoryEvent.AttributesOneofCase;

namespace Temporal.DevServer.Nexus.Operations;

/// <summary>How an operation ended that a workflow carried out.</summary>
/// <param name="Result">Its result; null without one, or after a failure.</param>
/// <param name="Failure">Why it failed or that it was cancelled; null after success.</param>
/// <param name="IsCanceled">True when it was cancelled.</param>
/// <param name="Token">Token of the operation, should its caller not know it yet.</param>
/// <param name="Since">When it began.</param>
/// <param name="Links">Where it was carried out.</param>
internal sealed record OperationEnd(
    Payload? Result, Failure? Failure, bool IsCanceled, string Token, Timestamp Since, IReadOnlyList<Link> Links)
{
    /// <summary>The end of the run that carried it out.</summary>
    public static OperationEnd Of(WorkflowRun run, HistoryEvent close, string token)
    {
        var (result, failure) = OutcomeOf(close);
        var link = NexusLinks.EventLink(
            run.Namespace.Name, run.Key.WorkflowId, run.Key.RunId, 1,
            Temporalio.Api.Enums.V1.EventType.WorkflowExecutionStarted);
        return new OperationEnd(
            result, failure, failure?.CanceledFailureInfo is not null && close.AttributesCase
                == Case.WorkflowExecutionCanceledEventAttributes, token, run.State.StartTime, [link]);
    }

    private static (Payload? Result, Failure? Failure) OutcomeOf(HistoryEvent close) => close.AttributesCase switch
    {
        Case.WorkflowExecutionCompletedEventAttributes => (
            close.WorkflowExecutionCompletedEventAttributes.Result?.Payloads_.FirstOrDefault(), null),
        Case.WorkflowExecutionFailedEventAttributes => (null, close.WorkflowExecutionFailedEventAttributes.Failure),
        Case.WorkflowExecutionCanceledEventAttributes => (null, new Failure
        {
            Message = "operation canceled",
            CanceledFailureInfo = new() { Details = close.WorkflowExecutionCanceledEventAttributes.Details },
        }),
        Case.WorkflowExecutionTerminatedEventAttributes => (null, new Failure
        {
            Message = "operation terminated",
            TerminatedFailureInfo = new(),
        }),
        _ => (null, new Failure { Message = "operation exceeded internal timeout", TimeoutFailureInfo = new() }),
    };
}
