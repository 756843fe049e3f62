using Sagas.Engine.Definition;
using Temporalio.Workflows;

namespace Sagas.Engine.Execution;

/// <summary>
/// Decisions from outside. Every <c>Check…</c> is for an update validator: it changes nothing and throws an
/// <c>ApplicationFailureException</c> with a type of <see cref="RepairErrors"/>. The others take the decision and answer
/// with the case it closes; carrying it out is the saga's work.
/// </summary>
public sealed partial class SagaRun<TState>
{
    /// <summary>Refuses a retry that cannot be taken.</summary>
    /// <param name="repair">Which case, who and why.</param>
    public OpenCase CheckRetry(Repair repair) => _desk.Check(repair);

    /// <summary>Runs the stuck action or compensation again.</summary>
    /// <param name="repair">Which case, who and why.</param>
    /// <param name="correct">Corrects the saga's data first; null: only the cause outside was removed.</param>
    public OpenCase Retry(Repair repair, Action<TState>? correct = null)
    {
        var decision = _desk.Decide(repair, RepairAction.Retry, evidence: null, Workflow.UtcNow);
        correct?.Invoke(State);
        return decision.Case;
    }

    /// <summary>Refuses an undo that cannot be taken.</summary>
    /// <param name="repair">Which case, who and why.</param>
    public OpenCase CheckCompensate(Repair repair)
    {
        var open = _desk.Check(repair);
        return open.Compensating
            ? throw RepairDesk.Refusal(
                RepairErrors.Invalid,
                $"The saga is being undone already and is stuck at '{open.Name}'. Retry it, or accept it as done.")
            : open;
    }

    /// <summary>Undoes the saga from where it is stuck.</summary>
    /// <param name="repair">Which case, who and why.</param>
    public OpenCase Compensate(Repair repair)
    {
        CheckCompensate(repair);
        return _desk.Decide(repair, RepairAction.Compensate, evidence: null, Workflow.UtcNow).Case;
    }

    /// <summary>Refuses an acceptance that cannot be taken.</summary>
    /// <param name="repair">Which case, who and why.</param>
    /// <param name="evidence">What shows that it is done: a provider's id, a bank statement.</param>
    public OpenCase CheckAcceptAsDone(Repair repair, string evidence)
    {
        var open = _desk.Check(repair);
        if (string.IsNullOrWhiteSpace(evidence))
        {
            throw RepairDesk.Refusal(RepairErrors.Invalid, "Accepting a step as done needs evidence; it may not be empty.");
        }
        if (!open.Compensating && _current!.Accept is null)
        {
            throw RepairDesk.Refusal(
                RepairErrors.Invalid, $"Step '{open.Step}' cannot be accepted as done. Retry it, or undo the saga.");
        }
        return open;
    }

    /// <summary>Takes the stuck action or compensation as done; for an action the evidence is checked first.</summary>
    /// <param name="repair">Which case, who and why.</param>
    /// <param name="evidence">What shows that it is done.</param>
    public async Task<OpenCase> AcceptAsDoneAsync(Repair repair, string evidence)
    {
        var open = CheckAcceptAsDone(repair, evidence);
        if (!open.Compensating && !await HoldsAsync(evidence))
        {
            throw RepairDesk.Refusal(
                RepairErrors.Invalid, $"The evidence does not show that '{open.Name}' is done. The saga stays parked.");
        }
        return _desk.Decide(repair, RepairAction.AcceptAsDone, evidence, Workflow.UtcNow).Case;
    }

    private async Task<bool> HoldsAsync(string evidence)
    {
        _desk.BeginWork();
        var holds = await _executor.AcceptAsync(_current!, evidence);
        _desk.EndWork();
        return holds;
    }
}
