using Sagas.Engine.Definition;
using Temporalio.Workflows;

namespace Sagas.Engine.Execution;

/// <summary>
/// Cancelling means undoing. It is possible until the pivot starts. An update is refused after that, and waits while the
/// pivot is at work, since nobody knows yet; a cancellation requested through Temporal itself cannot be refused and has
/// no effect then. The end of a cancelled saga is an outcome, not a failure.
/// </summary>
public sealed partial class SagaRun<TState>
{
    private string? _cancelledBy;

    /// <summary>Refuses a cancellation that comes too late.</summary>
    /// <param name="who">Who wants it.</param>
    /// <param name="why">And why.</param>
    public void CheckCancel(string who, string why)
    {
        if (string.IsNullOrWhiteSpace(who) || string.IsNullOrWhiteSpace(why))
        {
            throw RepairDesk.Refusal(RepairErrors.Invalid, "A cancellation needs who wants it and why; neither may be empty.");
        }
        if (_end is not null)
        {
            throw RepairDesk.Refusal(RepairErrors.MovedOn, $"The saga has ended as {_end.Outcome}.");
        }
        if (_compensating is null && IsPastPivot())
        {
            throw PastPivot();
        }
    }

    /// <summary>Undoes the saga, and answers when it is undone.</summary>
    /// <param name="who">Who wants it.</param>
    /// <param name="why">And why.</param>
    public async Task<SagaEnd> CancelAsync(string who, string why)
    {
        CheckCancel(who, why);
        if (_cancel is null && IsBeforePivot())
        {
            _cancel = new SagaError("Cancelled", why);
            _cancelledBy = who;
            _interrupt?.Cancel();
        }
        await Workflow.WaitConditionAsync(() => _end is not null || MissedIt(), CancellationToken.None);
        return _end ?? throw PastPivot();

        bool MissedIt() => _compensating is null && !IsBeforePivot() && (IsPastPivot() || _desk.Current is not null);
    }

    private SagaError? CancelWanted(SagaStep<TState> step) =>
        step.Kind != StepKind.Compensable ? null
        : _cancel is not null ? _cancel
        : Workflow.CancellationToken.IsCancellationRequested
            ? new SagaError("Cancelled", "cancellation of the workflow was requested")
        : null;

    private bool IsBeforePivot() => (_current?.Kind ?? StepKind.Compensable) == StepKind.Compensable;

    private bool IsPastPivot() => _current?.Kind == StepKind.RetryOnly;

    private Temporalio.Exceptions.ApplicationFailureException PastPivot() => RepairDesk.Refusal(
        RepairErrors.PastPivot,
        $"The saga is at '{_current!.Name}', past the point of no return; it can no longer be cancelled.");
}
