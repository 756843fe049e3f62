using Sagas.Engine.Definition;
using Sagas.Engine.Observation;
using Temporalio.Workflows;

namespace Sagas.Engine.Execution;

public sealed partial class SagaRun<TState>
{
    private SagaCause? _compensating;

    void ICompensatorHost<TState>.Undoing(SagaUndo<TState> undo) => _visibility.At(undo.Name);

    async Task<RepairAction> ICompensatorHost<TState>.ParkAsync(SagaUndo<TState> stuck, SagaError error)
    {
        var decision = await ParkAsync(stuck.Step, stuck.Name, compensating: true, error);
        Invariant.Require(decision is not null, "only a decision ends a case of a saga that is being undone");
        Invariant.Require(decision.Action != RepairAction.Compensate, "a saga that is being undone cannot turn back again");
        return decision.Action;
    }

    /// <summary>
    /// Parks until a decision, or until a cancellation where one is still possible (then null). The case is visible and
    /// takes decisions from the start; they are carried out only after it was put on the application's list, so that the
    /// list never shows a case that is closed already.
    /// </summary>
    private async Task<Decision?> ParkAsync(string step, string name, bool compensating, SagaError error)
    {
        var open = _desk.Open(step, name, compensating, error, Workflow.UtcNow);
        _visibility.Moved(SagaStates.NeedsAttention, name);
        if (_definition.Hooks.Parked is { } parked)
        {
            await parked(State, open, HookCall($"Put case {open.Number} on support's list"));
        }
        await Workflow.WaitConditionAsync(() => !_desk.IsChecking && (_desk.IsDecided || MayCancelHere()), CancellationToken.None);
        var decision = _desk.Close();
        if (decision?.Action == RepairAction.AcceptAsDone)
        {
            _timeline.Accept(name, decision.At);
        }
        if (_definition.Hooks.Repaired is { } repaired)
        {
            var noted = decision ?? CancelDecision(open);
            await repaired(State, open, noted, HookCall($"Take case {open.Number} off support's list"));
        }
        _visibility.Moved(compensating ? SagaStates.Compensating : SagaStates.Running, name);
        return decision;

        bool MayCancelHere() => !compensating && CancelWanted(_current!) is not null;
    }

    private Decision CancelDecision(OpenCase open) => new(
        open, RepairAction.Compensate, _cancelledBy ?? "temporal", CancelWanted(_current!)!.Message, null, Workflow.UtcNow);

    private StepCall HookCall(string summary) =>
        new(StepExecutor<TState>.Options(_definition.Hooks.Policy!, summary, CancellationToken.None), _compensating);
}
