using Temporal.DevServer.History;
using Temporal.DevServer.Nexus.Tasks;
using Temporal.DevServer.State;

namespace Temporal.DevServer.Nexus.Operations;

/// <summary>What the answers of handlers mean for an operation.</summary>
internal static class OperationAnswers
{
    /// <summary>Records the answer to a start; no answer means that no time was left.</summary>
    public static void Record(Transition t, NexusOperationInfo operation, NexusAnswer? answer)
    {
        switch (answer)
        {
            case NexusAnswer.Succeeded done:
                NexusOperationMachine.Succeed(t, operation, done.Result, done.Links);
                break;
            case NexusAnswer.Started started:
                NexusOperationMachine.Start(t, operation, started.Token, started.Links);
                break;
            case NexusAnswer.Unsuccessful { IsCanceled: true } canceled:
                NexusOperationMachine.Cancel(t, operation, canceled.Failure);
                break;
            case NexusAnswer.Unsuccessful failed:
                NexusOperationMachine.Fail(t, operation, failed.Failure);
                break;
            case NexusAnswer.Refused { IsRetryable: true } refused:
                NexusOperationMachine.FailAttempt(t, operation, refused.Failure);
                break;
            case NexusAnswer.Refused refused:
                NexusOperationMachine.Fail(t, operation, refused.Failure);
                break;
            case null:
                NexusOperationMachine.TimeOut(t, operation, NexusOperationMachine.TimeoutOf(operation)!.Value.Type);
                break;
            default:
                NexusOperationMachine.FailAttempt(t, operation, WrongKind().Failure);
                break;
        }
    }

    /// <summary>Records the answer to a cancellation; no answer means that no time was left.</summary>
    public static void RecordCancel(Transition t, NexusOperationInfo operation, NexusAnswer? answer)
    {
        switch (answer)
        {
            case NexusAnswer.CancelNoted:
                NexusCancellationMachine.Succeed(t, operation);
                break;
            case NexusAnswer.Refused { IsRetryable: true } refused:
                NexusCancellationMachine.FailAttempt(t, operation, refused.Failure);
                break;
            case NexusAnswer.Refused refused:
                NexusCancellationMachine.Fail(t, operation, refused.Failure);
                break;
            case null:
                NexusCancellationMachine.Fail(t, operation, new()
                {
                    Message = "remaining operation timeout is less than required minimum",
                    ApplicationFailureInfo = new() { Type = "CallError", NonRetryable = true },
                });
                break;
            default:
                NexusCancellationMachine.FailAttempt(t, operation, WrongKind().Failure);
                break;
        }
    }

    private static NexusAnswer.Refused WrongKind() =>
        NexusFailures.Handler("INTERNAL", "the worker answered another question than it was asked");
}
